#include "desktop/workers/Worker.h"

#include "desktop/workers/SshTunnel.h"

#include <QDateTime>

namespace mergeloom {

Worker::Worker(Connection connection, QString token, QObject *parent)
    : QObject(parent), m_connection(std::move(connection)), m_token(std::move(token)),
      m_refused(std::make_shared<RefusedCertificate>())
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Worker::askIdentity);
    m_stateText = tr("Not connected.");
    makeClient(QUrl(m_connection.url));
}

Worker::~Worker()
{
    const QSignalBlocker quiet(this);
    stop();
}

void Worker::setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
{
    m_firstWait = m_wait = first;
    m_longestWait = longest;
    if (m_tunnel)
        m_tunnel->setBackOff(first, longest);
}

bool Worker::isReadable() const
{
    return m_state == State::Online || (m_state == State::Incompatible && m_fit == VersionFit::OlderReadable);
}

std::optional<QDateTime> Worker::nextTry() const
{
    if (!m_retry.isActive())
        return std::nullopt;
    return QDateTime::currentDateTimeUtc().addMSecs(m_retry.remainingTime());
}

QString Worker::refusedFingerprint() const { return m_refused->fingerprint; }

void Worker::change(const Connection &connection, const QString &token)
{
    stop();
    const bool isAnotherWorker = connection.url != m_connection.url || connection.kind != m_connection.kind
        || connection.ssh != m_connection.ssh;
    m_connection = connection;
    m_token = token;
    m_keychainProblem.clear();
    if (isAnotherWorker) {
        m_place = -1; // places of events are those of one worker
        m_identity = {};
    }
    start();
}

void Worker::makeClient(const QUrl &address)
{
    dropLink();
    *m_refused = {};
    m_link = std::make_unique<Link>();
    m_link->client = std::make_unique<ApiClient>(
        address, m_token, CertificateTrust::ofFingerprint(m_connection.fingerprint, m_refused));
}

// Later, since an answer or an event of it may be what is being handled.
void Worker::dropLink()
{
    if (!m_link)
        return;
    if (m_link->feed) {
        m_place = std::max(m_place, m_link->feed->place());
        m_link->feed->stop();
    }
    QMetaObject::invokeMethod(
        this, [old = std::shared_ptr<Link>(std::move(m_link))] {}, Qt::QueuedConnection);
}

// Without the token while there is no way to the worker: whoever has the port by now must not be sent it.
void Worker::makeClientWithoutToken()
{
    const QString token = std::exchange(m_token, {});
    makeClient(QUrl(m_connection.url));
    m_token = token;
}

void Worker::start()
{
    stop();
    m_wait = m_firstWait;
    setState(State::Connecting, tr("Connecting to %1 …").arg(m_connection.name));
    if (m_connection.kind == ConnectionKind::Direct) {
        makeClient(QUrl(m_connection.url));
        return askIdentity();
    }
    m_tunnel = new SshTunnel(m_connection.ssh, QUrl(m_connection.url), this);
    m_tunnel->setBackOff(m_firstWait, m_longestWait);
    connect(m_tunnel, &SshTunnel::stateChanged, this, &Worker::takeTunnel);
    m_tunnel->start();
}

void Worker::stop()
{
    m_retry.stop();
    m_asked.reset();
    if (m_link->feed) {
        m_place = std::max(m_place, m_link->feed->place());
        m_link->feed->stop();
    }
    if (m_tunnel) {
        m_tunnel->disconnect(this);
        m_tunnel->stop();
        std::exchange(m_tunnel, nullptr)->deleteLater();
    }
    setState(State::Offline, tr("Not connected."));
}

void Worker::waitForToken()
{
    stop();
    setState(State::Connecting, tr("The keychain is asked for the token. It may want to be unlocked."));
}

void Worker::tryNow()
{
    if (!m_keychainProblem.isEmpty())
        return Q_EMIT tokenWanted();
    if (m_tunnel && m_tunnel->state() != SshTunnel::State::Up)
        return start();
    if (m_state == State::Online || m_state == State::Connecting)
        return;
    m_retry.stop();
    if (m_state != State::Offline)
        setState(State::Connecting, tr("Connecting to %1 …").arg(m_connection.name));
    askIdentity();
}

void Worker::takeTunnel()
{
    if (m_tunnel->state() == SshTunnel::State::Up) {
        makeClient(m_tunnel->nearAddress());
        return askIdentity();
    }
    m_retry.stop();
    m_asked.reset();
    makeClientWithoutToken();
    if (!m_tunnel->problem().isEmpty())
        setState(State::Offline, m_tunnel->problem());
}

void Worker::askIdentity()
{
    m_asked = std::make_unique<QObject>(); // answers to earlier questions are not taken
    client()->send<api::Identity>(
        api_call::me(), m_asked.get(), [this](const Result<api::Identity> &identity) { takeIdentity(identity); });
}

void Worker::takeIdentity(const Result<api::Identity> &identity)
{
    if (!identity)
        return takeRefusal(identity.error());
    m_identity = *identity;
    m_fit = versionFit(QStringLiteral(MERGELOOM_VERSION), m_identity.version);
    if (m_fit != VersionFit::Same) {
        setState(State::Incompatible, versionFitText(m_fit, QStringLiteral(MERGELOOM_VERSION), m_identity.version));
        if (m_fit != VersionFit::OlderReadable)
            return;
    }
    openFeed();
}

void Worker::takeRefusal(const Error &error)
{
    if (!m_refused->fingerprint.isEmpty())
        return setState(State::Refused, certificateText());
    if (error.code == ErrorCode::Unauthorized || error.code == ErrorCode::Forbidden)
        return setState(State::Refused,
            !m_keychainProblem.isEmpty() ? tr(
                "%1 asks for a token, and the keychain of this system cannot be asked for it: %2. Unlock or start the "
                "keychain and try again, or give the token with \"Change connection\".")
                                               .arg(m_connection.name, m_keychainProblem)
                : m_token.isEmpty()
                ? tr("%1 asks for a token, and none is known. Give one with \"Change connection\".")
                      .arg(m_connection.name)
                : tr("%1 does not accept the token. Give another with \"Change connection\".").arg(m_connection.name));
    waitAndTryAgain(wordsFor(error));
}

QString Worker::wordsFor(const Error &error) const
{
    if (error.code == ErrorCode::Timeout)
        return tr("%1 did not answer in time. Is it busy, or stopped?").arg(m_connection.name);
    if (error.code == ErrorCode::Unavailable)
        return tr("%1 cannot be reached at %2. Is it started, and is the network there?")
            .arg(m_connection.name, m_connection.url);
    return error.message;
}

QString Worker::certificateText() const
{
    if (m_connection.fingerprint.isEmpty())
        return tr(
            "%1 shows a certificate that nobody known here has signed: %2. Compare its fingerprint before you trust it.")
            .arg(m_connection.name, m_refused->reason);
    if (m_refused->fingerprint == m_connection.fingerprint)
        return tr("The trusted certificate of %1 cannot be used any more: %2.")
            .arg(m_connection.name, m_refused->reason);
    return tr(
        "%1 shows another certificate than the one you trust. It was renewed, or somebody is between you and it. Ask who runs it, and compare the fingerprint before you trust the new one.")
        .arg(m_connection.name);
}

void Worker::openFeed()
{
    LiveFeed::Callbacks callbacks;
    callbacks.onEvent = [this](const api::EventView &event) {
        m_place = event.id;
        Q_EMIT eventArrived(event);
    };
    callbacks.onFailed = [this](const Error &error) { takeRefusal(error); };
    callbacks.onConnection = [this](const std::optional<Error> &error) { takeFeed(error); };
    m_link->feed = std::make_unique<LiveFeed>(*client(), std::nullopt, std::move(callbacks));
    m_link->feed->start(m_place);
}

void Worker::takeFeed(const std::optional<Error> &error)
{
    if (!error) {
        m_wait = m_firstWait;
        if (m_fit == VersionFit::Same)
            setState(State::Online, {});
        return;
    }
    // One loop tries again, and asks first who is there: it may be another version by now, or the token be gone.
    m_place = std::max(m_place, m_link->feed->place());
    m_link->feed->stop();
    waitAndTryAgain(wordsFor(*error));
}

void Worker::waitAndTryAgain(const QString &why)
{
    m_retry.start(m_wait);
    m_wait = std::min(m_wait * 2, m_longestWait);
    setState(State::Offline, why);
}

void Worker::setState(State state, const QString &text)
{
    if (m_state == state && m_stateText == text)
        return;
    m_state = state;
    m_stateText = text;
    Q_EMIT stateChanged();
}

} // namespace mergeloom

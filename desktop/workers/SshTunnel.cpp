#include "desktop/workers/SshTunnel.h"

#include "desktop/workers/HeldProgram.h"
#include "shared/core/PlainText.h"

#include <QHostAddress>
#include <QTcpServer>

namespace mergeloom {

namespace {

constexpr qsizetype mostMessages = 500;

/// Another program may take it before ssh does; ssh then ends (ExitOnForwardFailure) and gets another one.
quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

/// What to do about ssh's last words.
QString adviceFor(const QString &words, const SshRoute &route)
{
    const QString command = QStringLiteral("ssh %1%2%3")
                                .arg(route.port > 0 ? QStringLiteral("-p %1 ").arg(route.port) : QString(),
                                    route.user.isEmpty() ? QString() : route.user + u'@', route.host);
    if (words.contains(u"Host key verification failed") || words.contains(u"host key is known"))
        return SshTunnel::tr("The host's key is not known yet. Run `%1` once in a terminal and compare its key.")
            .arg(command);
    if (words.contains(u"REMOTE HOST IDENTIFICATION HAS CHANGED"))
        return SshTunnel::tr("The host shows another key than before. Ask who runs it before you go on.");
    if (words.contains(u"Permission denied"))
        return SshTunnel::tr(
            "The host does not accept the key. Check user and key; a key with a passphrase must be in the agent (ssh-add).");
    if (words.contains(u"Could not resolve"))
        return SshTunnel::tr("The host's name is not known. Check its spelling, and the network.");
    return SshTunnel::tr("Check with `%1` in a terminal.").arg(command);
}

} // namespace

SshTunnel::SshTunnel(SshRoute route, QUrl target, QObject *parent)
    : QObject(parent), m_route(std::move(route)), m_target(std::move(target))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &SshTunnel::launch);
}

SshTunnel::~SshTunnel() { stop(); }

void SshTunnel::setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
{
    m_firstWait = m_wait = first;
    m_longestWait = longest;
}

void SshTunnel::start()
{
    stop();
    m_wait = m_firstWait;
    launch();
}

void SshTunnel::stop()
{
    m_retry.stop();
    if (m_process) {
        m_process->disconnect(this);
        endHeld(*m_process);
        m_process.reset();
    }
    m_state = State::Down;
}

QUrl SshTunnel::nearAddress() const
{
    if (m_port == 0)
        return {};
    QUrl url = m_target;
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_port);
    return url;
}

QStringList SshTunnel::arguments() const
{
    const QString host = m_target.host().contains(u':') ? u'[' + m_target.host() + u']' : m_target.host();
    const int port = m_target.port(m_target.scheme() == u"https" ? 443 : 80);
    // -v for the line that says that it listens.
    QStringList list{QStringLiteral("-v"), QStringLiteral("-N"), QStringLiteral("-T"), QStringLiteral("-L"),
        QStringLiteral("127.0.0.1:%1:%2:%3").arg(m_port).arg(host).arg(port)};
    for (const char *option :
        {"BatchMode=yes", "ExitOnForwardFailure=yes", "ConnectTimeout=15", "ServerAliveInterval=15",
            "ServerAliveCountMax=3", "ControlMaster=no", "ControlPath=none", "PermitLocalCommand=no"})
        list << QStringLiteral("-o") << QString::fromLatin1(option);
    if (m_route.port > 0)
        list << QStringLiteral("-p") << QString::number(m_route.port);
    if (!m_route.user.isEmpty())
        list << QStringLiteral("-l") << m_route.user;
    if (!m_route.identityFile.isEmpty())
        list << QStringLiteral("-i") << m_route.identityFile;
    return list << QStringLiteral("--") << m_route.host;
}

void SshTunnel::launch()
{
    m_port = freePort();
    m_rest.clear();
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    connect(m_process.get(), &QProcess::readyRead, this, &SshTunnel::takeOutput);
    const auto takeRefusal = [this](const QString &why) {
        takeEnd(tr("The program %1 cannot be started: %2. Install OpenSSH.").arg(QStringLiteral("ssh"), why));
    };
    connect(m_process.get(), &QProcess::errorOccurred, this, [this, takeRefusal](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            takeRefusal(m_process->errorString());
    });
    connect(m_process.get(), &QProcess::finished, this, [this, takeRefusal](int code) {
        takeOutput();
        if (code == cannotBeStarted)
            takeRefusal(m_messages.isEmpty() ? QString() : m_messages.last());
        else
            takeEnd(tr("ssh to %1 ended with code %2.").arg(m_route.host).arg(code));
    });
    setState(State::Starting);
    say(tr("Connecting to %1 …").arg(m_route.host));
    startHeld(*m_process, QStringLiteral("ssh"), arguments());
}

// It is up when ssh itself says that it listens: to try the port would be to trust whoever else took it.
void SshTunnel::takeLine(const QString &line)
{
    if (m_state == State::Starting
        && line.contains(QStringLiteral("Local forwarding listening on 127.0.0.1 port %1.").arg(m_port))) {
        m_wait = m_firstWait;
        m_problem.clear();
        say(tr("Connected."));
        setState(State::Up);
    }
    if (!line.startsWith(u"debug") && !line.startsWith(u"OpenSSH_"))
        say(line);
}

void SshTunnel::takeOutput()
{
    m_rest += m_process->readAll();
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
        const QString line = QString::fromUtf8(m_rest.left(end));
        m_rest.remove(0, end + 1);
        takeLine(line.trimmed());
    }
    m_rest.truncate(4096); // of a line without an end
}

void SshTunnel::takeEnd(const QString &how)
{
    if (!m_rest.isEmpty())
        takeLine(QString::fromUtf8(std::exchange(m_rest, {})));
    const QString words = m_messages.mid(std::max<qsizetype>(0, m_messages.size() - 5)).join(u'\n');
    m_problem = how + u' ' + adviceFor(words, m_route);
    say(how);
    m_process.release()->deleteLater(); // this is its own signal
    m_retry.start(m_wait);
    m_wait = std::min(m_wait * 2, m_longestWait);
    setState(State::Down);
}

void SshTunnel::say(const QString &line)
{
    const QString shown = plainLine(line).trimmed();
    if (shown.isEmpty())
        return;
    m_messages << shown;
    if (m_messages.size() > mostMessages)
        m_messages.removeFirst();
    Q_EMIT messageAdded(shown);
}

void SshTunnel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace mergeloom

#include "shared/client/LiveFeed.h"

#include <QNetworkReply>

namespace mergeloom {

namespace {

constexpr std::chrono::seconds longestSilence{40};

bool isFinal(ErrorCode code)
{
    return code == ErrorCode::Unauthorized || code == ErrorCode::Forbidden || code == ErrorCode::NotFound
        || code == ErrorCode::InvalidInput;
}

} // namespace

LiveFeed::LiveFeed(ApiClient &client, std::optional<RunId> run, Callbacks callbacks)
    : m_client(client), m_run(std::move(run)), m_callbacks(std::move(callbacks))
{
    m_retry.setSingleShot(true);
    QObject::connect(&m_retry, &QTimer::timeout, &m_retry, [this] { connect(); });
    m_silence.setSingleShot(true);
    m_silence.setInterval(longestSilence);
    QObject::connect(&m_silence, &QTimer::timeout, &m_silence, [this] {
        if (m_reply)
            m_reply->abort(); // finished() follows
    });
}

LiveFeed::~LiveFeed() { stop(); }

void LiveFeed::setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
{
    m_firstWait = m_wait = first;
    m_longestWait = longest;
}

void LiveFeed::start(qint64 after)
{
    stop();
    m_after = after;
    m_wait = m_firstWait;
    m_isRunning = true;
    connect();
}

void LiveFeed::stop()
{
    m_isRunning = false;
    m_retry.stop();
    drop();
}

void LiveFeed::drop()
{
    m_silence.stop();
    m_isUp = false;
    if (!m_reply)
        return;
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->disconnect(&m_retry);
    reply->abort();
    reply->deleteLater();
}

void LiveFeed::connect()
{
    drop();
    m_parser = {};
    QUrlQuery query;
    if (m_after >= 0)
        query.addQueryItem(QStringLiteral("after"), QString::number(m_after));
    const QString path = m_run
        ? QStringLiteral("/api/v1/runs/%1/stream").arg(QString::fromLatin1(QUrl::toPercentEncoding(m_run->text())))
        : QStringLiteral("/api/v1/stream");
    QNetworkRequest request = m_client.request(path, query);
    request.setRawHeader("Accept", "text/event-stream");
    request.setTransferTimeout(0);
    m_reply = m_client.network().get(request);
    QObject::connect(m_reply, &QNetworkReply::readyRead, &m_retry, [this] { takeBytes(); });
    QObject::connect(m_reply, &QNetworkReply::finished, &m_retry, [this] { takeEnd(); });
    m_silence.start();
}

void LiveFeed::takeBytes()
{
    if (!m_reply || m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return;
    m_silence.start();
    if (!std::exchange(m_isUp, true)) {
        m_wait = m_firstWait;
        if (m_callbacks.onConnection)
            m_callbacks.onConnection(std::nullopt);
    }
    if (!m_reply) // stopped by the callback
        return;
    for (const StreamMessage &message : m_parser.push(m_reply->readAll())) {
        takeMessage(message);
        if (!m_reply)
            return;
    }
    bool isNumber = false;
    const qint64 begun = m_parser.lastId().toLongLong(&isNumber);
    if (m_after < 0 && isNumber)
        m_after = begun; // what comes after a break before the first event is not missed
}

void LiveFeed::takeMessage(const StreamMessage &message)
{
    bool isNumber = false;
    const qint64 place = message.id.toLongLong(&isNumber);
    const auto event = parseJsonAs<api::EventView>(message.text);
    if (!isNumber || !event || place <= m_after)
        return; // a kind of message that this version does not know
    m_after = place;
    m_callbacks.onEvent(*event);
}

void LiveFeed::takeEnd()
{
    if (!m_reply)
        return;
    const QByteArray body = m_isUp ? QByteArray() : m_reply->readAll();
    const std::optional<Error> told = ApiClient::errorOf(*m_reply, body);
    const Error error =
        told.value_or(Error{ErrorCode::Unavailable, QStringLiteral("The worker ended the stream."), {}});
    drop();
    if (isFinal(error.code)) {
        m_isRunning = false;
        if (m_callbacks.onFailed)
            m_callbacks.onFailed(error);
        return;
    }
    m_retry.start(m_wait);
    m_wait = std::min(m_wait * 2, m_longestWait);
    if (m_callbacks.onConnection)
        m_callbacks.onConnection(error);
}

} // namespace mergeloom

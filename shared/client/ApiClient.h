#pragma once

#include "shared/client/ApiCall.h"
#include "shared/core/CertificateTrust.h"
#include "shared/core/Result.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <functional>
#include <optional>

class QNetworkReply;

namespace mergeloom {

/// Speaks to one worker. One thread, which has an event loop; wait() runs one of its own. Errors are those that the
/// worker names; `unavailable` when it cannot be reached, `timeout` when it is silent, with details.url.
///
///     client.send(api_call::dashboard(), this, [](const Result<api::Dashboard> &dashboard) { … });
///     MERGELOOM_TRY(const RunView view, client.wait(api_call::run(id)));
class ApiClient
{
public:
    ApiClient(QUrl baseUrl, QString token, CertificateTrust trust = {})
        : m_baseUrl(std::move(baseUrl)), m_token(token.toUtf8()), m_trust(std::move(trust))
    {
        m_trust.watch(m_network);
    }

    const QUrl &baseUrl() const { return m_baseUrl; }
    QNetworkAccessManager &network() { return m_network; }
    /// A request to this worker with its token.
    QNetworkRequest request(const QString &path, const QUrlQuery &query) const;

    /// `done` comes once, unless `context` or this goes first.
    template <class T>
    void send(const ApiCall<T> &call, QObject *context, std::function<void(Result<T>)> done)
    {
        sendRaw(rawOf(call), context,
            [url = m_baseUrl, done = std::move(done)](const Result<QByteArray> &body) { done(parse<T>(url, body)); });
    }

    /// For what takes long and is told in lines (`application/x-ndjson`): each line as it comes, then `done` once with the last
    /// one's `result` or `error`.
    template <class T>
    void follow(const ApiCall<T> &call, QObject *context, std::function<void(const QJsonObject &)> onLine,
        std::function<void(Result<T>)> done)
    {
        followRaw(rawOf(call), context, std::move(onLine), [done = std::move(done)](const Result<QJsonValue> &result) {
            if (result)
                done(fromJson<T>(*result, QStringLiteral("result")));
            else
                done(failure(result));
        });
    }

    /// Writes the body to `file` as it comes; `done` once, with the number of bytes. What was written before an error stays: use a
    /// QSaveFile. `file` must live until then, or as long as `context`.
    void download(const ApiCall<QByteArray> &call, QIODevice &file, QObject *context,
        std::function<void(qint64)> onBytes, std::function<void(Result<qint64>)> done);

    /// Blocks this function, not the event loop.
    template <class T>
    Result<T> wait(const ApiCall<T> &call)
    {
        return parse<T>(m_baseUrl, waitRaw(rawOf(call)));
    }

    /// The error that a finished reply stands for; none: it was answered with success.
    static std::optional<Error> errorOf(QNetworkReply &reply, const QByteArray &body);

private:
    using RawCall = ApiCall<QByteArray>;

    template <class T>
    static RawCall rawOf(const ApiCall<T> &call)
    {
        return {call.method, call.path, call.query, call.body, call.ifVersion, call.timeLimitSeconds, call.repeatKey};
    }

    template <class T>
    static Result<T> parse(const QUrl &url, const Result<QByteArray> &body)
    {
        if (!body)
            return failure(body);
        if constexpr (std::is_same_v<T, api::Done>)
            if (body->isEmpty())
                return api::Done{QStringLiteral("Done.")};
        auto parsed = parseJsonAs<T>(*body);
        if (parsed)
            return parsed;
        return failure(parsed.error().code,
            QStringLiteral("%1 does not answer as a MergeLoom worker of this version does. Check the address. (%2)")
                .arg(url.toString(QUrl::RemoveUserInfo), parsed.error().message));
    }

    QNetworkReply *open(const RawCall &call, const QByteArray &accepted);
    void followRaw(const RawCall &call, QObject *context, std::function<void(const QJsonObject &)> onLine,
        std::function<void(Result<QJsonValue>)> done);
    void sendRaw(const RawCall &call, QObject *context, std::function<void(Result<QByteArray>)> done);
    Result<QByteArray> waitRaw(const RawCall &call);

    QUrl m_baseUrl;
    QByteArray m_token;
    CertificateTrust m_trust;
    QNetworkAccessManager m_network;
};

} // namespace mergeloom

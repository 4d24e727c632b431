#pragma once

#include "service/platform/HttpAnswerParser.h"

#include <QEventLoop>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QTimer>

namespace mergeloom {

/// One request and its answer over a connection of its own, waited for in a local event loop of the calling thread.
/// QNetworkAccessManager would send a request again when the server hangs up, and takes a chunked answer without its end
/// for whole: both cost money where the server is a model.
class HttpExchange
{
public:
    using Clock = std::chrono::steady_clock;
    using PieceHandler = std::function<void(const QByteArray &piece)>;
    HttpExchange(
        const HttpRequest &request, const PieceHandler &onPiece, const QNetworkProxy &proxy, std::stop_token stop);

    Result<HttpAnswer> run();

private:
    Result<void> connectToServer();
    QByteArray requestHead() const;
    Result<void> readAnswer();
    Result<void> deliver(const QByteArray &piece);
    Result<void> waitUntil(Clock::time_point deadline);
    Unexpected noConnection() const;
    bool isSecure() const { return m_request.url.scheme().compare(QLatin1String("https"), Qt::CaseInsensitive) == 0; }
    bool speaksToProxy() const { return !isSecure() && m_proxy.type() == QNetworkProxy::HttpProxy; }
    QString host() const { return m_request.url.host(); }

    const HttpRequest &m_request;
    const PieceHandler &m_onPiece;
    QNetworkProxy m_proxy;
    std::stop_token m_stop;
    Clock::time_point m_wholeDeadline;
    QEventLoop m_loop;
    QTimer m_timer;
    QSslSocket m_socket;
    bool m_hasProgress = false; ///< something happened on the line since it was last asked
    HttpAnswerParser m_parser;
    HttpAnswer m_answer;
    qint64 m_received = 0;
};

} // namespace mergeloom

#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <stop_token>
#include <utility>

namespace mergeloom {

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

struct HttpTimeouts {
    std::chrono::milliseconds connect{15'000};
    std::chrono::milliseconds firstByte{120'000};
    std::chrono::milliseconds silence{300'000}; ///< between two pieces
    std::chrono::milliseconds whole{1'800'000};
};

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers;
    QByteArray body;
    HttpTimeouts timeouts;
    qint64 bodyLimit = 64 << 20;
};

struct HttpAnswer {
    int status = 0;
    HttpHeaders headers; ///< names in lower case
    QByteArray body;     ///< empty where onPiece took it
    QByteArray header(QByteArrayView lowerCaseName) const;
};

/// A blocking HTTP/1.1 client for threads of their own (it runs a local event loop; never use it on a gateway's main
/// thread). An HTTP status is no error: errors are `unavailable` (no connection, cut off; details.cut = true when bytes
/// had come), `timeout`, `cancelled`, `rejected` (over the body limit), `corrupt` (no HTTP), `invalid_input`. Redirects are
/// not followed. A request is sent once: to ask again is the caller's decision. Proxy and CA variables of the environment
/// are honoured. Not shared by threads.
class HttpClient
{
public:
    Result<HttpAnswer> send(const HttpRequest &request, std::stop_token stop);
    /// Each piece of a 2xx body goes to `onPiece` as it arrives; other bodies are in the answer.
    Result<HttpAnswer> stream(
        const HttpRequest &request, std::stop_token stop, const std::function<void(const QByteArray &piece)> &onPiece);
};

} // namespace mergeloom

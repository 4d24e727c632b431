#pragma once

#include "service/platform/FileDescriptor.h"
#include "service/platform/HttpClient.h"

#include <QByteArray>

namespace mergeloom {

/// One request of a program on this machine, read whole.
struct LocalRequest {
    QByteArray method;
    QByteArray target;   ///< path with query
    HttpHeaders headers; ///< names in lower case
    QByteArray body;

    QByteArray header(QByteArrayView lowerCaseName) const;
    QByteArray path() const { return target.split('?').constFirst(); }
};

/// The server's end of one connection that serves one request, read and written by blocking calls of a thread of its own.
/// shut() ends them, from any thread.
class LocalHttp
{
public:
    explicit LocalHttp(FileDescriptor connection) : m_socket(std::move(connection)) {}

    /// Errors: invalid_input (no HTTP/1.1 request, or too large), unavailable (the client is gone).
    Result<LocalRequest> read();
    /// A whole answer.
    void answer(int status, const QByteArray &contentType, const QByteArray &body);
    /// An answer in pieces: its head, each piece, and its end. Without the end the client sees that it was cut.
    bool beginStream(const QByteArray &contentType);
    bool sendPiece(const QByteArray &piece);
    void endStream();
    void shut();

private:
    bool receive(QByteArray &into);
    Result<QByteArray> readBody(const LocalRequest &request, QByteArray early);
    Result<QByteArray> readChunks(QByteArray early);
    bool send(const QByteArray &bytes);

    FileDescriptor m_socket;
};

} // namespace mergeloom

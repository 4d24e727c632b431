#pragma once

#include "service/http/BackgroundWork.h"

#include <QTimer>

namespace mergeloom {

/// A large answer that is made piece by piece on a pool thread, and no faster than the client takes it. Main thread.
class PieceStream : public std::enable_shared_from_this<PieceStream>
{
public:
    /// Called on a pool thread, one call at a time; an empty piece ends the answer.
    using NextPiece = std::function<Result<QByteArray>()>;
    struct Head {
        QByteArray contentType;
        HeaderList headers;
    };
    /// The error of the first piece is answered as one; a later one breaks the connection off, so that no client takes what it
    /// got for the whole.
    static void start(BackgroundWork &work, Head head, NextPiece next, std::shared_ptr<LiveReply> reply);

private:
    PieceStream(BackgroundWork &work, Head head, NextPiece next, std::shared_ptr<LiveReply> reply);
    void pump();
    void take(const Result<QByteArray> &piece);
    void end();

    BackgroundWork &m_work;
    Head m_head;
    std::shared_ptr<NextPiece> m_next;
    std::shared_ptr<LiveReply> m_reply;
    QTimer m_waitForClient;
    std::shared_ptr<PieceStream> m_self; ///< until the answer has ended
    bool m_hasBegun = false;
};

} // namespace mergeloom

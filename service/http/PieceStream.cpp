#include "service/http/PieceStream.h"

#include "shared/core/Log.h"

namespace mergeloom {

namespace {

constexpr qint64 enoughWaiting = 256 * 1024; ///< bytes that the client has not taken, from which on it is waited for
constexpr std::chrono::milliseconds askAgain{20};

} // namespace

void PieceStream::start(BackgroundWork &work, Head head, NextPiece next, std::shared_ptr<LiveReply> reply)
{
    const std::shared_ptr<PieceStream> self(new PieceStream(work, std::move(head), std::move(next), std::move(reply)));
    self->m_self = self;
    self->m_waitForClient.setSingleShot(true);
    QObject::connect(
        &self->m_waitForClient, &QTimer::timeout, &self->m_waitForClient, [stream = self.get()] { stream->pump(); });
    self->m_reply->onClosed([weak = self->weak_from_this()] {
        if (const auto stream = weak.lock())
            stream->end();
    });
    self->pump();
}

PieceStream::PieceStream(BackgroundWork &work, Head head, NextPiece next, std::shared_ptr<LiveReply> reply)
    : m_work(work), m_head(std::move(head)), m_next(std::make_shared<NextPiece>(std::move(next))),
      m_reply(std::move(reply))
{
}

void PieceStream::pump()
{
    if (!m_self)
        return;
    if (m_reply->backlog() > enoughWaiting)
        return m_waitForClient.start(askAgain);
    const bool isTaken = m_work.run<Result<QByteArray>>([next = m_next] { return (*next)(); },
        [weak = weak_from_this()](const Result<QByteArray> &piece) {
            if (const auto stream = weak.lock(); stream && stream->m_self)
                stream->take(piece);
        });
    if (isTaken)
        return;
    if (m_hasBegun)
        return m_waitForClient.start(askAgain * 10); // the pool is full
    m_reply->finish(BackgroundWork::tooBusy());
    end();
}

void PieceStream::take(const Result<QByteArray> &piece)
{
    if (!piece) {
        if (!m_hasBegun)
            m_reply->finish(ApiReply::error(piece.error()));
        else
            log::error(QStringLiteral("An export was broken off"), {{"error", piece.error().message}});
        m_reply->breakOff();
        return end();
    }
    if (!m_hasBegun)
        m_reply->startStream(m_head.contentType, m_head.headers);
    m_hasBegun = true;
    if (piece->isEmpty()) {
        m_reply->close();
        return end();
    }
    if (!m_reply->write(*piece))
        return end();
    pump();
}

void PieceStream::end()
{
    m_waitForClient.stop();
    // The last hold goes when the caller has returned to the event loop: it may be our own timer.
    if (const std::shared_ptr<PieceStream> self = std::exchange(m_self, nullptr))
        QMetaObject::invokeMethod(
            &self->m_waitForClient, [self] {}, Qt::QueuedConnection);
}

} // namespace mergeloom

#pragma once

#include "service/http/HandlerPool.h"
#include "service/http/Router.h"

namespace mergeloom {

/// Blocking work of live handlers, on threads of its own, so that it never holds up the pages. Main thread.
class BackgroundWork
{
public:
    BackgroundWork(int threads, int queue) : m_pool(threads, queue) {}

    /// `work` runs on a pool thread and must hold nothing of a client; `then` runs on the main thread. False: too much
    /// is waiting, and neither will run.
    template <class T>
    bool run(std::function<T()> work, std::function<void(T)> then)
    {
        auto result = std::make_shared<std::optional<T>>();
        return m_pool.submit(
                   [result, work = std::move(work)] {
                       result->emplace(work());
                       return QByteArray();
                   },
                   [result, then = std::move(then)](const QByteArray &) { then(std::move(**result)); })
            == HandlerPool::Admission::Taken;
    }

    /// Answers `reply` with the result of `work`.
    void answer(std::function<Result<ApiReply>()> work, std::shared_ptr<LiveReply> reply)
    {
        const bool isTaken = run<Result<ApiReply>>(std::move(work), [reply](const Result<ApiReply> &answer) {
            reply->finish(answer ? *answer : ApiReply::error(answer.error()));
        });
        if (!isTaken)
            reply->finish(tooBusy());
    }

    /// Answers `reply` with lines of JSON: what `work` says, each as it comes, and last what it returns.
    void answerInLines(HandlerPool::TellingWork work, std::shared_ptr<LiveReply> reply)
    {
        const auto isTaken = m_pool.submit(
            std::move(work), [reply](const QByteArray &line) { reply->write(line + '\n'); },
            [reply](const QByteArray &line) {
                reply->write(line + '\n');
                reply->close();
            });
        if (isTaken != HandlerPool::Admission::Taken)
            return reply->finish(tooBusy());
        reply->startStream("application/x-ndjson");
    }

    static ApiReply tooBusy()
    {
        ApiReply busy = ApiReply::error(
            {ErrorCode::Unavailable, QStringLiteral("Too many requests are waiting; try again in a second."), {}});
        busy.headers.emplaceBack("Retry-After", "1");
        return busy;
    }

private:
    HandlerPool m_pool;
};

} // namespace mergeloom

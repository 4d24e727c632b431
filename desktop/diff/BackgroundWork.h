#pragma once

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <stop_token>

namespace mergeloom {

/// One piece of work off the GUI thread. Starting another cancels the one before; `done` comes on the thread that this
/// object lives on, never after this object or cancel(). Work that does not look at its token ends unheard.
template <class T>
class BackgroundWork
{
public:
    BackgroundWork() = default;
    ~BackgroundWork() { cancel(); }
    BackgroundWork(const BackgroundWork &) = delete;
    BackgroundWork &operator=(const BackgroundWork &) = delete;

    void start(std::function<T(std::stop_token)> work, std::function<void(T)> done)
    {
        cancel();
        m_stop = std::stop_source();
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        m_watcher = std::make_unique<QFutureWatcher<T>>();
        // The watcher is replaced by a `done` that starts the next piece: it must not go inside of its own signal.
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(), [this, done] {
            m_isRunning = false;
            done(m_watcher->result());
        });
        m_watcher->setFuture(promise->future());
        m_isRunning = true;
        QThreadPool::globalInstance()->start([promise, work = std::move(work), token = m_stop.get_token()] {
            promise->addResult(work(token));
            promise->finish();
        });
    }

    void cancel()
    {
        m_stop.request_stop();
        m_isRunning = false;
        if (!m_watcher)
            return;
        m_watcher->disconnect();
        m_watcher.release()->deleteLater();
    }

    bool isRunning() const { return m_isRunning; }

private:
    std::unique_ptr<QFutureWatcher<T>> m_watcher;
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace mergeloom

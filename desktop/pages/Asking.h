#pragma once

#include "desktop/workers/Worker.h"

#include <QPointer>
#include <QTimer>

namespace mergeloom {

/// Nobody answered: what the window says of the worker, and not of what was asked.
inline bool isUnreachable(ErrorCode code) { return code == ErrorCode::Unavailable || code == ErrorCode::Timeout; }
inline bool isSaidByWindow(const Worker &worker, const Error &error)
{
    return !worker.isReadable() && isUnreachable(error.code);
}

/// Reads one thing from the worker for a page, and again soon after events that change it, and when the worker is back. What was read
/// stays while it cannot be read again.
template <class T>
class Asking : public QObject
{
public:
    /// `onChange`: there is a value, an error, or another time.
    Asking(Worker &worker, QObject *parent, std::function<void()> onChange)
        : QObject(parent), m_worker(worker), m_onChange(std::move(onChange))
    {
        m_soon.setSingleShot(true);
        m_soon.setInterval(300);
        QObject::connect(&m_soon, &QTimer::timeout, this, [this] { ask(); });
        QObject::connect(&worker, &Worker::stateChanged, this, [this] {
            if (m_call && m_worker.isReadable() && (m_isAsking || m_error || m_wasAway))
                ask(); // of a client that has gone nothing is answered
            m_wasAway = !m_worker.isReadable();
            m_onChange();
        });
    }

    /// From now on this call is made. Nothing is kept of another one.
    void open(ApiCall<T> call)
    {
        m_call = std::move(call);
        m_value.reset();
        m_error.reset();
        ask();
    }
    /// The same thing, asked for otherwise: what was read stays until it is here.
    void change(ApiCall<T> call)
    {
        m_call = std::move(call);
        ask();
    }
    void close()
    {
        m_call.reset();
        m_value.reset();
        m_error.reset();
        ++m_number;
        m_isAsking = false;
    }
    void reload() { ask(); }
    void reloadSoon()
    {
        if (m_call && !m_soon.isActive())
            m_soon.start();
    }
    /// Reads again soon after events whose type this accepts.
    void follow(std::function<bool(const api::EventView &)> isAbout)
    {
        QObject::connect(
            &m_worker, &Worker::eventArrived, this, [this, isAbout = std::move(isAbout)](const api::EventView &event) {
                if (isAbout(event))
                    reloadSoon();
            });
    }

    const std::optional<T> &value() const { return m_value; }
    const std::optional<Error> &error() const { return m_error; }
    bool isAsking() const { return m_isAsking; }
    /// When the value was read.
    Timestamp readAt() const { return m_readAt; }

private:
    void ask()
    {
        m_soon.stop();
        if (!m_call)
            return;
        if (!m_worker.isReadable()) {
            m_wasAway = true;
            m_isAsking = false;
            m_onChange();
            return;
        }
        m_isAsking = true;
        const int number = ++m_number;
        m_worker.client()->template send<T>(*m_call, this, [this, number](Result<T> answer) {
            if (number != m_number)
                return; // a later question is on its way
            m_isAsking = false;
            m_error.reset();
            if (answer) {
                m_value = std::move(*answer);
                m_readAt = Timestamp::now();
            } else if (isSaidByWindow(m_worker, answer.error())) {
                m_wasAway = true; // asked again when it is back
            } else {
                m_error = answer.error();
            }
            m_onChange();
        });
        m_onChange();
    }

    Worker &m_worker;
    std::function<void()> m_onChange;
    std::optional<ApiCall<T>> m_call;
    std::optional<T> m_value;
    std::optional<Error> m_error;
    Timestamp m_readAt;
    QTimer m_soon;
    int m_number = 0;
    bool m_isAsking = false;
    bool m_wasAway = false;
};

/// Events after which lists of jobs and runs are others.
inline bool isOfJobs(const api::EventView &event)
{
    const QString &type = event.event.type;
    return type.startsWith(u"job.") || type.startsWith(u"run.") || type.startsWith(u"stage.")
        || type == QLatin1StringView(event_type::branchPushed);
}

inline bool isOfConfiguration(const api::EventView &event)
{
    return event.event.type == QLatin1StringView(event_type::configChanged);
}

} // namespace mergeloom

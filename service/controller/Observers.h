#pragma once

#include <QMutex>

#include <functional>
#include <vector>

namespace mergeloom {

/// Callbacks of one event. Added before threads start, or at any time; called on the thread where it happened, with no
/// lock held, so they must be quick: hand over to the thread that wants to know.
template <class... Arguments>
class Observers
{
public:
    using Callback = std::function<void(Arguments...)>;
    void add(Callback callback)
    {
        QMutexLocker lock(&m_mutex);
        m_callbacks.push_back(std::move(callback));
    }
    void notify(Arguments... arguments) const
    {
        std::vector<Callback> callbacks;
        {
            QMutexLocker lock(&m_mutex);
            callbacks = m_callbacks;
        }
        for (const Callback &callback : callbacks)
            callback(arguments...);
    }

private:
    mutable QMutex m_mutex;
    std::vector<Callback> m_callbacks;
};

} // namespace mergeloom

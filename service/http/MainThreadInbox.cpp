#include "service/http/MainThreadInbox.h"

namespace mergeloom {

MainThreadInbox::MainThreadInbox(Handler handler) : m_handler(std::make_shared<Handler>(std::move(handler)))
{
    m_state->target = &m_target;
}

MainThreadInbox::~MainThreadInbox()
{
    QMutexLocker lock(&m_state->mutex);
    m_state->target = nullptr;
}

std::function<void(const QString &)> MainThreadInbox::post() const
{
    return [state = m_state, handler = m_handler](const QString &notice) {
        QMutexLocker lock(&state->mutex);
        if (!state->target)
            return;
        const bool isFirst = state->waiting.isEmpty();
        state->waiting.insert(notice);
        if (!isFirst)
            return;
        // Dropped by Qt when the target goes first.
        QMetaObject::invokeMethod(
            state->target,
            [state, handler] {
                QSet<QString> notices;
                {
                    QMutexLocker lock(&state->mutex);
                    notices.swap(state->waiting);
                }
                (*handler)(notices);
            },
            Qt::QueuedConnection);
    };
}

} // namespace mergeloom

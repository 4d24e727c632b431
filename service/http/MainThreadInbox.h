#pragma once

#include <QMutex>
#include <QObject>
#include <QSet>
#include <QString>

#include <functional>
#include <memory>

namespace mergeloom {

/// Carries notices from any thread to the thread that made it; notices that come together are handed over together, each
/// once. A post() that outlives the inbox does nothing.
class MainThreadInbox
{
public:
    using Handler = std::function<void(const QSet<QString> &)>;
    explicit MainThreadInbox(Handler handler);
    ~MainThreadInbox();
    MainThreadInbox(const MainThreadInbox &) = delete;
    MainThreadInbox &operator=(const MainThreadInbox &) = delete;

    std::function<void(const QString &)> post() const;

private:
    struct State {
        QMutex mutex;
        QObject *target = nullptr; ///< null once the inbox is gone
        QSet<QString> waiting;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
    QObject m_target;
    std::shared_ptr<Handler> m_handler;
};

} // namespace mergeloom

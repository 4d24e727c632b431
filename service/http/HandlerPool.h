#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <functional>

namespace mergeloom {

/// Threads for handlers that block. Work runs on a pool thread; what follows runs on the thread of this object (the
/// main thread), and never after this object is gone. Threads are kept, so that each may keep a database connection.
class HandlerPool : public QObject
{
    Q_OBJECT
public:
    using Work = std::function<QByteArray()>;
    using Say = std::function<void(const QByteArray &)>;
    using TellingWork = std::function<QByteArray(const Say &)>;
    using Then = std::function<void(const QByteArray &)>;
    enum class Admission { Taken, Full };

    HandlerPool(int threads, int queue);
    /// Waits for work that has begun; what has not begun is dropped.
    ~HandlerPool() override;

    /// `work` must not throw.
    Admission submit(Work work, Then then);
    /// What `work` says while it goes on comes to `onPiece`, in order and before `then`.
    Admission submit(TellingWork work, Then onPiece, Then then);

private:
    struct Open {
        Then onPiece;
        Then then;
    };
    void done(quint64 ticket, const QByteArray &result);

    QThreadPool m_pool;
    const qsizetype m_most;
    QHash<quint64, Open> m_open; ///< by ticket: a pool thread holds the number only, never what belongs to a socket
    quint64 m_lastTicket = 0;
};

} // namespace mergeloom

#pragma once

#include "desktop/workers/Connection.h"

#include <QProcess>
#include <QTimer>

namespace mergeloom {

/// `ssh -N -L`: a port of this machine that leads to the worker's address as the far host sees it. The user's own ssh with
/// its own configuration, agent and known hosts; it never asks anything (BatchMode). Started again when it ends, later each
/// time; ended with this object.
class SshTunnel : public QObject
{
    Q_OBJECT

public:
    enum class State { Down, Starting, Up };

    /// `target`: the worker as the far host calls it.
    SshTunnel(SshRoute route, QUrl target, QObject *parent = nullptr);
    ~SshTunnel() override;

    void start();
    void stop();

    State state() const { return m_state; }
    /// The near end, with the scheme and path of the target; empty before start().
    QUrl nearAddress() const;
    /// What is wrong and what to do; empty while it is up or has not failed yet.
    QString problem() const { return m_problem; }
    /// What ssh has said, newest last, as plain text.
    const QStringList &messages() const { return m_messages; }

    void setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest);

Q_SIGNALS:
    /// Starting may come with another near address.
    void stateChanged();
    void messageAdded(const QString &line);

private:
    void launch();
    QStringList arguments() const;
    void takeLine(const QString &line);
    void takeOutput();
    void takeEnd(const QString &how);
    void say(const QString &line);
    void setState(State state);

    SshRoute m_route;
    QUrl m_target;
    std::unique_ptr<QProcess> m_process;
    QTimer m_retry;
    quint16 m_port = 0;
    State m_state = State::Down;
    QString m_problem;
    QStringList m_messages;
    QByteArray m_rest; ///< of a line that has not ended
    std::chrono::milliseconds m_firstWait{1000};
    std::chrono::milliseconds m_longestWait{30'000};
    std::chrono::milliseconds m_wait{1000};
};

} // namespace mergeloom

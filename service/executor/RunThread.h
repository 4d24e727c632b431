#pragma once

#include "service/journal/RunControl.h"
#include "service/pipeline/Pipeline.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// Performs one run on a thread of its own. Lives on the main thread. The time limit of the run does not pass while it
/// waits for a person.
class RunThread : public QObject
{
    Q_OBJECT

public:
    RunThread(
        RunOrder order, RunEnvironment environment, std::unique_ptr<RunRecorder> recorder, QObject *parent = nullptr);
    ~RunThread() override; ///< interrupts the run and waits for it

    void start();
    /// The first reason counts; the run ends within a second or so.
    void stop(Reason reason);
    /// As stop(), but the run does not end: its journal waits for a process that goes on.
    void interrupt();
    /// As interrupt(), as soon as an answer, a command, a tool's result or a stage is on record; at once when the run waits
    /// for a person.
    void interruptAtCheckpoint();
    /// For each line of the journal, on the thread that writes it.
    void look(const QByteArray &line);
    /// What a person tells the run; each command once.
    void obey(const protocol::RunCommand &command);
    const RunControl &control() const { return m_control; }
    RunRecorder &recorder() { return *m_recorder; }

Q_SIGNALS:
    void finished(const mergeloom::RunResult &result);
    void interrupted();

private:
    void keepTime(RunControl::Waiting waiting);
    void lookAtTime();

    RunOrder m_order;
    RunEnvironment m_environment;
    std::unique_ptr<RunRecorder> m_recorder;
    RunControl m_control;
    QTimer m_timeLimit;
    QElapsedTimer m_running;       ///< since the time passes again
    qint64 m_usedMilliseconds = 0; ///< before that
    std::unique_ptr<QThread> m_thread;
    std::stop_source m_stop;
    bool m_isWaiting = false; ///< for a person
    std::atomic<bool> m_isLeaving = false;
    std::atomic<std::optional<Reason>> m_reason{std::optional(Reason::Cancelled)}; ///< none: interrupted
};

} // namespace mergeloom

#pragma once

#include "service/journal/RunRecorder.h"
#include "service/pipeline/Pipeline.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// Performs one run on a thread of its own. Lives on the main thread.
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
    RunRecorder &recorder() { return *m_recorder; }

Q_SIGNALS:
    void finished(const mergeloom::RunResult &result);
    void interrupted();

private:
    RunOrder m_order;
    RunEnvironment m_environment;
    std::unique_ptr<RunRecorder> m_recorder;
    std::unique_ptr<QThread> m_thread;
    std::stop_source m_stop;
    std::atomic<std::optional<Reason>> m_reason{std::optional(Reason::Cancelled)}; ///< none: interrupted
};

} // namespace mergeloom

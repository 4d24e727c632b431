#include "service/executor/RunThread.h"

#include "service/journal/JournalReader.h"
#include "shared/core/Log.h"

namespace mergeloom {

RunThread::RunThread(RunOrder order, RunEnvironment environment, std::unique_ptr<RunRecorder> recorder, QObject *parent)
    : QObject(parent), m_order(std::move(order)), m_environment(std::move(environment)),
      m_recorder(std::move(recorder)), m_control(*m_recorder, allowanceOf(m_order.job, m_environment))
{
    // What an earlier process of this run was told; a new run has nothing there.
    (void)readJournal(m_recorder->path(), [this](const QByteArray &, const Event &event) { m_control.recall(event); });
    m_control.onWaiting([this](RunControl::Waiting waiting) {
        QMetaObject::invokeMethod(
            this, [this, waiting] { keepTime(waiting); }, Qt::QueuedConnection);
    });
    m_timeLimit.setSingleShot(true);
    connect(&m_timeLimit, &QTimer::timeout, this, &RunThread::lookAtTime);
}

RunThread::~RunThread()
{
    interrupt();
    if (m_thread)
        m_thread->wait();
}

void RunThread::start()
{
    m_usedMilliseconds = m_recorder->history().use().workedMilliseconds();
    keepTime(RunControl::Waiting::Ends);
    if (m_control.isCancelled())
        stop(Reason::Cancelled);
    m_thread.reset(QThread::create([this] {
        const auto result = performRun(
            m_order, m_environment, *m_recorder, m_control, m_stop.get_token(), [this] { return m_reason.load(); });
        const auto tell = [this, result] {
            if (result)
                Q_EMIT finished(*result);
            else
                Q_EMIT interrupted();
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }));
    m_thread->setObjectName(QStringLiteral("run"));
    m_thread->start();
}

void RunThread::stop(Reason reason)
{
    if (m_stop.stop_requested())
        return;
    m_reason = reason;
    m_stop.request_stop();
}

void RunThread::interruptAtCheckpoint()
{
    m_isLeaving = true;
    if (m_isWaiting)
        interrupt();
}

void RunThread::look(const QByteArray &line)
{
    static const QByteArrayList checkpoints{event_type::providerResponse, event_type::toolResult,
        event_type::commandFinished, event_type::workspaceCheckpoint, event_type::stageFinished};
    if (!m_isLeaving)
        return;
    if (const auto event = parseJsonAs<Event>(line); event && checkpoints.contains(event->type.toLatin1()))
        interrupt();
}

void RunThread::interrupt()
{
    if (m_stop.stop_requested())
        return;
    m_reason = std::nullopt;
    m_stop.request_stop();
}

void RunThread::obey(const protocol::RunCommand &command)
{
    if (m_control.take(command) == RunControl::Taken::Unknown)
        log::warning(QStringLiteral("Command not known"), {{"command", command.command}});
    if (m_control.isCancelled())
        stop(Reason::Cancelled);
}

void RunThread::keepTime(RunControl::Waiting waiting)
{
    m_isWaiting = waiting == RunControl::Waiting::Begins;
    if (m_isWaiting && m_isLeaving)
        interrupt();
    if (m_isWaiting) {
        m_usedMilliseconds += m_running.elapsed();
        m_timeLimit.stop();
    } else {
        m_running.start();
        lookAtTime();
    }
}

/// The limit may have been extended since it was last looked at.
void RunThread::lookAtTime()
{
    const qint64 limit = qint64(m_control.limits().wallSeconds) * 1000;
    if (limit == 0)
        return; // and what has no limit is not extended
    const qint64 left = limit - m_usedMilliseconds - m_running.elapsed();
    if (left <= 0)
        return stop(Reason::Timeout);
    m_timeLimit.start(std::chrono::milliseconds(left));
}

} // namespace mergeloom

#include "service/executor/RunThread.h"

#include <QTimer>

namespace mergeloom {

RunThread::RunThread(RunOrder order, RunEnvironment environment, std::unique_ptr<RunRecorder> recorder, QObject *parent)
    : QObject(parent), m_order(std::move(order)), m_environment(std::move(environment)), m_recorder(std::move(recorder))
{
}

RunThread::~RunThread()
{
    interrupt();
    if (m_thread)
        m_thread->wait();
}

void RunThread::start()
{
    std::chrono::seconds limit = m_environment.wallTimeLimit;
    if (const int asked = m_order.job.budgets.wallSeconds; asked > 0)
        limit = std::min(limit, std::chrono::seconds(asked));
    const auto left = std::max(std::chrono::milliseconds(0), limit - m_recorder->history().worked());
    QTimer::singleShot(left, this, [this] { stop(Reason::Timeout); });
    m_thread.reset(QThread::create([this] {
        const auto result =
            performRun(m_order, m_environment, *m_recorder, m_stop.get_token(), [this] { return m_reason.load(); });
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

void RunThread::interrupt()
{
    if (m_stop.stop_requested())
        return;
    m_reason = std::nullopt;
    m_stop.request_stop();
}

} // namespace mergeloom

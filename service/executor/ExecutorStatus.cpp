// How an executor makes itself known to its controller, and to its gateway where that is another, and tells how it is.
#include "service/executor/Executor.h"

#include "shared/core/Log.h"

#include <QStorageInfo>

namespace mergeloom {

void Executor::enroll()
{
    m_membership.join([this](Result<protocol::EnrollAnswer> answer) {
        if (isStopping())
            return Q_EMIT stopped();
        if (!answer) {
            log::warning(QStringLiteral("Not enrolled yet"), {{"error", answer.error().message}});
            return retryLater([this] { enroll(); });
        }
        resetBackOff();
        m_workerId = answer->workerId;
        m_heartbeatSeconds = answer->heartbeatSeconds;
        keepDisk();
        reportStatus();
        findLeftRuns();
        takeUpLeftRuns();
    });
}

void Executor::enrollAtGateway()
{
    m_membershipAtGateway->join([this](const Result<protocol::EnrollAnswer> &answer) {
        if (!answer)
            return QTimer::singleShot(std::chrono::seconds(15), this, [this] { enrollAtGateway(); });
        m_idAtGateway = answer->workerId;
        reportStatus();
    });
}

protocol::StatusRequest Executor::status() const
{
    protocol::StatusRequest status;
    status.state = m_active ? QStringLiteral("running") : QStringLiteral("idle");
    status.version = QStringLiteral(MERGELOOM_VERSION);
    const bool isOff = m_options.environment.sandboxPolicy.mode == SandboxMode::Off;
    status.sandbox = isOff ? QStringLiteral("off") : m_options.environment.sandbox.level;
    status.sandboxDetail = m_options.environment.sandbox.detail;
    if (m_active) {
        status.jobId = m_active->job.jobId;
        status.runId = m_active->job.runId;
    }
    if (m_disk)
        status.disk = m_disk->usage();
    status.freeDiskBytes = QStorageInfo(m_options.runRoot).bytesAvailable();
    return status;
}

void Executor::keepDisk()
{
    if (m_disk)
        return;
    DiskThread::Options options;
    options.pool = {m_options.environment.mirrorRoot, m_options.environment.workspaceRoot, m_options.diskQuota,
        [runRoot = m_options.runRoot](const QString &run) { return isRunOpen(runRoot, run); }};
    options.runRoot = m_options.runRoot;
    m_disk = std::make_unique<DiskThread>(options);
    connect(m_disk.get(), &DiskThread::collected, this, [this] {
        if (std::exchange(m_isWaitingForRoom, false))
            lease();
    });
}

bool Executor::hasRoom()
{
    const auto usage = m_disk ? m_disk->usage() : std::nullopt;
    if (!usage || !usage->isFull()) {
        m_isFull = false;
        return true;
    }
    if (!std::exchange(m_isFull, true))
        log::warning(
            QStringLiteral("No new job is taken: mirrors and workspaces are over their quota, and all that is left "
                           "is wanted still. Raise JCA_WORKER_DISK_QUOTA, or retry the jobs that were not pushed."),
            {{"bytes", shownDiskSize(usage->bytes)}, {"quota", shownDiskSize(usage->quotaBytes)}});
    m_isWaitingForRoom = true;
    QTimer::singleShot(std::chrono::seconds(5), this, [this] { m_disk->wake(); });
    return false;
}

void Executor::reportStatus()
{
    protocol::StatusRequest now = status();
    if (!m_workerId.isEmpty())
        m_client.reportStatus(m_workerId, now, [this](const Result<protocol::StatusAnswer> &answer) {
            if (answer && answer->needsNewToken)
                m_membership.replaceToken();
        });
    if (!m_remote || m_idAtGateway.isEmpty())
        return;
    now.controller = m_remote->contact();
    m_gateway.reportStatus(m_idAtGateway, now, [this](const Result<protocol::StatusAnswer> &answer) {
        if (!answer && answer.error().code == ErrorCode::Unauthorized && !isStopping())
            enrollAtGateway();
    });
}

} // namespace mergeloom

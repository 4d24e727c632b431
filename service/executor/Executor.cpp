#include "service/executor/Executor.h"

#include "service/pipeline/RunSecrets.h"
#include "shared/core/Log.h"

#include <QStorageInfo>
#include <QSysInfo>

namespace mergeloom {

namespace {
constexpr std::chrono::milliseconds firstBackOff{250};
constexpr std::chrono::milliseconds longestBackOff{15'000};
} // namespace

/// The job that is being worked on.
struct Executor::Active {
    JobEnvelope job;
    std::optional<FileLock> lock;            // outlives the run
    std::unique_ptr<JournalShipper> shipper; // outlives the run, which wakes it
    std::unique_ptr<RunThread> run;
    std::optional<Reason> stopReason; ///< asked for before the run had started
    std::optional<RunResult> result;
    bool isHeartbeating = false;
};

Executor::Executor(ExecutorOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)),
      m_client(m_options.gatewayUrl, m_options.clusterToken, m_options.requestTimeLimit, m_options.trust)
{
    m_statusTimer.setInterval(std::chrono::seconds(15));
    connect(&m_statusTimer, &QTimer::timeout, this, &Executor::reportStatus);
}

Executor::~Executor() = default;

void Executor::start() { enroll(); }

void Executor::retryLater(std::function<void()> action)
{
    m_backOff = std::clamp(m_backOff * 2, firstBackOff, longestBackOff);
    QTimer::singleShot(m_backOff, this, std::move(action));
}

void Executor::enroll()
{
    protocol::EnrollRequest request;
    request.tenant = m_options.tenant;
    request.name = m_options.name;
    request.version = QStringLiteral(MERGELOOM_VERSION);
    request.platform = QSysInfo::prettyProductName() + u' ' + QSysInfo::currentCpuArchitecture();
    m_client.enroll(request, [this](Result<protocol::EnrollAnswer> answer) {
        if (isStopping())
            return Q_EMIT stopped();
        if (!answer) {
            log::warning(QStringLiteral("Not enrolled yet"), {{"error", answer.error().message}});
            return retryLater([this] { enroll(); });
        }
        resetBackOff();
        m_workerId = answer->workerId;
        m_heartbeatSeconds = answer->heartbeatSeconds;
        m_statusTimer.start();
        reportStatus();
        reportLeftOvers(unreportedRuns(m_options.runRoot, m_options.name));
    });
}

void Executor::reportStatus()
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
    status.freeDiskBytes = QStorageInfo(m_options.runRoot).bytesAvailable();
    m_client.reportStatus(m_workerId, status, [](const Result<protocol::Acknowledged> &) {});
}

/// Runs that an earlier process of this executor left without an end: their evidence is closed, shipped, and reported.
void Executor::reportLeftOvers(QList<RunNote> notes)
{
    if (notes.isEmpty())
        return lease();
    const RunNote note = notes.first();
    auto taken = lockRun(m_options.runRoot, note.runId);
    if (!taken && taken.error().code == ErrorCode::Conflict) {
        // An executor of this name that lost its gateway still brings the run to its end.
        log::info(QStringLiteral("Waiting for an earlier executor to end its run"), {{"run", note.runId.text()}});
        QTimer::singleShot(std::chrono::seconds(1), this,
            [this] { reportLeftOvers(unreportedRuns(m_options.runRoot, m_options.name)); });
        return;
    }
    notes.removeFirst();
    const QString folder = runFolder(m_options.runRoot, note.runId);
    RunResult result;
    result.reason = Reason::LeaseLost;
    result.summary = QStringLiteral("The executor was ended while the run was under way.");
    auto recorder = RunRecorder::open(folder, m_options.redactor);
    if (!recorder) {
        log::error(QStringLiteral("A left run cannot be closed"),
            {{"run", note.runId.text()}, {"error", recorder.error().message}});
        return reportLeftOvers(notes);
    }
    std::optional<RunResult> recorded;
    bool hasStarted = false;
    (void)readJournal((*recorder)->path(), [&](const QByteArray &, const Event &event) {
        hasStarted = true;
        if (event.type == QLatin1StringView(event_type::runFinished))
            if (auto finished = fromJson<RunResult>(event.data))
                recorded = *finished;
    });
    if (hasStarted && !recorded)
        (*recorder)->append(QString::fromLatin1(event_type::runFinished), toJson(result).toObject());
    (void)(*recorder)->sync();
    auto *shipper = new JournalShipper(m_client, note.runId, (*recorder)->path(), this);
    const auto lock = taken ? std::make_shared<FileLock>(std::move(*taken)) : nullptr;
    shipper->whenShipped(
        [this, shipper, note, notes, lock, result = recorded.value_or(result)](const Result<void> &shipped) {
            shipper->deleteLater();
            if (!shipped)
                log::error(QStringLiteral("A left journal was refused"),
                    {{"run", note.runId.text()}, {"error", shipped.error().message}});
            m_client.finish(note.jobId, {note.leaseId, note.runId, result},
                [this, note, notes, lock](const Result<protocol::FinishAnswer> &) {
                    // Refused or not: the journal is stored, and the controller knows by the lease.
                    RunNote done = note;
                    done.isReported = true;
                    (void)writeRunNote(m_options.runRoot, done);
                    reportLeftOvers(notes);
                });
        });
}

void Executor::lease()
{
    if (isStopping())
        return Q_EMIT stopped();
    const protocol::LeaseRequest request{m_workerId, makeUlid(), {}, m_options.leaseWaitSeconds};
    m_client.lease(request, [this](Result<std::optional<JobEnvelope>> answer) {
        if (!answer) {
            if (answer.error().code == ErrorCode::Unauthorized || answer.error().code == ErrorCode::NotFound)
                return retryLater([this] { enroll(); });
            if (answer.error().code != ErrorCode::Timeout)
                log::warning(QStringLiteral("No lease"), {{"error", answer.error().message}});
            return retryLater([this] { lease(); });
        }
        resetBackOff();
        if (!*answer)
            return lease();
        begin(**answer);
    });
}

void Executor::begin(const JobEnvelope &job)
{
    log::info(QStringLiteral("Job leased"),
        {{"job", job.jobId.text()}, {"run", job.runId.text()}, {"ticket", job.ticket.key}});
    m_active = std::make_unique<Active>();
    m_active->job = job;
    reportStatus();
    heartbeat();
    fetchProvider(job);
}

void Executor::fetchProvider(const JobEnvelope &job)
{
    const QString profile = job.provider.isEmpty() ? QStringLiteral("default") : job.provider;
    m_client.providerProfile(profile, [this, job](Result<protocol::ProviderWithSecret> answer) {
        if (!m_active)
            return;
        if (!answer && answer.error().code == ErrorCode::Unavailable)
            return retryLater([this, job] { fetchProvider(job); });
        ConfiguredProvider provider;
        if (answer) {
            provider = {answer->profile, answer->secret.toUtf8()};
            if (!job.model.isEmpty())
                provider.profile.model = job.model;
        } else {
            // The run itself says so, in its record: an unknown kind is never ready.
            provider.profile.id = ProviderProfileId(job.provider);
            provider.profile.options.insert(QStringLiteral("problem"), answer.error().message);
        }
        startRun(job, provider);
    });
}

void Executor::startRun(const JobEnvelope &job, const ConfiguredProvider &provider)
{
    const Redactor redactor = redactorFor({job, provider}, m_options.redactor);
    log::redactBy(redactor);
    const auto noted = writeRunNote(m_options.runRoot, {m_options.name, job.jobId, job.runId, job.leaseId, false});
    auto recorder = RunRecorder::open(runFolder(m_options.runRoot, job.runId), redactor);
    if (auto lock = lockRun(m_options.runRoot, job.runId))
        m_active->lock = std::move(*lock);
    if (!noted || !recorder) {
        RunResult result;
        result.summary = noted ? recorder.error().message : noted.error().message;
        m_active->result = result;
        return sendFinish();
    }
    m_active->shipper = std::make_unique<JournalShipper>(m_client, job.runId, (*recorder)->path());
    (*recorder)->onLine([shipper = m_active->shipper.get()](qint64, const QByteArray &) { shipper->wake(); });
    m_active->run = std::make_unique<RunThread>(RunOrder{job, provider}, m_options.environment, std::move(*recorder));
    connect(m_active->run.get(), &RunThread::finished, this, &Executor::takeResult);
    if (m_active->stopReason)
        m_active->run->stop(*m_active->stopReason);
    m_active->run->start();
}

void Executor::stopRun(Reason reason)
{
    if (!m_active)
        return;
    if (!m_active->stopReason)
        m_active->stopReason = reason;
    if (m_active->run)
        m_active->run->stop(reason);
}

/// Renews the lease and asks for commands; the controller holds the answer back until there is one, so that a cancel
/// arrives at once.
void Executor::heartbeat()
{
    if (!m_active || m_active->isHeartbeating)
        return;
    m_active->isHeartbeating = true;
    protocol::HeartbeatRequest request;
    request.leaseId = m_active->job.leaseId;
    request.waitSeconds = m_heartbeatSeconds;
    const LeaseId lease = request.leaseId;
    m_client.heartbeat(m_active->job.jobId, request, [this, lease](Result<protocol::LeaseAnswer> answer) {
        if (!m_active || m_active->job.leaseId != lease)
            return;
        m_active->isHeartbeating = false;
        if (answer) {
            obey(answer->commands);
            return heartbeat();
        }
        if (answer.error().code == ErrorCode::Conflict || answer.error().code == ErrorCode::NotFound) {
            if (m_active->result)
                return; // the result was taken, and its answer is under way
            log::warning(QStringLiteral("Lease lost"), {{"job", m_active->job.jobId.text()}});
            return stopRun(Reason::LeaseLost);
        }
        QTimer::singleShot(std::chrono::seconds(1), this, &Executor::heartbeat);
    });
}

void Executor::obey(const QList<protocol::RunCommand> &commands)
{
    for (const protocol::RunCommand &command : commands) {
        if (command.command == u"cancel")
            stopRun(Reason::Cancelled);
        else
            log::warning(QStringLiteral("Command not obeyed"), {{"command", command.command}});
    }
}

void Executor::takeResult(const RunResult &result)
{
    log::info(QStringLiteral("Run finished"),
        {{"run", m_active->job.runId.text()}, {"outcome", enumName(result.outcome)},
            {"reason", enumName(result.reason)}});
    m_active->result = result;
    m_active->shipper->whenShipped([this](const Result<void> &shipped) {
        if (!shipped)
            log::error(QStringLiteral("The journal was refused"),
                {{"run", m_active->job.runId.text()}, {"error", shipped.error().message}});
        sendFinish();
    });
}

void Executor::sendFinish()
{
    const JobEnvelope &job = m_active->job;
    m_client.finish(
        job.jobId, {job.leaseId, job.runId, *m_active->result}, [this](const Result<protocol::FinishAnswer> &answer) {
            if (!answer && (answer.error().code == ErrorCode::Unavailable || answer.error().code == ErrorCode::Timeout))
                return retryLater([this] { sendFinish(); });
            // An executor of the same name has enrolled since, after a restart of the gateway: it tells what was recorded.
            if (!answer && answer.error().code == ErrorCode::Unauthorized && isStopping())
                return closeJob(Reporting::Left);
            if (!answer)
                log::warning(QStringLiteral("The result was kept as evidence only"),
                    {{"run", m_active->job.runId.text()}, {"error", answer.error().message}});
            resetBackOff();
            closeJob(Reporting::Done);
        });
}

void Executor::closeJob(Reporting reporting)
{
    const JobEnvelope job = m_active->job;
    if (reporting == Reporting::Done)
        (void)writeRunNote(m_options.runRoot, {m_options.name, job.jobId, job.runId, job.leaseId, true});
    m_active.reset();
    reportStatus();
    lease();
}

void Executor::drain()
{
    m_isDraining = true;
    if (!m_active)
        Q_EMIT stopped();
}

void Executor::halt()
{
    m_isDraining = true;
    stopRun(Reason::LeaseLost);
    Q_EMIT stopped();
}

} // namespace mergeloom

#include "service/executor/Executor.h"

#include "service/pipeline/RunSecrets.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {
constexpr std::chrono::milliseconds firstBackOff{250};
constexpr std::chrono::milliseconds longestBackOff{15'000};
} // namespace

bool Executor::isRefusal(const Error &error)
{
    return error.code == ErrorCode::Conflict || error.code == ErrorCode::NotFound
        || error.code == ErrorCode::InvalidInput || error.code == ErrorCode::Forbidden;
}

Executor::Executor(ExecutorOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)),
      m_gateway(m_options.gatewayUrl, m_options.clusterToken, m_options.requestTimeLimit, m_options.trust),
      m_remote(m_options.controllerUrl.isEmpty() ? nullptr
                                                 : std::make_unique<ControlPlaneClient>(m_options.controllerUrl,
                                                     QString(), m_options.requestTimeLimit, m_options.trust)),
      m_client(m_remote ? *m_remote : m_gateway),
      m_membership(m_client,
          {m_options.name, m_options.tenant, !m_remote && !m_options.clusterToken.isEmpty(), m_options.enrollmentToken,
              m_options.workerTokenPath})
{
    if (m_remote)
        m_membershipAtGateway = std::make_unique<Membership>(
            m_gateway, Membership::Options{m_options.name, QStringLiteral("local"), true, {}, {}});
    m_leaseRequest = readLeaseRequest(m_options.runRoot, m_options.name);
    m_leaseTimer.setInterval(std::chrono::seconds(1));
    connect(&m_leaseTimer, &QTimer::timeout, this, [this] {
        if (m_active)
            m_active->lease.look();
    });
    m_leaseTimer.start();
    m_statusTimer.setInterval(std::chrono::seconds(15));
    connect(&m_statusTimer, &QTimer::timeout, this, &Executor::reportStatus);
}

Executor::~Executor() = default;

RunId Executor::activeRun() const { return m_active ? m_active->job.runId : RunId(); }

void Executor::start()
{
    m_statusTimer.start();
    if (m_remote)
        enrollAtGateway();
    enroll();
}

void Executor::retryLater(std::function<void()> action)
{
    m_backOff = std::clamp(m_backOff * 2, firstBackOff, longestBackOff);
    QTimer::singleShot(m_backOff, this, std::move(action));
}

void Executor::lease()
{
    if (isStopping())
        return Q_EMIT stopped();
    if (m_leaseRequest.isEmpty() && !hasRoom())
        return;
    // Asked again after a lost answer, by this process or the next, the same request gets the job that it was given, or none
    // at once: for another job a new one has to be sent.
    const int waitSeconds = m_leaseRequest.isEmpty() ? m_options.leaseWaitSeconds : 0;
    if (m_leaseRequest.isEmpty()) {
        m_leaseRequest = makeUlid();
        if (const auto kept = writeLeaseRequest(m_options.runRoot, m_options.name, m_leaseRequest); !kept)
            log::warning(QStringLiteral("A lease request is not kept"), {{"error", kept.error().message}});
    }
    const protocol::LeaseRequest request{m_workerId, m_leaseRequest, {}, waitSeconds};
    const auto askedAt = LeaseTerm::now();
    m_client.lease(request, [this, askedAt](Result<std::optional<JobEnvelope>> answer) {
        if (answer)
            m_leaseRequest.clear();
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
        begin(**answer, askedAt);
    });
}

void Executor::begin(const JobEnvelope &job, LeaseTerm::Moment askedAt)
{
    log::info(QStringLiteral("Job leased"),
        {{"job", job.jobId.text()}, {"run", job.runId.text()}, {"ticket", job.ticket.key}});
    m_active = std::make_unique<ActiveJob>([this, run = job.runId] {
        QMetaObject::invokeMethod(
            this, [this, run] { renewLease(run); }, Qt::QueuedConnection);
    });
    m_active->job = job;
    m_active->lease.renewed(askedAt, std::chrono::seconds(job.leaseSeconds));
    reportStatus();
    heartbeat();
    fetchProvider(job);
}

void Executor::fetchProvider(const JobEnvelope &job)
{
    if (job.replay)
        return startRun(job, {}); // its answers are in it
    const QString profile = job.provider.isEmpty() ? QStringLiteral("default") : job.provider;
    m_gateway.providerProfile(profile, [this, job](Result<protocol::ProviderWithSecret> answer) {
        if (!m_active)
            return;
        if (!answer && answer.error().code == ErrorCode::Unavailable)
            return retryLater([this, job] { fetchProvider(job); });
        ConfiguredProvider provider;
        if (answer) {
            provider = {answer->profile, answer->secret.toUtf8()};
            provider.priceFile = m_options.priceFile;
            provider.fixed = m_options.fixedFields;
            provider = ProviderRegistry::effective(provider);
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
    m_active->note = runNote(m_options.name, job, redactor);
    const auto noted = writeRunNote(m_options.runRoot, m_active->note);
    auto recorder = RunRecorder::open(runFolder(m_options.runRoot, job.runId), redactor);
    if (!m_active->lock)
        if (auto lock = lockRun(m_options.runRoot, job.runId))
            m_active->lock = std::move(*lock);
    if (!noted || !recorder) {
        RunResult result;
        result.summary = noted ? recorder.error().message : noted.error().message;
        m_active->result = result;
        return sendFinish();
    }
    m_active->shipper = std::make_unique<JournalShipper>(m_gateway, job.runId, (*recorder)->path());
    (*recorder)->onLine([active = m_active.get()](qint64, const QByteArray &line) {
        active->shipper->wake();
        if (active->run)
            active->run->look(line);
    });
    RunEnvironment environment = m_options.environment;
    environment.leaseToPublish = [active = m_active.get()](
                                     const StageScope &scope) { return active->lease.hold(scope); };
    m_active->run = std::make_unique<RunThread>(RunOrder{job, provider}, environment, std::move(*recorder));
    connect(m_active->run.get(), &RunThread::finished, this, &Executor::takeResult);
    connect(m_active->run.get(), &RunThread::interrupted, this, &Executor::handBack);
    if (isStopping())
        m_active->run->interruptAtCheckpoint();
    if (m_active->stopReason)
        m_active->run->stop(*m_active->stopReason);
    obey(std::exchange(m_active->early, {}));
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
    beat(m_heartbeatSeconds, [this] {
        m_active->isHeartbeating = false;
        heartbeat();
    });
}

/// At once, for a run that is about to publish.
void Executor::renewLease(const RunId &run)
{
    if (activeRun() == run)
        beat(0, [] {});
}

/// One heartbeat, sent until it is answered; `then` comes unless the lease is lost.
void Executor::beat(int waitSeconds, const std::function<void()> &then)
{
    protocol::HeartbeatRequest request;
    request.leaseId = m_active->job.leaseId;
    request.waitSeconds = waitSeconds;
    if (m_active->run) {
        request.acknowledged = m_active->run->control().acknowledged();
        const RunUse use = m_active->run->recorder().use();
        request.tokens = use.tokens;
        request.costUsd = use.knownCost();
    }
    const protocol::CheckpointNote checkpoint = newCheckpoint(m_active->shipper.get());
    request.checkpoint = checkpoint.note;
    const auto askedAt = LeaseTerm::now();
    const auto take = ifActive([=, this, lease = request.leaseId](const Result<protocol::LeaseAnswer> &answer) {
        if (answer) {
            if (checkpoint.size > 0)
                m_client.checkpointTaken(checkpoint.size);
            m_active->lease.renewed(askedAt, std::chrono::seconds(answer->leaseSeconds));
            m_active->refused = 0;
            obey(answer->commands);
            return then();
        }
        if (m_active->isHandedBack)
            return;
        if (lease != m_active->job.leaseId)
            return beat(waitSeconds, then); // it was taken up again meanwhile, and has another id
        if (answer.error().details.value("reason").toString() == u"lease_expired" && !m_active->result)
            return takeLeaseUpAgain(then);
        const bool isUnknown = answer.error().code == ErrorCode::Unauthorized;
        if (isUnknown && isStopping() && m_membership.isOfCluster()) {
            // After a restart of the gateway another process of this name has enrolled; this one has a run to bring to its end.
            const auto again = ifActive([=, this] { beat(waitSeconds, then); });
            return m_membership.join([this, again](const Result<protocol::EnrollAnswer> &) {
                QTimer::singleShot(std::chrono::seconds(1), this, again);
            });
        }
        // One that was sent while the token was replaced is no sign.
        const bool isRevoked = isUnknown && ++m_active->refused > 1;
        if (isRefusal(answer.error()) || isRevoked)
            return loseLease(answer.error());
        QTimer::singleShot(std::chrono::seconds(1), this, ifActive([=, this] { beat(waitSeconds, then); }));
    });
    m_client.heartbeat(m_active->job.jobId, request, take);
}

/// After a time without connection: nobody else has taken the job yet, it seems.
void Executor::takeLeaseUpAgain(const std::function<void()> &then)
{
    const auto askedAt = LeaseTerm::now();
    const auto take = ifActive([=, this](const Result<protocol::ResumeAnswer> &answer) {
        if (!answer && isRefusal(answer.error()))
            return loseLease(answer.error());
        if (!answer)
            return QTimer::singleShot(std::chrono::seconds(1), this, ifActive([=, this] { takeLeaseUpAgain(then); }));
        m_active->lease.renewed(askedAt, std::chrono::seconds(answer->leaseSeconds));
        if (answer->job) {
            m_active->job.leaseId = m_active->note.leaseId = answer->job->leaseId;
            (void)writeRunNote(m_options.runRoot, m_active->note);
        }
        obey(answer->commands);
        then();
    });
    m_client.resume(m_active->job.jobId, {m_active->job.leaseId, m_active->job.runId}, take);
}

void Executor::loseLease(const Error &why)
{
    if (m_active->result)
        return; // the result was taken, and its answer is under way
    log::warning(QStringLiteral("Lease lost"), {{"job", m_active->job.jobId.text()}, {"error", why.message}});
    stopRun(Reason::LeaseLost);
}

void Executor::obey(const QList<protocol::RunCommand> &commands)
{
    for (const protocol::RunCommand &command : commands)
        m_active->run ? m_active->run->obey(command) : m_active->early.append(command);
}

void Executor::takeResult(const RunResult &result)
{
    log::info(QStringLiteral("Run finished"),
        {{"run", m_active->job.runId.text()}, {"outcome", enumName(result.outcome)},
            {"reason", enumName(result.reason)}});
    m_active->result = result;
    if (const auto line = m_active->run->recorder().unwritten())
        m_active->shipper->addLast(*line);
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
    const protocol::CheckpointNote checkpoint = newCheckpoint(m_active->shipper.get());
    m_client.finish(job.jobId, {job.leaseId, job.runId, *m_active->result, checkpoint.note},
        [this, checkpoint](const Result<protocol::FinishAnswer> &answer) {
            if (answer && checkpoint.size > 0)
                m_client.checkpointTaken(checkpoint.size);
            if (!answer && !isRefusal(answer.error()) && answer.error().code != ErrorCode::Unauthorized)
                return retryLater([this] { sendFinish(); }); // a full disk there is no reason to drop the result here
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

protocol::CheckpointNote Executor::newCheckpoint(const JournalShipper *shipper) const
{
    if (!m_remote || !shipper || shipper->checkpoint().size <= m_remote->contact().checkpointSize)
        return {};
    return shipper->checkpoint();
}

void Executor::closeJob(Reporting reporting)
{
    if (reporting == Reporting::Done) {
        m_active->note.isReported = true;
        (void)writeRunNote(m_options.runRoot, m_active->note);
    }
    m_active.reset();
    m_disk->wake();
    reportStatus();
    takeUpLeftRuns();
}

/// The next process of this executor goes on with the run; or another begins it anew.
void Executor::handBack()
{
    const JobEnvelope &job = m_active->job;
    m_active->isHandedBack = true;
    log::info(QStringLiteral("Job handed back"), {{"job", job.jobId.text()}, {"run", job.runId.text()}});
    m_client.release(job.jobId, {job.leaseId, job.runId}, [this](const Result<protocol::Acknowledged> &answer) {
        if (!answer) // the lease runs out by itself
            log::warning(QStringLiteral("The controller does not know yet"), {{"error", answer.error().message}});
        Q_EMIT stopped();
    });
}

void Executor::drain()
{
    m_isDraining = true;
    if (!m_active)
        Q_EMIT stopped();
    else if (m_active->run)
        m_active->run->interruptAtCheckpoint();
}

void Executor::leave()
{
    m_isDraining = true;
    if (m_active && m_active->run)
        m_active->run->interrupt();
    else
        Q_EMIT stopped();
}

void Executor::halt()
{
    m_isDraining = true;
    if (m_active && m_active->run)
        m_active->run->interrupt();
    Q_EMIT stopped();
}

} // namespace mergeloom

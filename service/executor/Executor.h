#pragma once

#include "service/controlplane/ControlPlaneClient.h"
#include "service/executor/ActiveJob.h"
#include "service/executor/DiskThread.h"
#include "service/executor/Membership.h"
#include "service/pipeline/RunEnvironment.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace mergeloom {

struct ExecutorOptions {
    QString name;
    QString tenant = QStringLiteral("local");
    QUrl gatewayUrl;
    QUrl controllerUrl;                           ///< where jobs come from; empty: from the gateway
    QString clusterToken;                         ///< of an executor of the same installation; else:
    QString enrollmentToken;                      ///< for the first start
    QString workerTokenPath;                      ///< what became of it
    QString runRoot;                              ///< `<data>/runs`
    QString priceFile;                            ///< `<data>/prices.json`, which need not be there
    FixedFields fixedFields = FixedFields::Paths; ///< of providers, by this process's own environment
    std::chrono::milliseconds requestTimeLimit{60'000};
    CertificateTrust trust; ///< for a gateway with a certificate of its own
    int leaseWaitSeconds = 45;
    RunEnvironment environment;
    qint64 diskQuota = 0; ///< bytes of mirrors and workspaces; 0: no limit
    Redactor redactor;    ///< knows the worker's own secrets
};

/// Takes one job after another: lease, run, heartbeat, ship, finish. Lives on the process's main thread; the run has its
/// own. Emits stopped() when drain() or halt() has come to its end.
class Executor : public QObject
{
    Q_OBJECT

public:
    explicit Executor(ExecutorOptions options, QObject *parent = nullptr);
    ~Executor() override;

    void start();
    /// No new job; the running one is interrupted at its next checkpoint, and handed back.
    void drain();
    /// The same without waiting for a checkpoint.
    void leave();
    /// No new job, and the running one is interrupted: the next process of this executor goes on with it, or another has it
    /// from the beginning when the lease has run out.
    void halt();

Q_SIGNALS:
    void stopped();

private:
    /// Asking again would get the same answer.
    static bool isRefusal(const Error &error);
    void enroll();
    /// With the gateway, where the jobs come from elsewhere.
    void enrollAtGateway();
    /// Runs that an earlier process of this executor left: those that can go on do, one after another; of the others the
    /// evidence is closed, shipped and reported.
    void findLeftRuns();
    void takeUpLeftRuns();
    void takeUp(const RunNote &note, FileLock lock);
    void goOn(const RunNote &note, FileLock lock, const protocol::ResumeAnswer &answer, LeaseTerm::Moment askedAt);
    void closeLeftRun(const RunNote &note, FileLock lock);
    void reportLeftRun(const RunNote &note, FileLock lock, const RunRecorder &recorder, const RunResult &result);
    void finishLeftRun(const protocol::FinishRequest &request, qint64 checkpointSize, const RunNote &note,
        const std::shared_ptr<FileLock> &lock);
    void reportStatus();
    protocol::StatusRequest status() const;
    void lease();
    /// Whether mirrors and workspaces are within their quota; else lease() comes by again.
    bool hasRoom();
    void keepDisk();
    void begin(const JobEnvelope &job, LeaseTerm::Moment askedAt);
    void fetchProvider(const JobEnvelope &job);
    void startRun(const JobEnvelope &job, const ConfiguredProvider &provider);
    void heartbeat();
    void renewLease(const RunId &run);
    void beat(int waitSeconds, const std::function<void()> &then);
    void takeLeaseUpAgain(const std::function<void()> &then);
    void loseLease(const Error &why);
    void obey(const QList<protocol::RunCommand> &commands);
    void stopRun(Reason reason);
    void handBack();
    void takeResult(const RunResult &result);
    void sendFinish();
    /// Whether the controller knows how the job's run ended; if not, the next executor of this name tells it.
    enum class Reporting { Done, Left };
    void closeJob(Reporting reporting);
    /// What a remote controller has not yet been given of the gateway's audit log.
    protocol::CheckpointNote newCheckpoint(const JournalShipper *shipper) const;
    void retryLater(std::function<void()> action);
    /// `action` while the job that is active now still is.
    template <class Action>
    auto ifActive(Action action)
    {
        return [this, run = activeRun(), action](const auto &...arguments) {
            if (activeRun() == run)
                action(arguments...);
        };
    }
    RunId activeRun() const;
    void resetBackOff() { m_backOff = std::chrono::milliseconds(0); }
    bool isStopping() const { return m_isDraining; }

    ExecutorOptions m_options;
    ControlPlaneClient m_gateway;
    std::unique_ptr<ControlPlaneClient> m_remote; ///< none: the gateway is the controller too
    ControlPlaneClient &m_client;                 ///< of the controller
    Membership m_membership;                      ///< with the controller
    std::unique_ptr<Membership> m_membershipAtGateway;
    WorkerId m_idAtGateway;
    WorkerId m_workerId;
    int m_heartbeatSeconds = 15;
    QTimer m_statusTimer;
    QTimer m_leaseTimer;
    std::chrono::milliseconds m_backOff{0};
    QString m_leaseRequest; ///< id of the one that has no answer yet
    QList<RunNote> m_leftRuns;
    std::unique_ptr<ActiveJob> m_active;
    bool m_isFull = false; ///< and it is in the log
    bool m_isWaitingForRoom = false;
    std::unique_ptr<DiskThread> m_disk; ///< from when this executor has enrolled
    bool m_isDraining = false;
};

} // namespace mergeloom

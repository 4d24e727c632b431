#pragma once

#include "service/journal/RunRecorder.h"
#include "shared/api/WorkerProtocol.h"
#include "shared/domain/Approval.h"
#include "shared/domain/Budgets.h"

#include <QMultiMap>
#include <QSet>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

namespace mergeloom {

/// What people tell one run while it goes on. Commands come on any thread by take(); the run's thread waits and asks.
/// Each command is written to the journal, on disk, before it is acknowledged, and obeyed once, also by an executor that
/// takes the run up again after recall(). Holds what the run may spend, too; what it has spent is counted by its recorder.
class RunControl
{
public:
    /// What a run may spend; 0 is no limit.
    struct Allowance {
        Budgets limits;
        Budgets most;     ///< what no extension passes
        Budgets dayShare; ///< tokens and money: what a budget of the day has left for this run
    };
    explicit RunControl(RunRecorder &recorder, const Budgets &limits = {}, const Budgets &most = {});
    RunControl(RunRecorder &recorder, const Allowance &allowance);
    ~RunControl();
    RunControl(const RunControl &) = delete;
    RunControl &operator=(const RunControl &) = delete;

    // ---- who brings commands

    enum class Taken { Obeyed, Known, Unknown };
    Taken take(protocol::RunCommand command);
    /// Ids of commands that are in the journal on disk: the controller need not tell them again.
    QStringList acknowledged() const;
    /// An event of an earlier process of this run, in order, before the run goes on.
    void recall(const Event &event);
    /// The run was told to cancel, perhaps before it was taken up again.
    bool isCancelled() const;
    enum class Waiting { Begins, Ends };
    /// Called on the thread that waits when it begins and ends to wait for a person; set before the run starts.
    void onWaiting(std::function<void(Waiting)> callback) { m_onWaiting = std::move(callback); }

    // ---- the run's thread

    /// The run has begun: commands that came before are obeyed now, so that they stand behind its first event.
    void open();
    /// Also on the thread of a model call. Waits while the run is paused; `before` says what is held back. Returns at once when the run is to stop.
    void holdWhilePaused(const QString &before, std::stop_token stop);
    /// What the model is to be told before its call of this number, recorded when this returns. A call that the journal
    /// knows gets what it was told then, and nothing new.
    QStringList messagesBefore(int call);
    bool hasMessagesBefore(int call) const;
    Budgets limits() const;
    /// Before a command of the run begins; false: it has had as many as it may, and is over its budget now.
    bool allowCommand();
    /// Asked to stop as soon as the run has passed its limit of commands, output or disk. Tokens, money and turns are looked at
    /// before each call of a model, and time by who started the run.
    std::stop_token overBudget() const { return m_overBudget.get_token(); }
    /// Which of these limits is passed, by how much, and what to do; none: all hold.
    std::optional<QString> exceeded() const;
    /// What to do about a limit that is used up: one or two sentences.
    template <class T>
    QString advice(T Budgets::*limit) const
    {
        const T share = m_dayShare.*limit;
        return adviceFor(share > 0 && limits().*limit <= share ? Origin::Day : Origin::Run);
    }
    /// Waits for a person, to `request.until` (empty: `timeLimit` from now). Verdict Waiting: the run is to stop.
    ApprovalDecision awaitApproval(ApprovalRequest request, std::chrono::seconds timeLimit, std::stop_token stop);
    /// The run has ended: says which messages came too late.
    void close();

private:
    struct Message {
        QString text; ///< redacted, as the model gets it
        QString by;
        QString commandId; ///< empty: recalled
    };
    using Lock = std::unique_lock<std::mutex>;

    Taken obey(Lock &lock, const protocol::RunCommand &command);
    void takeMessage(Lock &lock, const protocol::RunCommand &command);
    void takePause(Lock &lock, const protocol::RunCommand &command);
    void takeExtension(Lock &lock, const protocol::RunCommand &command);
    void takeVerdict(Lock &lock, const protocol::RunCommand &command);
    void ignore(Lock &lock, const protocol::RunCommand &command, const QString &why);
    void recallSteering(const Event &event);
    /// Writes the event without the lock, and then counts the command as known to the journal.
    void record(Lock &lock, const char *type, QJsonObject data, const protocol::RunCommand &command);
    void tell(Waiting waiting) const
    {
        if (m_onWaiting)
            m_onWaiting(waiting);
    }
    static QString spoken(const Message &message);
    enum class Origin { Run, Day };
    static QString adviceFor(Origin origin);
    void lookAtUse(int wantedCommands = 0);
    std::optional<QString> passedLimit(const RunUse &use) const;

    RunRecorder &m_recorder;
    const Budgets m_most;
    const Budgets m_dayShare;
    std::stop_source m_overBudget;
    std::function<void(Waiting)> m_onWaiting;

    mutable std::mutex m_mutex; ///< never held while an event is written: listeners may call in
    std::condition_variable_any m_changed;
    QSet<QString> m_known; ///< ids of all commands that came
    QStringList m_acknowledged;
    std::optional<QString> m_pausedBy;
    bool m_isCancelled = false;
    bool m_isOpen = false;
    bool m_isClosed = false;
    std::optional<QString> m_exceeded;
    QList<protocol::RunCommand> m_early; ///< came before the run was open
    Budgets m_limits;
    QList<Message> m_messages;          ///< not delivered yet
    QMultiMap<int, Message> m_recalled; ///< delivered before that call, in an earlier process
    int m_newestCall = 0;               ///< that the journal knows from an earlier process
    QMap<QString, ApprovalRequest> m_requested;
    QSet<QString> m_deciding; ///< their verdict has come
    QMap<QString, ApprovalDecision> m_decisions;
};

} // namespace mergeloom

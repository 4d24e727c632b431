#pragma once

#include "service/journal/RunControl.h"
#include "service/network/NetworkGate.h"
#include "service/platform/Sandbox.h"
#include "service/tools/ToolBox.h"
#include "shared/core/Result.h"
#include "shared/domain/Provider.h"
#include "shared/domain/Recording.h"
#include "shared/domain/Transcript.h"

#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

namespace mergeloom {

/// What one agent turn is asked to do.
struct AgentTask {
    QString stage; ///< `implementation`, `repair`
    int attempt = 0;
    QString system;      ///< rules of the stage
    QString instruction; ///< the brief, or the findings to repair
    ToolAccess access = ToolAccess::Full;
    QJsonObject
        finishSchema; ///< of the result that `finish` carries, the same that the tool box was made with; empty: a summary will do
    int maximumTurns = 100; ///< 0: no limit
    qint64 tokensLeft = 0;  ///< 0: no limit
    double costLeftUsd = 0; ///< 0: no limit
    Budgets limits;         ///< of the run, as those above were made; what they are extended by later comes on top
};

struct AgentResult {
    QJsonObject finished; ///< the argument of `finish`; {"summary": …} when the model just ended its turn
    Usage usage;
    std::optional<double> costUsd;
    int turns = 0;

    static constexpr auto jsonName = "AgentResult";
    static constexpr auto fields()
    {
        return fieldList(required("finished", &AgentResult::finished), required("usage", &AgentResult::usage),
            optional("cost_usd", &AgentResult::costUsd), required("turns", &AgentResult::turns));
    }
};

/// What a program of an agent sees and uses in a sandbox of its own: what the commands of the run do.
struct ProgramPlace {
    SandboxPolicy sandbox; ///< with its workspace
    QMap<QString, QString> environment;
    QString home;       ///< an empty folder, or what an earlier process of the run left there; it goes with the run
    QString signInRoot; ///< where the sign-ins of programs are kept
    GateOptions gate;   ///< of a program that has a list of hosts
};

/// Where an agent works: a tool box bound to the workspace, the run's record, and what people tell the run.
struct AgentWorkplace {
    ToolBox &tools;
    RunRecorder &recorder;
    RunControl &control;
    /// Asked when a tool failed: the error that ends the attempt, where the reason is none that the model could mend.
    std::function<Result<void>()> checkMachine = {};
    /// The tree of the workspace as it is now; asked after each tool call that may have changed it.
    std::function<Result<QString>()> checkpoint = {};
    /// Puts the workspace back to a tree.
    std::function<Result<void>(const QString &tree)> restore = {};
    /// Asked before each start of an agent program.
    std::function<Result<ProgramPlace>()> programPlace = {};
};

/// An AI back end for one run: continues its own conversation from task to task (a repair knows the implementation).
/// Blocking, on the run thread. Errors carry details.reason, one of the Reason names (`provider_failed`,
/// `provider_stuck`, `budget_exceeded`, `provider_not_ready`); `cancelled` on stop.
class Provider
{
public:
    virtual ~Provider() = default;
    virtual Result<AgentResult> perform(
        const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop) = 0;
};

/// The fields of a profile that variables of this process's environment fix. Paths are those of one host; other fields may be
/// told from host to host.
enum class FixedFields { All, None, Paths, AllButPaths };

/// A profile with its secret, in memory only.
struct ConfiguredProvider {
    ProviderProfile profile;
    QByteArray secret;
    int maximumRetries = 10;              ///< of one call; fewer where a person waits for the answer
    QString priceFile;                    ///< prices of the operator's own, see PriceTable::withFile()
    FixedFields fixed = FixedFields::All; ///< that have yet to be put in
};

/// Every kind of provider, one line each in ProviderRegistry.cpp.
class ProviderRegistry
{
public:
    /// The kinds with their forms; fields that the environment fixes say so.
    static QList<ProviderKind> kinds();
    /// As it is used: with what the environment fixes in place, and no field left to be fixed.
    static ConfiguredProvider effective(const ConfiguredProvider &configured);
    /// One profile, of the kind's name, for each kind that the environment alone sets up (`JCA_PROVIDER_CONFIG_MODE` is
    /// `provisioned`): a variable of its own is set, or all that it needs.
    static QList<ProviderProfile> provisioned();
    /// Ready, or what is missing in plain words; asks no network.
    static Result<void> check(const ConfiguredProvider &configured);
    static Result<std::unique_ptr<Provider>> create(const ConfiguredProvider &configured);
    /// Gives recorded answers; no AI is asked.
    static std::unique_ptr<Provider> ofRecording(Recording recording);
    /// Asks the service, at no cost, whether it takes the credential; the models that it offers, where it has a list.
    /// Nothing: this kind cannot be asked so. Blocking, for seconds at most; errors as of a call.
    static Result<std::optional<QStringList>> look(const ConfiguredProvider &configured, std::stop_token stop);
};

} // namespace mergeloom

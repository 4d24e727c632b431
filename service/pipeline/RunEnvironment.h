#pragma once

#include "service/network/NetworkGate.h"
#include "service/platform/GitTransport.h"
#include "service/platform/Sandbox.h"
#include "service/platform/ShellLine.h"
#include "service/platform/Workspace.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/GuardSettings.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <stop_token>

namespace mergeloom {

struct StageScope;

/// Whether a path will do as clone URL.
enum class LocalRepositories { Taken, Refused };

/// What this worker gives to every run; an envelope can only narrow it.
struct RunEnvironment {
    QString workerName;
    QString mirrorRoot;
    QString workspaceRoot;
    QString
        agentHomeRoot; ///< of the homes of agent programs, one for each run, and of their sign-ins, one for each profile
    LocalRepositories localRepositories = LocalRepositories::Taken;
    AllowList allowList{QStringList{}};
    SandboxPolicy sandboxPolicy;               ///< of every command; the workspace is still to be named
    SandboxReport sandbox;                     ///< what was probed when the process started
    QMap<QString, QString> commandEnvironment; ///< all that commands get
    NetworkSettings network;                   ///< the most that commands may reach
    GateOptions gate;                          ///< of commands whose network is a list of hosts
    std::chrono::seconds commandTimeLimit{300};
    int maximumRepairs = 2;
    CheckoutLimits checkoutLimits;
    qint64 largestFetch = qint64(20) << 30;      ///< bytes
    std::optional<DiffGuardSettings> leastGuard; ///< what the settings of a repository cannot go below
    Budgets mostBudgets{
        .wallSeconds = 4 * 3600, .turns = 100}; ///< what no budget of a job passes, nor any extension of one
    qint64 contextTokens = 60'000;
    /// Waits for a renewed lease; asked right before a push. The token is asked to stop when the lease runs out. Empty: no
    /// controller gave the job, and nobody else can have it.
    std::function<std::stop_token(const StageScope &)> leaseToPublish;
    CommitAuthor author{QStringLiteral("MergeLoom"), QStringLiteral("mergeloom@local")};
};

/// The environment of setup, validation and agent commands: nothing of the worker's own but PATH and the locale.
QMap<QString, QString> defaultCommandEnvironment();

} // namespace mergeloom

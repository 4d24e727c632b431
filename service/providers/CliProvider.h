#pragma once

#include "service/providers/AgentProgram.h"
#include "service/providers/CliTurn.h"
#include "service/providers/ModelProxy.h"
#include "service/providers/Provider.h"
#include "service/providers/SignIn.h"

#include <memory>

namespace mergeloom {

/// The program's own sign-in, in place of a key: it reaches its vendor by itself.
struct OwnSignIn {
    QString profile;
    QString endpoint; ///< base URL; empty: the vendor's
    QStringList hosts;
};

struct CliOptions {
    std::shared_ptr<const AgentDialect> dialect;
    AgentProgram program;
    QString model; ///< empty: the program's own choice
    ModelProxyOptions proxy;
    std::optional<OwnSignIn> signIn; ///< then there is no proxy
    PriceTable prices;
    CliLimits limits;
};

/// An agent program of a vendor in our sandbox. Its own sandbox is off, its network is the model proxy or the hosts that it
/// needs with its own sign-in, and what it did is told by git and the commands of the worker. Repairs, messages of people, and a run that goes on after its executor was
/// killed continue its session; without one the attempt begins again from the tree that it found. Details of an error are
/// those of AgentLoop.
class CliProvider : public Provider
{
public:
    explicit CliProvider(CliOptions options) : m_options(std::move(options)) {}

    Result<AgentResult> perform(const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop) override;

private:
    friend class CliAttempt;

    CliOptions m_options;
    QString m_session;          ///< of the conversation so far
    QString m_firstInstruction; ///< for a conversation that has to begin again
    int m_turns = 0;            ///< of the run
    int m_calls = 0;            ///< of the run
    bool m_hasSettled = false;  ///< what an earlier process left uncounted
};

} // namespace mergeloom

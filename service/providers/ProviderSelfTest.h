#pragma once

#include "service/platform/Sandbox.h"
#include "service/providers/Provider.h"
#include "shared/core/Json.h"

#include <functional>

namespace mergeloom {

struct SelfTestReport {
    bool isPassed = false;
    QString text; ///< what was found, and what to do when it did not pass
    QList<SelfTestStep> steps;
    Usage usage;
    std::optional<double> costUsd;

    static constexpr auto jsonName = "SelfTestReport";
    static constexpr auto fields()
    {
        return fieldList(required("is_passed", &SelfTestReport::isPassed), required("text", &SelfTestReport::text),
            required("steps", &SelfTestReport::steps), required("usage", &SelfTestReport::usage),
            optional("cost_usd", &SelfTestReport::costUsd));
    }
};

/// Where and how the test may run.
struct SelfTestPlace {
    QString scratchRoot;                              ///< a directory is made in it, and gone afterwards
    SandboxPolicy sandbox;                            ///< the workspace is the test's own
    QString signInRoot;                               ///< where the sign-ins of agent programs are kept
    GateOptions gate;                                 ///< of an agent program with its own sign-in
    std::function<void(const SelfTestStep &)> onStep; ///< each step that was done, on the calling thread
};

/// Makes the model read a file, edit it, run a command and finish with a structured answer. What was done is judged by
/// the files and the journal, not by what the model says. Blocking; costs a few thousand tokens. Errors: what
/// ProviderRegistry::create() gives, cancelled, io; a provider that fails is a report that says why.
Result<SelfTestReport> testProvider(
    const ConfiguredProvider &configured, const SelfTestPlace &place, std::stop_token stop);

} // namespace mergeloom

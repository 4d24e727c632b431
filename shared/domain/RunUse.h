#pragma once

#include "shared/domain/Event.h"

namespace mergeloom {

/// What a run has used so far of what its Budgets limit. Counted from its events and from nothing else, so that it is the same
/// on the executor, in the gateway and after a restart, and holds for whoever records for the run. Of an agent program each
/// `provider.response` is a turn, and each `tool.call` of `run_command` a command: it runs those itself.
struct RunUse {
    qint64 tokens = 0;
    double costUsd = 0;
    bool isPriced = true;          ///< false: the price of a call is not known, so that the sum is more
    qint64 workedMicroseconds = 0; ///< up to `countedAt`, without waiting for a person and the time between processes
    Timestamp countedAt;
    bool isWaiting = false; ///< for a person: no time passes
    int turns = 0;          ///< of the newest attempt
    int commands = 0;
    qint64 outputBytes = 0; ///< a command's output counts once, not again as the result of the tool that ran it
    bool isProgram = false; ///< the newest attempt is of an agent program
    qint64 diskBytes = 0;   ///< as last measured; 0 when there is no limit to measure for

    static constexpr auto jsonName = "RunUse";
    static constexpr auto fields()
    {
        return fieldList(required("tokens", &RunUse::tokens), required("cost_usd", &RunUse::costUsd),
            required("is_priced", &RunUse::isPriced, "false: the price of a call is not known"),
            required("worked_us", &RunUse::workedMicroseconds,
                "Microseconds up to counted_at, without waiting for a person"),
            required("counted_at", &RunUse::countedAt),
            required("is_waiting", &RunUse::isWaiting, "For a person: no time passes"),
            required("turns", &RunUse::turns, "Of the newest attempt"), required("commands", &RunUse::commands),
            required("output_bytes", &RunUse::outputBytes),
            optional("is_program", &RunUse::isProgram, "The newest attempt is of an agent program"),
            required("disk_bytes", &RunUse::diskBytes, "As last measured; 0 without a limit"));
    }

    std::optional<double> knownCost() const { return isPriced ? std::optional(costUsd) : std::nullopt; }
    qint64 workedMilliseconds() const { return workedMicroseconds / 1000; }
};

/// Counts one event; whether a count (time apart) is another one now.
bool applyUse(RunUse &use, const QString &type, const Timestamp &at, const QJsonObject &data);

} // namespace mergeloom

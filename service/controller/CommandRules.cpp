#include "service/controller/CommandRules.h"

#include "service/controller/Refusals.h"

namespace mergeloom {

namespace {

constexpr qsizetype longestMessage = 8000;
constexpr qsizetype longestReason = 1000;
constexpr qint64 mostTokens = 1'000'000'000'000;
constexpr double mostDollars = 1'000'000;
constexpr int mostSeconds = 30 * 24 * 3600;
constexpr int mostTurns = 100'000;

} // namespace

Result<void> checkBudgets(const Budgets &budgets, const char *field)
{
    const bool isNegative = budgets.tokens < 0 || budgets.costUsd < 0 || budgets.wallSeconds < 0 || budgets.turns < 0;
    const bool isTooMuch = budgets.tokens > mostTokens || budgets.costUsd > mostDollars
        || budgets.wallSeconds > mostSeconds || budgets.turns > mostTurns;
    if (!isNegative && !isTooMuch)
        return {};
    return invalid(field,
        QStringLiteral("A budget is from 0 to %1 tokens, %2 USD, %3 seconds, %4 turns.")
            .arg(mostTokens)
            .arg(mostDollars, 0, 'f', 0)
            .arg(mostSeconds)
            .arg(mostTurns));
}

Result<void> checkApproval(const ApprovalSettings &approval)
{
    if (approval.timeoutSeconds >= 1 && approval.timeoutSeconds <= mostSeconds)
        return {};
    return invalid("settings.approval.timeout_seconds",
        QStringLiteral("A run waits between 1 and %1 seconds for its approval.").arg(mostSeconds));
}

Result<void> checkCommand(const protocol::RunCommand &command)
{
    static const QStringList known{"message", "pause", "resume", "cancel", "extend", "approve", "reject"};
    if (!known.contains(command.command))
        return invalid("command",
            QStringLiteral("\"%1\" is none of %2.").arg(command.command.left(40), known.join(QStringLiteral(", "))));
    const bool isMessage = command.command == u"message";
    if (isMessage && command.text.trimmed().isEmpty())
        return invalid("text", QStringLiteral("A message needs a text."));
    const qsizetype longest = isMessage ? longestMessage : longestReason;
    if (command.text.size() > longest)
        return invalid("text",
            QStringLiteral("The text has %1 characters; at most %2 are taken.").arg(command.text.size()).arg(longest));
    if (command.command != u"extend")
        return {};
    MERGELOOM_CHECK(checkBudgets(command.budgets, "budgets"));
    if (command.budgets.isEmpty())
        return invalid("budgets", QStringLiteral("Say what to add: tokens, cost_usd, wall_seconds or turns."));
    return {};
}

} // namespace mergeloom

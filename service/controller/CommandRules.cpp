#include "service/controller/CommandRules.h"

#include "service/controller/Refusals.h"

namespace mergeloom {

namespace {

constexpr qsizetype longestMessage = 8000;
constexpr qsizetype longestReason = 1000;
constexpr int longestWait = 30 * 24 * 3600;

/// Each limit for itself, so that a form can say which one.
template <class Limits>
Result<void> checkLimits(const Limits &limits, const Limits &largest, const char *field)
{
    Result<void> result;
    const auto check = [&](const auto &limit) {
        const auto value = limits.*(limit.member);
        if (result && (value < 0 || value > largest.*(limit.member)))
            result = failure(ErrorCode::InvalidInput,
                QStringLiteral("The limit %1 must be between 0 (none of its own) and %2.")
                    .arg(QLatin1StringView(limit.name))
                    .arg(double(largest.*(limit.member)), 0, 'f', 0),
                {{"field", QStringLiteral("%1.%2").arg(QLatin1StringView(field), QLatin1StringView(limit.name))}});
    };
    Limits::fields()([&](const auto &...limit) { (check(limit), ...); });
    return result;
}

} // namespace

Result<void> checkBudgets(const Budgets &budgets, const char *field)
{
    return checkLimits(budgets, largestBudgets, field);
}

Result<void> checkDayBudgets(const DayBudgets &budgets, const char *field)
{
    return checkLimits(budgets, DayBudgets{largestBudgets.tokens, largestBudgets.costUsd}, field);
}

Result<void> checkApproval(const ApprovalSettings &approval)
{
    if (approval.timeoutSeconds >= 1 && approval.timeoutSeconds <= longestWait)
        return {};
    return invalid("settings.approval.timeout_seconds",
        QStringLiteral("A run waits between 1 and %1 seconds for its approval.").arg(longestWait));
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
        return invalid("budgets",
            QStringLiteral("Say what to add: tokens, cost_usd, wall_seconds, turns, commands, "
                           "output_bytes or disk_bytes."));
    return {};
}

} // namespace mergeloom

#include "service/providers/CallBudget.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qint64 smallestAnswer = 1024; // tokens; with less, no tool call of use comes back

Unexpected overBudget(const QString &text, const QString &advice)
{
    return failure(ErrorCode::Rejected, text + u' ' + advice, {{"reason", enumName(Reason::BudgetExceeded)}});
}

} // namespace

CallBudget CallBudget::of(const RunControl &control, const RunUse &use)
{
    const Budgets limits = control.limits();
    CallBudget left;
    if (limits.tokens > 0)
        left.tokens = limits.tokens - use.tokens;
    if (limits.costUsd > 0)
        left.costUsd = limits.costUsd - use.costUsd;
    return left;
}

Result<int> reservedAnswer(const PlannedCall &call, const CallBudget &left, const RunControl &control)
{
    int answer = call.answerTokens;
    if (left.tokens) {
        const qint64 forAnswer = *left.tokens - call.inputTokens;
        if (forAnswer < smallestAnswer)
            return overBudget(
                QStringLiteral(
                    "The next call needs some %1 tokens and an answer, but only %2 of the %3 tokens that the "
                    "run may use are left.")
                    .arg(call.inputTokens)
                    .arg(std::max<qint64>(0, *left.tokens))
                    .arg(control.limits().tokens),
                control.advice(&Budgets::tokens));
        answer = int(std::min<qint64>(answer, forAnswer));
    }
    if (!left.costUsd)
        return answer;
    if (!call.price)
        return overBudget(
            QStringLiteral("The run has a limit in money, but no price of the model %1 is known.").arg(call.model),
            QStringLiteral("Use a limit in tokens."));
    const ModelPrice price = call.price->forPrompt(call.inputTokens);
    const double forAnswer = *left.costUsd - double(call.inputTokens) * std::max(price.input, price.cacheWrite) / 1e6;
    if (forAnswer < double(smallestAnswer) * price.output / 1e6)
        return overBudget(
            QStringLiteral("The next call may cost more than the %1 USD that are left of the %2 USD of the run.")
                .arg(std::max(0.0, *left.costUsd), 0, 'f', 4)
                .arg(control.limits().costUsd, 0, 'f', 2),
            control.advice(&Budgets::costUsd));
    if (price.output > 0)
        answer = int(std::min<double>(answer, forAnswer * 1e6 / price.output));
    return answer;
}

} // namespace mergeloom

#include "service/cli/BudgetOptions.h"

#include "service/cli/TerminalText.h"

#include <algorithm>
#include <limits>
#include <span>

namespace mergeloom {

namespace {

/// How people write a limit, and what one of theirs is in its own unit.
struct LimitName {
    const char *option; ///< in `--budget`
    const char *flag;   ///< of an extension
    const char *help;
    qint64 unit;     ///< of `--budget`
    qint64 flagUnit; ///< of the flag
    void (*set)(Budgets &, double value);
};

template <auto Limit>
void set(Budgets &budgets, double value)
{
    using T = std::remove_reference_t<decltype(budgets.*Limit)>;
    if constexpr (std::is_integral_v<T>)
        value = std::min(
            value, double(std::numeric_limits<T>::max() / 2)); // refused by who is asked, as is all over the most
    budgets.*Limit = T(value);
}

constexpr LimitName limitNames[]{
    {"tokens", "tokens", "tokens to add", 1, 1, set<&Budgets::tokens>},
    {"usd", "usd", "dollars to add", 1, 1, set<&Budgets::costUsd>},
    {"seconds", "minutes", "wall time to add", 1, 60, set<&Budgets::wallSeconds>},
    {"turns", "turns", "turns of each attempt to add", 1, 1, set<&Budgets::turns>},
    {"commands", "commands", "commands to add", 1, 1, set<&Budgets::commands>},
    {"output_mb", "output-mb", "megabytes of output to add", 1 << 20, 1 << 20, set<&Budgets::outputBytes>},
    {"disk_mb", "disk-mb", "megabytes of growth of the workspace to add", 1 << 20, 1 << 20, set<&Budgets::diskBytes>},
};

/// A number from 0 on; a whole one for all but money.
Result<double> limitNumber(const QString &place, const QString &text, const LimitName &limit)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    const bool isWhole = QLatin1StringView(limit.option) != u"usd";
    // Over what a double holds whole, and beyond every limit there is.
    if (!isNumber || !(number >= 0 && number <= 1e15) || (isWhole && number != double(qint64(number))))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is \"%2\", but must be a %3 from 0 on.")
                .arg(place, text, isWhole ? QStringLiteral("whole number") : QStringLiteral("number")));
    return number;
}

/// `NAME=N` of an option that may be given several times; `most` of the names are taken.
Result<Budgets> namedLimits(const Invocation &invocation, const QString &option, size_t most)
{
    Budgets budgets;
    for (const QString &text : invocation.all(option)) {
        const QString name = text.section(u'=', 0, 0);
        QStringList names;
        const LimitName *found = nullptr;
        for (const LimitName &limit : std::span(limitNames).first(most)) {
            names << QString::fromLatin1(limit.option);
            if (name == QLatin1StringView(limit.option))
                found = &limit;
        }
        if (!found || !text.contains(u'='))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("--%1 is \"%2\", but must be one of %3, then =, then a number.")
                    .arg(option, text, names.join(QStringLiteral(", "))));
        MERGELOOM_TRY(const double number,
            limitNumber(QStringLiteral("--%1 %2").arg(option, name), text.section(u'=', 1), *found));
        found->set(budgets, number * double(found->unit));
    }
    return budgets;
}

QString shownAmount(double dollars) { return QStringLiteral("$%1").arg(dollars); }

} // namespace

Result<Budgets> budgetsFrom(const Invocation &invocation)
{
    return namedLimits(invocation, QStringLiteral("budget"), std::size(limitNames));
}

Result<DayBudgets> dayBudgetsFrom(const Invocation &invocation)
{
    MERGELOOM_TRY(const Budgets named, namedLimits(invocation, QStringLiteral("day-budget"), 2));
    return DayBudgets{named.tokens, named.costUsd};
}

Result<Budgets> extensionFrom(const Invocation &invocation)
{
    Budgets budgets;
    for (const LimitName &limit : limitNames) {
        const QString flag = QString::fromLatin1(limit.flag);
        MERGELOOM_TRY(const double number,
            limitNumber(QStringLiteral("--") + flag, invocation.text(flag, QStringLiteral("0")), limit));
        limit.set(budgets, number * double(limit.flagUnit));
    }
    return budgets;
}

QList<CommandOption> budgetOptions()
{
    return {{"budget", "NAME=N",
                "of a run: tokens, usd, seconds, turns, commands, output_mb or disk_mb; may be given several times"},
        {"day-budget", "NAME=N", "of all runs that begin in one day (UTC): tokens or usd; may be given twice"}};
}

QList<CommandOption> extensionOptions()
{
    QList<CommandOption> options;
    for (const LimitName &limit : limitNames)
        options << CommandOption{QString::fromLatin1(limit.flag),
            QLatin1StringView(limit.option) == u"usd" ? QStringLiteral("AMOUNT") : QStringLiteral("N"),
            QString::fromLatin1(limit.help)};
    return options;
}

QString shownUse(const RunUse &use, const Budgets &limits, const Timestamp &now)
{
    QStringList shown;
    const auto add = [&](const QString &used, bool isLimited, const QString &most, const QString &what) {
        const QString sum = isLimited ? QStringLiteral("%1 of %2").arg(used, most) : used;
        shown << (what.isEmpty() ? sum : sum + u' ' + what);
    };
    const qint64 sinceThen = use.isWaiting ? 0 : (now.microseconds - use.countedAt.microseconds) / 1000;
    add(shownNumber(use.tokens), limits.tokens > 0, shownNumber(limits.tokens), QStringLiteral("tokens"));
    add(use.isPriced ? QStringLiteral("$%1").arg(use.costUsd, 0, 'f', use.costUsd < 0.1 ? 4 : 2)
                     : QStringLiteral("price not known"),
        limits.costUsd > 0, shownAmount(limits.costUsd), {});
    add(shownDuration(use.workedMilliseconds() + std::max<qint64>(0, sinceThen)), limits.wallSeconds > 0,
        shownDuration(qint64(limits.wallSeconds) * 1000), {});
    add(QString::number(use.turns), limits.turns > 0, QString::number(limits.turns), QStringLiteral("turns"));
    add(QString::number(use.commands), limits.commands > 0, QString::number(limits.commands),
        QStringLiteral("commands"));
    add(shownBytes(use.outputBytes), limits.outputBytes > 0, shownBytes(limits.outputBytes),
        QStringLiteral("of output"));
    if (limits.diskBytes > 0)
        add(shownBytes(use.diskBytes), true, shownBytes(limits.diskBytes), QStringLiteral("of disk"));
    return shown.join(QStringLiteral(", "));
}

QString shownBudgets(const Budgets &budgets)
{
    QStringList shown;
    const auto add = [&](bool isSet, const QString &text) {
        if (isSet)
            shown << text;
    };
    add(budgets.tokens > 0, shownNumber(budgets.tokens) + QStringLiteral(" tokens"));
    add(budgets.costUsd > 0, shownAmount(budgets.costUsd));
    add(budgets.wallSeconds > 0, shownDuration(qint64(budgets.wallSeconds) * 1000));
    add(budgets.turns > 0, QStringLiteral("%1 turns").arg(budgets.turns));
    add(budgets.commands > 0, QStringLiteral("%1 commands").arg(budgets.commands));
    add(budgets.outputBytes > 0, shownBytes(budgets.outputBytes) + QStringLiteral(" of output"));
    add(budgets.diskBytes > 0, shownBytes(budgets.diskBytes) + QStringLiteral(" of disk"));
    return shown.join(QStringLiteral(", "));
}

QString shownBudgets(const DayBudgets &budgets)
{
    return shownBudgets(Budgets{.tokens = budgets.tokens, .costUsd = budgets.costUsd});
}

} // namespace mergeloom

#include "service/controller/DayBudget.h"

#include "service/storage/RunStore.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qint64 dayLength = qint64(24) * 3600 * 1'000'000; // microseconds
/// With less than this a run comes to no answer, and is not begun.
constexpr double leastTokens = 4096;
constexpr double leastDollars = 0.01;

qint64 dayOf(const Timestamp &time) { return time.microseconds / dayLength; }

QString shownTokens(double tokens) { return QStringLiteral("%1 tokens").arg(qint64(tokens)); }
QString shownDollars(double dollars) { return QStringLiteral("$%1").arg(dollars, 0, 'f', 2); }

} // namespace

/// The least that any budget leaves.
template <class T>
Result<DayBudget::Rest> DayBudget::rest(const ReadTransaction &transaction, qint64 day,
    const StoredRepository &repository, const JobId &job, T DayBudgets::*amount) const
{
    Rest least;
    const auto look = [&](const DayBudgets &budgets, const std::optional<RepositoryId> &id,
                          const QString &of) -> Result<void> {
        if (budgets.*amount <= 0)
            return {};
        MERGELOOM_TRY(const DayBudgets used, SpendStore::usedOn(transaction, day, id, job));
        const double left = std::max(0.0, double(budgets.*amount) - double(used.*amount));
        if (!least.amount || left < *least.amount)
            least = {left, double(budgets.*amount), of};
        return {};
    };
    MERGELOOM_CHECK(look(repository.view.settings.dayBudgets, repository.view.id, repository.view.alias));
    MERGELOOM_CHECK(look(m_ofAll, std::nullopt, QStringLiteral("this worker")));
    return least;
}

Result<DayOffer> DayBudget::offer(const ReadTransaction &transaction, const StoredJob &job, const Timestamp &now) const
{
    if (!job.repositoryId)
        return DayOffer{};
    MERGELOOM_TRY(const auto repository, RepositoryStore::find(transaction, *job.repositoryId));
    if (!repository)
        return DayOffer{};
    const Budgets &own = repository->view.settings.budgets;
    MERGELOOM_TRY(const Rest tokens, rest(transaction, dayOf(now), *repository, job.view.id, &DayBudgets::tokens));
    MERGELOOM_TRY(const Rest dollars, rest(transaction, dayOf(now), *repository, job.view.id, &DayBudgets::costUsd));
    const auto isTooLittle = [](const Rest &rest, double limit, double least) {
        return rest.amount && *rest.amount < std::min({limit > 0 ? limit : least, least, rest.limit});
    };
    const auto waits = [](const Rest &rest, QString (*shown)(double)) {
        return QStringLiteral(
            "The day's budget of %1 is used up, or held by runs that go on: %2 of %3 are left. It begins "
            "anew at 00:00 UTC.")
            .arg(rest.of, shown(*rest.amount), shown(rest.limit));
    };
    if (isTooLittle(tokens, double(own.tokens), leastTokens))
        return DayOffer{{}, waits(tokens, shownTokens)};
    if (isTooLittle(dollars, own.costUsd, leastDollars))
        return DayOffer{{}, waits(dollars, shownDollars)};
    const auto share = [](const Rest &rest, double limit) {
        return !rest.amount ? 0 : limit > 0 ? std::min(*rest.amount, limit) : *rest.amount;
    };
    return DayOffer{{qint64(share(tokens, double(own.tokens))), share(dollars, own.costUsd)}, {}};
}

Result<void> DayBudget::reserve(
    const WriteTransaction &transaction, const StoredJob &job, const DayBudgets &share, const Timestamp &now) const
{
    MERGELOOM_CHECK(settle(transaction, job.view.id));
    if (!job.view.runId || !job.repositoryId)
        return {};
    return SpendStore::insert(
        transaction, {*job.view.runId, job.view.id, *job.repositoryId, dayOf(now), share, {}, false});
}

Result<Budgets> DayBudget::extend(const WriteTransaction &transaction, const RunId &run, const Budgets &asked) const
{
    MERGELOOM_TRY(auto spend, SpendStore::find(transaction, run));
    if (!spend)
        return asked;
    MERGELOOM_TRY(const auto repository, RepositoryStore::find(transaction, spend->repositoryId));
    if (!repository)
        return asked;
    // Its own share is held, so that it counts as used here.
    MERGELOOM_TRY(const Rest tokens, rest(transaction, spend->day, *repository, {}, &DayBudgets::tokens));
    MERGELOOM_TRY(const Rest dollars, rest(transaction, spend->day, *repository, {}, &DayBudgets::costUsd));
    Budgets granted = asked;
    if (tokens.amount)
        granted.tokens = std::min(asked.tokens, qint64(*tokens.amount));
    if (dollars.amount)
        granted.costUsd = std::min(asked.costUsd, *dollars.amount);
    if (granted.isEmpty())
        return failure(ErrorCode::Conflict,
            QStringLiteral(
                "The day's budget of %1 has nothing left to extend this run by. Raise that budget first, or wait "
                "for the next day (00:00 UTC).")
                .arg(asked.tokens > 0 ? tokens.of : dollars.of),
            {{"reason", "day_budget"}});
    if (tokens.amount)
        spend->reserved.tokens += granted.tokens;
    if (dollars.amount)
        spend->reserved.costUsd += granted.costUsd;
    MERGELOOM_CHECK(SpendStore::update(transaction, *spend));
    return granted;
}

Result<void> DayBudget::heard(const WriteTransaction &transaction, const RunId &run, const DayBudgets &spent)
{
    MERGELOOM_TRY(auto spend, SpendStore::find(transaction, run));
    if (!spend || (spent.tokens <= spend->spent.tokens && spent.costUsd <= spend->spent.costUsd))
        return {};
    spend->spent.tokens = std::max(spend->spent.tokens, spent.tokens);
    spend->spent.costUsd = std::max(spend->spent.costUsd, spent.costUsd);
    return SpendStore::update(transaction, *spend);
}

Result<void> DayBudget::settle(const WriteTransaction &transaction, const JobId &job)
{
    MERGELOOM_TRY(const auto open, SpendStore::openOfJob(transaction, job));
    for (StoredSpend spend : open) {
        // The events of a run say more than its last heartbeat, when its executor was not heard of again.
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, spend.runId));
        if (summary) {
            spend.spent.tokens = std::max(spend.spent.tokens, summary->use.tokens);
            spend.spent.costUsd = std::max(spend.spent.costUsd, summary->use.costUsd);
        }
        spend.isSettled = true;
        MERGELOOM_CHECK(SpendStore::update(transaction, spend));
    }
    return {};
}

} // namespace mergeloom

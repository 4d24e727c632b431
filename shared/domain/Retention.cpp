#include "shared/domain/Retention.h"

#include "shared/domain/Event.h"
#include "shared/domain/Outcome.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qint64 dayInMicroseconds = qint64(24) * 3600 * 1000000;
constexpr qint64 mostDays = 36500;
constexpr qint64 mostBytes = qint64(1) << 50;
constexpr int mostPolicies = 20;
constexpr int longestName = 60;

using KeptFields = QHash<QString, QStringList>;

/// Numbers, names and ends: what pages tell of a call stays, what was said in it goes.
const KeptFields &keptOfTranscripts()
{
    static const KeptFields fields{
        {event_type::providerRequest, {"call", "attempt", "model", "messages"}},
        {event_type::providerDelta, {"call", "kind"}},
        {event_type::providerResponse, {"call", "attempt", "stop", "model", "usage", "cost_usd", "latency_ms"}},
        {event_type::toolCall, {"call_id", "name"}},
        {event_type::toolResult, {"call_id", "name", "is_error", "duration_ms", "tree", "output_bytes"}},
        {event_type::agentStarted,
            {"turn", "stage", "attempt", "agent", "release", "call", "session", "cause", "tree", "access", "hosts"}},
        {event_type::agentEvent, {"turn", "left_out_bytes", "call", "usage"}},
        {event_type::agentFinished, {"turn", "end", "exit_code", "duration_ms", "network"}},
        {event_type::stageFinished, {"stage", "attempt", "status", "summary", "duration_ms"}},
    };
    return fields;
}

const KeptFields &keptOfCommandOutput()
{
    static const KeptFields fields{{event_type::commandOutput, {"command_id", "stream", "output_bytes"}}};
    return fields;
}

/// Which ticket, where, by whom made, how it ended, what it cost, and the commit that is on the branch.
const KeptFields &keptOfRuns()
{
    static const KeptFields fields{
        {event_type::runStarted,
            {"job_id", "ticket_key", "repository", "branch", "provider", "model", "worker", "attempt", "is_replay",
                "sandbox"}},
        {event_type::runFinished, {"outcome", "reason", "validation", "is_pushed"}},
        {event_type::providerRequest, {"call", "attempt", "model"}},
        {event_type::providerResponse, {"call", "attempt", "stop", "model", "usage", "cost_usd"}},
        {event_type::validationResult, {"attempt", "status", "mode", "tree"}},
        {event_type::changeRecorded, {"base", "tree"}},
        {event_type::commitCreated, {"commit", "branch", "base"}},
        {event_type::branchPushed, {"branch", "commit"}},
        {event_type::jobFinished, {"job_id", "ticket_key", "repository", "state", "outcome", "reason", "run_id"}},
    };
    return fields;
}

const KeptFields *keptFieldsOf(const QString &content)
{
    if (content == QLatin1StringView(retained_content::transcripts))
        return &keptOfTranscripts();
    if (content == QLatin1StringView(retained_content::commandOutput))
        return &keptOfCommandOutput();
    return content == QLatin1StringView(retained_content::runs) ? &keptOfRuns() : nullptr;
}

/// The budgets of a run count it, and go on to say how much it was.
std::optional<qint64> outputBytesOf(const QString &type, const QJsonObject &data)
{
    if (type != QLatin1StringView(event_type::commandOutput) && type != QLatin1StringView(event_type::toolResult))
        return std::nullopt;
    const QJsonValue whole = data.value(QStringLiteral("whole"));
    return (whole.isString() ? whole : data.value(QStringLiteral("text"))).toString().toUtf8().size();
}

Unexpected wrong(qsizetype index, const char *field, const QString &message)
{
    return failure(ErrorCode::InvalidInput, message,
        {{"field", QStringLiteral("policies[%1].%2").arg(index).arg(QLatin1StringView(field))}});
}

Result<void> checkPolicy(const RetentionPolicy &policy, qsizetype index)
{
    const QString shown = policy.name.left(longestName);
    const auto isControl = [](QChar letter) { return letter.category() == QChar::Other_Control; };
    if (policy.name.trimmed().isEmpty() || policy.name.size() > longestName
        || std::ranges::any_of(policy.name, isControl))
        return wrong(index, "name",
            QStringLiteral("Policy %1 needs a name of 1 to %2 characters; pages show it where something was removed.")
                .arg(index + 1)
                .arg(longestName));
    if (!retainedContents().contains(policy.content))
        return wrong(index, "content",
            QStringLiteral("The policy \"%1\" is about \"%2\"; that must be one of %3.")
                .arg(shown, policy.content.left(40), retainedContents().join(QStringLiteral(", "))));
    for (const QString &outcome : policy.outcomes)
        if (!enumFromName<Outcome>(outcome))
            return wrong(index, "outcomes",
                QStringLiteral(
                    "The policy \"%1\" names the outcome \"%2\"; there are completed, blocked, failed and cancelled.")
                    .arg(shown, outcome.left(40)));
    if (!policy.afterDays && !policy.atMostBytes)
        return wrong(index, "after_days",
            QStringLiteral(
                "The policy \"%1\" would never remove anything. Say after how many days, or at how many bytes.")
                .arg(shown));
    if (policy.afterDays && (*policy.afterDays < 0 || *policy.afterDays > mostDays))
        return wrong(index, "after_days",
            QStringLiteral("The policy \"%1\" removes after %2 days; that must be 0 to %3.")
                .arg(shown)
                .arg(*policy.afterDays)
                .arg(mostDays));
    if (policy.atMostBytes && (*policy.atMostBytes < 0 || *policy.atMostBytes > mostBytes))
        return wrong(index, "at_most_bytes",
            QStringLiteral("The policy \"%1\" keeps at most %2 bytes; that must be 0 to 2^50.")
                .arg(shown)
                .arg(*policy.atMostBytes));
    return {};
}

/// Why a policy takes each run that it is about.
class Choice
{
public:
    Choice(const RetentionPolicy &policy, const QList<KeptRun> &oldestFirst, const Timestamp &now)
        : m_policy(policy), m_now(now)
    {
        for (const KeptRun &run : oldestFirst)
            if (isAbout(run))
                m_total += run.of(policy.content).bytes;
    }

    bool isAbout(const KeptRun &run) const
    {
        return m_policy.outcomes.isEmpty() || m_policy.outcomes.contains(run.outcome);
    }
    /// Empty: it stays.
    QString whyTaken(const KeptRun &run) const
    {
        const qint64 age = m_now.microseconds - run.endedAt.microseconds;
        if (age < 0)
            return {};
        if (m_policy.afterDays && age >= *m_policy.afterDays * dayInMicroseconds)
            return QStringLiteral("%1 days after the end of the run").arg(*m_policy.afterDays);
        if (m_policy.atMostBytes && m_total > *m_policy.atMostBytes)
            return QStringLiteral("more than %1 bytes were kept, and this was the oldest").arg(*m_policy.atMostBytes);
        return {};
    }
    void took(qint64 bytes) { m_total -= bytes; }

private:
    const RetentionPolicy &m_policy;
    const Timestamp m_now;
    qint64 m_total = 0;
};

} // namespace

QStringList retainedContents()
{
    return {QString::fromLatin1(retained_content::transcripts), QString::fromLatin1(retained_content::commandOutput),
        QString::fromLatin1(retained_content::runs)};
}

QStringList typesWith(const QString &content)
{
    if (content == QLatin1StringView(retained_content::runs))
        return {};
    const KeptFields *fields = keptFieldsOf(content);
    QStringList types = fields ? fields->keys() : QStringList();
    types.sort();
    return types;
}

QJsonObject keptData(const QString &content, const QString &type, const QJsonObject &data)
{
    const KeptFields *fields = keptFieldsOf(content);
    QJsonObject kept;
    for (const QString &name : fields ? fields->value(type) : data.keys())
        if (const QJsonValue value = data.value(name); !value.isUndefined())
            kept.insert(name, value);
    const bool isCounted = fields && fields->value(type).contains(QStringLiteral("output_bytes"));
    if (const auto bytes = outputBytesOf(type, data);
        isCounted && bytes && !kept.contains(QStringLiteral("output_bytes")))
        kept.insert(QStringLiteral("output_bytes"), *bytes);
    return kept;
}

Result<void> checkRetentionPolicies(const QList<RetentionPolicy> &policies)
{
    if (policies.size() > mostPolicies)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("There can be %1 policies, and these are %2.").arg(mostPolicies).arg(policies.size()),
            {{"field", "policies"}});
    QSet<QString> names;
    for (qsizetype index = 0; index < policies.size(); ++index) {
        MERGELOOM_CHECK(checkPolicy(policies[index], index));
        if (names.contains(policies[index].name))
            return wrong(index, "name",
                QStringLiteral("Two policies are named \"%1\". Pages tell them apart by their names.")
                    .arg(policies[index].name));
        names.insert(policies[index].name);
    }
    return {};
}

const KeptAmount &KeptRun::of(const QString &content) const
{
    if (content == QLatin1StringView(retained_content::transcripts))
        return transcripts;
    return content == QLatin1StringView(retained_content::commandOutput) ? commandOutput : all;
}

RetentionPlan planRetention(const QList<RetentionPolicy> &policies, const QList<KeptRun> &runs, const Timestamp &now)
{
    QList<KeptRun> oldestFirst = runs;
    std::ranges::sort(oldestFirst, {}, [](const KeptRun &run) { return std::pair(run.endedAt, run.id.text()); });
    RetentionPlan plan;
    for (const KeptRun &run : runs)
        plan.kept += run.all;
    plan.shares.resize(policies.size());
    QSet<QString> touched;
    QSet<QString> gone;                      // runs of which nothing is left
    QSet<std::pair<QString, QString>> taken; // run and content
    const auto plan1 = [&](qsizetype index) {
        const RetentionPolicy &policy = policies[index];
        RetentionShare &share = plan.shares[index];
        share.policy = policy.name;
        share.content = policy.content;
        Choice choice(policy, oldestFirst, now);
        for (const KeptRun &run : std::as_const(oldestFirst)) {
            const KeptAmount &amount = run.of(policy.content);
            const std::pair key(run.id.text(), policy.content);
            if (!choice.isAbout(run) || amount.events == 0)
                continue;
            if (gone.contains(key.first) || taken.contains(key)) {
                choice.took(amount.bytes); // another policy does it
                continue;
            }
            const QString why = choice.whyTaken(run);
            if (why.isEmpty())
                continue;
            if (run.isHeld) {
                ++share.heldRuns;
                continue;
            }
            choice.took(amount.bytes);
            plan.steps.append({run.id, policy.content, policy.name, why});
            taken.insert(key);
            touched.insert(key.first);
            if (policy.content == QLatin1StringView(retained_content::runs))
                gone.insert(key.first);
            ++share.runs;
            share.removed += amount;
            plan.removed += amount;
        }
    };
    for (const bool isWhole : {true, false})
        for (qsizetype index = 0; index < policies.size(); ++index)
            if ((policies[index].content == QLatin1StringView(retained_content::runs)) == isWhole)
                plan1(index);
    plan.runs = int(touched.size());
    return plan;
}

} // namespace mergeloom

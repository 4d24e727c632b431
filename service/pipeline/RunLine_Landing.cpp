// From a change that is done to one that may be published: the default branch is looked at, the diff guard and people are
// asked, and where the base moved and the repository wants it, the change is merged with it and validated again.
#include "service/pipeline/DiffGuardStage.h"
#include "service/pipeline/RunLine.h"
#include "service/pipeline/StageNotes.h"

namespace mergeloom {

namespace {
constexpr int mostMerges = 2; ///< a base that moves faster than validation is never caught up with
}

StageResult<Candidate> RunLine::land(Candidate candidate, Provider &provider, CommandRunner &runner)
{
    for (int look = 0;; ++look) {
        MERGELOOM_STAGE(const bool isAhead, isBaseAhead(look));
        if (isAhead && m_settings.revalidatesOnDrift && m_merges < mostMerges) {
            MERGELOOM_STAGE(candidate, merged(candidate, provider, runner));
            continue;
        }
        if (!candidate.isCleared)
            if (const auto cleared = clear(candidate); !cleared)
                return tl::unexpected(cleared.error());
        // A person may have taken a day.
        if (candidate.isApproved && std::exchange(candidate.isApproved, false))
            continue;
        if (m_result.drift && isAhead)
            m_scope.message(QStringLiteral("warning"),
                QStringLiteral("%1; the change was made%2 on %3.")
                    .arg(m_drift.text(),
                        m_result.validation == u"passed" ? QStringLiteral(" and validated") : QString(),
                        m_checkout.base.left(10)));
        return candidate;
    }
}

/// Whether the default branch has commits that the change does not stand on.
StageResult<bool> RunLine::isBaseAhead(int look)
{
    if (look == 0) {
        m_drift.branch = m_checkout.defaultBranch;
        m_drift.from = m_drift.head = m_checkout.defaultHead;
    }
    const DriftLook need = m_settings.revalidatesOnDrift ? DriftLook::Needed : DriftLook::Told;
    MERGELOOM_STAGE(m_drift,
        recordStage<BaseDrift>(
            m_scope, QStringLiteral("base_drift"), look,
            [&] { return lookAtBase(m_drift, need, m_job, m_environment, m_scope); }, driftNote, recalled<BaseDrift>));
    if (m_drift.head != m_drift.from)
        m_result.drift = m_drift;
    return !m_drift.head.isEmpty() && m_drift.head != (m_drift.merged.isEmpty() ? m_drift.from : m_drift.merged);
}

/// The candidate on the newest head of the default branch, validated there.
StageResult<Candidate> RunLine::merged(const Candidate &candidate, Provider &provider, CommandRunner &runner)
{
    const int round = ++m_merges;
    MERGELOOM_STAGE(const BaseMerge merge,
        recordStage<BaseMerge>(
            m_scope, QStringLiteral("base_merge"), round,
            [&] { return mergeWithBase(candidate, m_drift, m_job, m_environment, m_checkout, m_scope); }, mergeNote,
            [&](const QJsonObject &recorded) -> StageResult<BaseMerge> {
                MERGELOOM_STAGE(const BaseMerge made, recalled<BaseMerge>(recorded));
                return standOn(made, m_checkout);
            }));
    m_drift.merged = merge.head;
    m_result.drift = m_drift;
    m_result.baseCommit = m_checkout.base;

    Candidate next{merge.tree, candidate.summary, {}, {}};
    if (!merge.conflicts.isEmpty()) {
        MERGELOOM_STAGE(const Attempt done, resolved(merge, provider, runner));
        next.tree = done.tree;
        next.summary = done.summary;
    }
    if (next.tree == m_checkout.baseTree)
        return endRun(Reason::NoChange,
            QStringLiteral("%1 has the whole change by now; there is nothing left to push.").arg(m_drift.branch));
    MERGELOOM_STAGE(const QString setupTree, prepareTree(round, next.tree, runner));
    const bool mayRepair = merge.conflicts.isEmpty() && m_repairs > 0;
    MERGELOOM_STAGE(
        const QString valid, validAgain(setupTree, mayRepair ? Repairs::One : Repairs::None, provider, runner));
    MERGELOOM_STAGE(next.tree, withoutSetup(next.tree, setupTree, valid));
    return next;
}

/// The one attempt at the conflicts of a merge.
StageResult<Attempt> RunLine::resolved(const BaseMerge &merge, Provider &provider, CommandRunner &runner)
{
    const int number = m_attempts + 1;
    m_scope.recorder.append(QString::fromLatin1(event_type::repairStarted), {{"attempt", number}, {"of", number}});
    MERGELOOM_STAGE(
        const Attempt done, attempt(number, conflictInstruction(merge, m_drift, m_checkout), provider, runner));
    if (const QStringList left = unresolved(merge, done.tree, m_checkout); !left.isEmpty())
        return endRun(Reason::ValidationFailed,
            QStringLiteral("%1, and the change conflicts with it in %2. One attempt did not resolve that. Nothing was "
                           "pushed; retry the job to begin on the newest state.")
                .arg(m_drift.text(), left.join(QStringLiteral(", "))));
    return done;
}

/// The tree that is green on the new base, after one repair at most.
StageResult<QString> RunLine::validAgain(
    const QString &tree, Repairs repairs, Provider &provider, CommandRunner &runner)
{
    if (m_settings.validationMode == ValidationMode::Off)
        return tree;
    MERGELOOM_STAGE(const Validation first, validated(tree, runner));
    if (first.status != u"failed" || m_settings.validationMode == ValidationMode::Advisory)
        return tree;
    QStringList red = first.failed;
    if (repairs == Repairs::One) {
        const int number = m_attempts + 1;
        m_scope.recorder.append(QString::fromLatin1(event_type::repairStarted), {{"attempt", number}, {"of", number}});
        MERGELOOM_STAGE(const Attempt done,
            attempt(number,
                QStringLiteral(
                    "%1. Your change was merged with it without a conflict; other files may have changed.\n\n%2")
                    .arg(m_drift.text(), repairInstruction(first, 1, 1)),
                provider, runner));
        MERGELOOM_STAGE(const Validation second, validated(done.tree, runner));
        if (second.status != u"failed")
            return done.tree;
        red = second.failed;
    }
    return endRun(Reason::ValidationFailed,
        QStringLiteral("%1. Merged with it, the change is red: %2. Nothing was pushed.")
            .arg(m_drift.text(), red.join(QStringLiteral(", "))));
}

/// The diff guard, and the leave of a person where the repository asks for it; both see what is pushed.
StageResult<void> RunLine::clear(Candidate &candidate)
{
    const auto guarding = [&]() -> StageResult<GuardReport> {
        MERGELOOM_STAGE(const Change change, recordChange(m_checkout, m_checkout.baseTree, candidate.tree, m_scope));
        m_result.guard = guard(change, m_settings, *m_checkout.workspace, m_scope);
        return unlessBlocked(*m_result.guard);
    };
    MERGELOOM_STAGE(const GuardReport report,
        recordStage<GuardReport>(m_scope, QStringLiteral("diff_guard"), m_merges, guarding, guardNote,
            [&](const QJsonObject &) { return guarding(); }));
    MERGELOOM_STAGE(const ApprovalDecision approval, approvalOf(report, candidate.tree));
    candidate.isCleared = true;
    candidate.isApproved = !approval.by.isEmpty();
    m_approvedBy = approval.by;
    return {};
}

StageResult<ApprovalDecision> RunLine::approvalOf(const GuardReport &report, const QString &tree) const
{
    const QStringList causes = approvalCauses(m_settings.approval, report);
    if (causes.isEmpty())
        return ApprovalDecision{};
    return recordStage<ApprovalDecision>(
        m_scope, QStringLiteral("approval"), m_merges,
        [&] { return waitForApproval(m_settings.approval, causes, report, tree, m_scope); }, approvalNote,
        recalled<ApprovalDecision>);
}

QString RunLine::pushedSummary(const QString &commit) const
{
    const QString validation = m_result.validation == u"passed" ? QStringLiteral("validated on the pushed tree")
        : m_result.validation == u"failed"                      ? QStringLiteral("though validation was red (advisory)")
                                                                : QStringLiteral("not validated");
    QString text = QStringLiteral("Pushed %1 to %2, %3").arg(commit.left(10), m_checkout.branch, validation);
    if (m_result.guard && !m_result.guard->findings.isEmpty())
        text += QStringLiteral("; diff guard: ") + m_result.guard->summary();
    if (!m_approvedBy.isEmpty())
        text += QStringLiteral("; approved by ") + m_approvedBy;
    text += u'.';
    if (!m_result.drift)
        return text;
    text += u' ' + m_drift.text();
    if (m_drift.merged.isEmpty())
        return text + QStringLiteral("; the change stands on %1.").arg(m_checkout.base.left(10));
    const QString again = m_result.validation == u"passed" ? QStringLiteral(" and validated again") : QString();
    if (m_drift.isCaughtUp())
        return text + QStringLiteral("; the change was merged with it%1.").arg(again);
    return text
        + QStringLiteral("; the change was merged with %1%2, before it moved once more.")
              .arg(m_drift.merged.left(10), again);
}

} // namespace mergeloom

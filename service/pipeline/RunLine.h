#pragma once

#include "service/context/Brief.h"
#include "service/pipeline/ApprovalStage.h"
#include "service/pipeline/DriftStage.h"
#include "service/pipeline/ImplementationStage.h"
#include "service/pipeline/Pipeline.h"
#include "service/pipeline/Spending.h"
#include "service/pipeline/ValidationStage.h"

namespace mergeloom {

/// The run as one straight line; a part of the pipeline that nothing else uses.
class RunLine
{
public:
    RunLine(const RunOrder &order, const RunEnvironment &environment, const StageScope &scope, Timestamp startedAt);

    StageResult<RunResult> perform();
    /// The run has ended.
    void giveWorkspaceBack()
    {
        if (m_checkout.workspace)
            m_checkout.workspace->giveBack();
    }
    /// What is known of the run, whether it came to its end or not.
    const RunResult &result() const { return m_result; }

private:
    StageResult<std::unique_ptr<Provider>> prepare() const;
    /// Instead of publishing, says what came out.
    StageResult<RunResult> replayed(const StageResult<Candidate> &candidate);
    StageResult<QString> prepareTree(int round, const QString &tree, CommandRunner &runner);
    StageResult<Attempt> attempt(int number, const QString &instruction, Provider &provider, CommandRunner &runner);
    StageResult<Validation> validated(const QString &tree, CommandRunner &runner);
    StageResult<Attempt> implementUntilValid(
        const Brief &brief, const QString &setupTree, Provider &provider, CommandRunner &runner);
    StageResult<QString> withoutSetup(const QString &tree, const QString &setupTree, const QString &finalTree) const;

    // What comes after the work: RunLine_Landing.cpp
    /// The candidate as it may be published: on a base that is looked at, with the leave of the diff guard and of people.
    StageResult<Candidate> land(Candidate candidate, Provider &provider, CommandRunner &runner);
    StageResult<bool> isBaseAhead(int look);
    StageResult<Candidate> merged(const Candidate &candidate, Provider &provider, CommandRunner &runner);
    StageResult<Attempt> resolved(const BaseMerge &merge, Provider &provider, CommandRunner &runner);
    enum class Repairs { None, One };
    StageResult<QString> validAgain(const QString &tree, Repairs repairs, Provider &provider, CommandRunner &runner);
    StageResult<void> clear(Candidate &candidate);
    StageResult<ApprovalDecision> approvalOf(const GuardReport &report, const QString &tree) const;
    QString pushedSummary(const QString &commit) const;

    const JobEnvelope &m_job;
    RepositorySettings m_settings;
    const RunOrder &m_order;
    const RunEnvironment &m_environment;
    const StageScope &m_scope;
    Timestamp m_startedAt;
    Spending m_spending;
    int m_repairs = 0;
    int m_attempts = 0;    ///< number of the newest attempt
    int m_validations = 0; ///< how many there were
    int m_merges = 0;      ///< with the default branch, when that had moved
    BaseDrift m_drift;
    QString m_approvedBy;
    Checkout m_checkout;
    RunResult m_result;
};

} // namespace mergeloom

#include "desktop/pages/Words.h"

#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Colours.h"

#include <QDateTime>
#include <QHash>
#include <QLocale>

namespace mergeloom {

QString Words::plain(const QString &code)
{
    QString text = code;
    text.replace(u'_', u' ').replace(u'.', u' ');
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString Words::stage(const QString &stage)
{
    const QHash<QString, QString> words{{"workspace", tr("Workspace")}, {"setup", tr("Setup")},
        {"context", tr("Context")}, {"clarity", tr("Clarity")}, {"investigation", tr("Investigation")},
        {"implementation", tr("Implementation")}, {"validation", tr("Validation")}, {"repair", tr("Repair")},
        {"review", tr("Review")}, {"review_fix", tr("Review fix")}, {"base_drift", tr("Base")},
        {"base_merge", tr("Merge with the base")}, {"diff_guard", tr("Diff guard")}, {"approval", tr("Approval")},
        {"publish", tr("Publish")}};
    return words.value(stage, plain(stage));
}

QString Words::stage(const StageView &view)
{
    return view.attempt > 0 && view.stage != u"repair"
        ? tr("%1 after repair %2").arg(stage(view.stage)).arg(view.attempt)
        : view.attempt > 0 ? tr("Repair %1").arg(view.attempt)
                           : stage(view.stage);
}

QString Words::reason(const QString &reason)
{
    const QHash<QString, QString> words{{"unclear_ticket", tr("The ticket was not clear enough to start.")},
        {"directive_invalid", tr("A directive in the ticket could not be followed.")},
        {"provider_not_ready", tr("The provider was not ready.")},
        {"checkout_failed", tr("The repository could not be checked out.")},
        {"context_failed", tr("The brief could not be put together.")}, {"provider_failed", tr("The provider failed.")},
        {"provider_stuck", tr("The model repeated itself without getting further.")},
        {"budget_exceeded", tr("The budget of the run was used up.")},
        {"command_not_allowed", tr("A command is not on the allow-list.")},
        {"setup_failed", tr("A setup command failed.")}, {"validation_failed", tr("Validation did not become green.")},
        {"review_rejected", tr("The review rejected the change.")},
        {"diff_guard_blocked", tr("The diff guard blocked the change.")},
        {"approval_missing", tr("The approval of a person is missing.")},
        {"no_change", tr("The model changed nothing.")},
        {"publish_failed", tr("The branch could not be pushed; the commit is kept.")},
        {"lease_lost", tr("Another executor took the job over.")}, {"timeout", tr("The run took longer than it may.")},
        {"cancelled", tr("It was cancelled.")}, {"sandbox_unavailable", tr("This machine offers no sandbox.")},
        {"replay_differs", tr("The replay did not come to the same tree.")},
        {"internal", tr("The worker made a mistake of its own.")}};
    return words.value(reason, plain(reason));
}

QString Words::state(const RunSummary &run)
{
    if (run.state != u"running")
        return statusText(run.state);
    if (run.waitsFor == u"approval")
        return tr("waits for approval");
    if (run.waitsFor == u"paused")
        return tr("paused");
    return run.stage.isEmpty() ? tr("starting") : stage(run.stage);
}

QString Words::outcome(const RunSummary &run)
{
    if (run.reason == u"cancelled" && !run.summary.isEmpty())
        return run.summary;
    const QString why = reason(run.reason);
    if (run.summary.isEmpty() || why.isEmpty() || run.summary == why)
        return run.summary.isEmpty() ? why : run.summary;
    return why + u' ' + run.summary;
}

QString Words::count(qint64 value)
{
    const auto scaled = [](double number) {
        return QLocale().toString(number, 'f', number >= 100 || number == qRound(number) ? 0 : 1);
    };
    if (value < 10'000)
        return QLocale().toString(value);
    if (value < 1'000'000)
        return tr("%1 k").arg(scaled(double(value) / 1000));
    return tr("%1 M").arg(scaled(double(value) / 1'000'000));
}

QString Words::money(std::optional<double> usd) { return usd ? moneyText(*usd) : tr("unknown"); }

QString Words::lines(int additions, int deletions) { return QStringLiteral("+%1 −%2").arg(additions).arg(deletions); }

QString Words::removed(const QString &policy, const Timestamp &at)
{
    const QString day =
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(at.microseconds / 1000).date(), QLocale::ShortFormat);
    return tr("removed on %1 by the policy “%2”").arg(day, policy);
}

qint64 Words::milliseconds(const Timestamp &from, const std::optional<Timestamp> &to)
{
    return (to.value_or(Timestamp::now()).microseconds - from.microseconds) / 1000;
}

} // namespace mergeloom

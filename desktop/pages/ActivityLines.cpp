#include "desktop/pages/Activity.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "shared/domain/Budgets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace mergeloom {

namespace {

QString fieldText(const QJsonObject &data, const char *name) { return data.value(QLatin1StringView(name)).toString(); }
qint64 fieldNumber(const QJsonObject &data, const char *name)
{
    return data.value(QLatin1StringView(name)).toInteger();
}

} // namespace

QString Activity::steeringLine(const QString &type, const QJsonObject &data) const
{
    const QString by = fieldText(data, "by");
    const QString why = fieldText(data, "reason").isEmpty() ? QString() : tr(": %1").arg(fieldText(data, "reason"));
    if (type == QLatin1StringView(event_type::steerPause))
        return tr("%1 pauses the run").arg(by) + why;
    if (type == QLatin1StringView(event_type::steerResume))
        return tr("%1 lets the run go on").arg(by) + why;
    if (type == QLatin1StringView(event_type::steerCancel))
        return tr("%1 cancels the run").arg(by) + why;
    if (type == QLatin1StringView(event_type::steerIgnored))
        return tr("%1: %2 was left. %3").arg(by, Words::plain(fieldText(data, "command")), fieldText(data, "why"));
    if (type == QLatin1StringView(event_type::approvalDecided)) {
        const QString verdict = fieldText(data, "verdict");
        return verdict == u"timed_out" ? tr("Nobody approved in time")
            : verdict == u"approved"   ? tr("%1 approved").arg(by) + why
                                       : tr("%1 rejected").arg(by) + why;
    }
    if (type != QLatin1StringView(event_type::steerExtend))
        return {};
    const QJsonObject granted = data.value(QStringLiteral("granted")).toObject();
    QStringList parts;
    if (const qint64 tokens = fieldNumber(granted, "tokens"))
        parts << tr("%1 tokens").arg(Words::count(tokens));
    if (const double usd = granted.value(QStringLiteral("cost_usd")).toDouble(); usd > 0)
        parts << Words::money(usd);
    if (const qint64 seconds = fieldNumber(granted, "wall_seconds"))
        parts << durationText(seconds * 1000);
    if (const qint64 turns = fieldNumber(granted, "turns"))
        parts << tr("%n turn(s)", nullptr, int(turns));
    if (const qint64 commands = fieldNumber(granted, "commands"))
        parts << tr("%n command(s)", nullptr, int(commands));
    if (const qint64 bytes = fieldNumber(granted, "output_bytes") + fieldNumber(granted, "disk_bytes"))
        parts << bytesText(bytes);
    return parts.isEmpty()
        ? tr("%1 extends the budget by nothing: it has no such limit, or is at what the worker allows").arg(by)
        : tr("%1 extends the budget by %2").arg(by, parts.join(QStringLiteral(", ")));
}

QString Activity::lineOf(const Event &event, const QJsonObject &data) const
{
    const QString &type = event.type;
    const auto is = [&type](const char *name) { return type == QLatin1StringView(name); };
    if (is(event_type::providerRetry))
        return tr("Provider asked again (%1) after %2: %3")
            .arg(fieldNumber(data, "retry"))
            .arg(durationText(fieldNumber(data, "wait_ms")), fieldText(data, "reason"));
    if (is(event_type::agentStarted))
        return (fieldText(data, "session").isEmpty() ? tr("%1 %2 starts") : tr("%1 %2 goes on with its session"))
            .arg(fieldText(data, "agent"), fieldText(data, "release"));
    if (is(event_type::agentFinished))
        return fieldText(data, "error");
    if (is(event_type::workspaceCheckpoint))
        return tr("Checkpoint %1").arg(fieldText(data, "tree").left(10));
    if (is(event_type::networkRefused))
        return tr("Network: %1").arg(fieldText(data, "text"));
    if (is(event_type::runPaused))
        return tr("Paused before %1").arg(fieldText(data, "before"));
    if (is(event_type::runContinued))
        return tr("Goes on after %1").arg(durationText(fieldNumber(data, "paused_ms")));
    if (is(event_type::approvalRequested))
        return tr("Waits for an approval. %1").arg(fieldText(data, "why"));
    if (is(event_type::repairStarted))
        return tr("Repair %1 of %2 starts").arg(fieldNumber(data, "attempt")).arg(fieldNumber(data, "of"));
    if (is(event_type::commitCreated))
        return tr("Commit %1 on %2").arg(fieldText(data, "commit").left(10), fieldText(data, "branch"));
    if (is(event_type::branchPushed))
        return tr("Pushed %1 to %2").arg(fieldText(data, "branch"), fieldText(data, "remote"));
    if (is(event_type::runFinished))
        return fieldText(data, "summary").isEmpty() ? tr("The run ended: %1").arg(fieldText(data, "outcome"))
                                                    : fieldText(data, "summary");
    return steeringLine(type, data);
}

QString toolGlance(const QString &name, const QJsonObject &input)
{
    for (const char *key : {"path", "file_path", "command", "query", "pattern", "directory", "summary"})
        if (const QString text = fieldText(input, key); !text.isEmpty())
            return text;
    static const QRegularExpression touched(QStringLiteral("\\*\\*\\* (?:Update|Add|Delete) File: (.*)"));
    if (const QString patch = fieldText(input, "patch"); !patch.isEmpty())
        return touched.match(patch).captured(1);
    return input.isEmpty() || name == u"git_diff"
        ? QString()
        : QString::fromUtf8(QJsonDocument(input).toJson(QJsonDocument::Compact)).left(200);
}

} // namespace mergeloom

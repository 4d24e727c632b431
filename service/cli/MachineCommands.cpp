#include "service/cli/CommandGroups.h"
#include "service/cli/Doctor.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"
#include "service/cli/WorkerSettings.h"

namespace mergeloom {

namespace {

ExitCode showConfig(const Invocation &invocation, const Terminal &terminal)
{
    if (invocation.has(QStringLiteral("markdown"))) {
        terminal.out(settingsMarkdown().toUtf8());
        return ExitCode::Ok;
    }
    const auto settings = loadWorkerSettings(invocation.settings);
    if (!settings)
        return failed(terminal, settings.error());
    QJsonObject json;
    TextTable table({{"SETTING"}, {"VALUE", TextTable::Column::Flexible}, {"FROM"}});
    for (const SettingRow &row : settings->rows()) {
        const QString key = QString::fromLatin1(row.key);
        const SettingValue value = settings->value(key);
        json.insert(key,
            QJsonObject{{"value", shownSetting(row, value)}, {"source", value.source},
                {"variable", QString::fromLatin1(row.variable)}, {"help", QString::fromUtf8(row.help)}});
        table.add({key, shownSetting(row, value), value.source});
    }
    if (invocation.isJson())
        terminal.json(json);
    else
        table.print(terminal);
    return ExitCode::Ok;
}

ExitCode diagnose(const Invocation &invocation, const Terminal &terminal)
{
    api::Health health;
    health.checks = checkMachine(invocation);
    bool isAway = false;
    if (const auto client = connectWorker(invocation)) {
        const auto told = (*client)->wait(api_call::health());
        isAway = !told;
        if (told)
            health.checks += told->checks;
        else
            health.checks.append({QStringLiteral("worker"), QStringLiteral("warning"), plainText(told.error().message),
                QStringLiteral("Start it with `mergeloom-worker serve`."), Timestamp::now()});
    }
    health.status = QStringLiteral("ok");
    for (const char *level : {"warning", "failing"})
        for (const api::HealthCheck &check : std::as_const(health.checks))
            if (check.status == QLatin1StringView(level))
                health.status = check.status;
    if (invocation.isJson()) {
        terminal.json(toJson(health));
    } else {
        for (const api::HealthCheck &check : std::as_const(health.checks)) {
            terminal.line(terminal.painted(styleOfState(check.status), check.status.leftJustified(8)) + u' '
                + plainLine(check.name) + QStringLiteral(": ") + plainLine(check.seen));
            if (check.status != u"ok" && !check.remedy.isEmpty())
                terminal.line(QString(9, u' ') + plainLine(check.remedy));
        }
    }
    if (health.status == u"failing")
        return ExitCode::Failed;
    return isAway && invocation.has(QStringLiteral("url")) ? ExitCode::Unreachable : ExitCode::Ok;
}

ExitCode showVersion(const Invocation &invocation, const Terminal &terminal)
{
    if (invocation.isJson())
        terminal.json(
            QJsonObject{{"version", QStringLiteral(MERGELOOM_VERSION)}, {"qt", QString::fromLatin1(qVersion())}});
    else
        terminal.line(QStringLiteral("mergeloom-worker %1 (Qt %2)")
                          .arg(QStringLiteral(MERGELOOM_VERSION), QString::fromLatin1(qVersion())));
    return ExitCode::Ok;
}

} // namespace

QList<Command> machineCommands()
{
    return {
        {"config show", "Show every setting, and where its value comes from.", {}, showConfig,
            {{"markdown", {}, "the table of the README"}}},
        {"doctor", "Check this machine, and the worker when it can be reached.", {}, diagnose, {}},
        {"version", "Say the version.", {}, showVersion, {}},
    };
}

} // namespace mergeloom

#include "service/cli/CommandLine.h"

#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"

#include <algorithm>

namespace mergeloom {

namespace {

const QList<CommandOption> &commonOptions()
{
    static const QList<CommandOption> options{
        {"json", {}, "print JSON, for programs"},
        {"url", "URL", "worker to speak to (JCA_WORKER_URL, else this machine's)"},
        {"token", "TOKEN", "its token (JCA_WORKER_UI_TOKEN, else the one in the data directory)"},
        {"config", "FILE", "one more configuration file"},
        {"help", {}, "say this"},
    };
    return options;
}

int distance(const QString &a, const QString &b)
{
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

QString settingOption(const SettingRow &row) { return QString::fromLatin1(row.key).replace(u'_', u'-'); }

/// None: no such option.
struct KnownOption {
    QString name;
    bool takesValue = false;
    bool isSetting = false;
};

std::optional<KnownOption> knownOption(const Command &command, const QString &name)
{
    for (const QList<CommandOption> &rows : {command.options, commonOptions()})
        for (const CommandOption &row : rows)
            if (row.name == name)
                return KnownOption{name, !row.value.isEmpty(), false};
    for (const SettingRow &row : workerSettingRows())
        if (settingOption(row) == name || QLatin1StringView(row.key) == name)
            return KnownOption{QString::fromLatin1(row.key), true, true};
    return std::nullopt;
}

Unexpected unknownOption(const Command &command, const QString &name)
{
    QStringList names;
    for (const QList<CommandOption> &rows : {command.options, commonOptions()})
        for (const CommandOption &row : rows)
            names << row.name;
    for (const SettingRow &row : workerSettingRows())
        names << settingOption(row);
    const QString near = nearestName(name, names);
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("There is no option --%1 of `%2`.%3")
            .arg(name, command.name, near.isEmpty() ? QString() : QStringLiteral(" Did you mean --%1?").arg(near)));
}

/// How many arguments the usage allows.
Result<void> checkCount(const Command &command, qsizetype count)
{
    qsizetype least = 0, most = 0;
    for (const QString &word : command.usage.split(u' ', Qt::SkipEmptyParts)) {
        least += word.startsWith(u'[') ? 0 : 1;
        most += word.contains(u"...") ? 1000 : 1;
    }
    if (count >= least && count <= most)
        return {};
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("`%1` takes %2, but got %3 argument(s).")
            .arg(command.name, command.usage.isEmpty() ? QStringLiteral("no argument") : command.usage)
            .arg(count));
}

void printOptions(const Terminal &terminal, const QList<CommandOption> &options)
{
    for (const CommandOption &option : options) {
        const QString name =
            QStringLiteral("--%1%2").arg(option.name, option.value.isEmpty() ? QString() : u' ' + option.value);
        terminal.line(QStringLiteral("  %1 %2").arg(name.leftJustified(26), option.help));
    }
}

void printCommandHelp(const Terminal &terminal, const Command &command)
{
    terminal.line(QStringLiteral("Usage: mergeloom-worker %1%2 [OPTIONS]")
                      .arg(command.name, command.usage.isEmpty() ? QString() : u' ' + command.usage));
    terminal.line();
    terminal.line(command.summary);
    if (!command.options.isEmpty()) {
        terminal.line(QStringLiteral("\nOptions:"));
        printOptions(terminal, command.options);
    }
    terminal.line(QStringLiteral("\nOf all commands:"));
    printOptions(terminal, commonOptions());
    terminal.line(QStringLiteral("\nEvery setting too, e.g. --port 8011; `mergeloom-worker config show` lists them."));
}

void printHelp(const Terminal &terminal, const QList<Command> &commands, const QString &group)
{
    terminal.line(QStringLiteral("Usage: mergeloom-worker %1 [OPTIONS]")
                      .arg(group.isEmpty() ? QStringLiteral("COMMAND") : group + QStringLiteral(" COMMAND")));
    terminal.line();
    for (const Command &command : commands)
        if (group.isEmpty() || command.name.startsWith(group + u' '))
            terminal.line(QStringLiteral("  %1 %2").arg(command.name.leftJustified(18), command.summary));
    terminal.line(
        QStringLiteral("\n`mergeloom-worker COMMAND --help` says more. Exit codes: 0 ok, 1 failed, 2 usage, 3 blocked, "
                       "4 cancelled,\n5 worker not reachable."));
}

/// The row that the first words name; takes the words away.
const Command *findCommand(const QList<Command> &commands, QStringList &words)
{
    for (const qsizetype count : {2, 1}) {
        if (words.size() < count)
            continue;
        const QString name = words.first(count).join(u' ');
        for (const Command &command : commands) {
            if (command.name == name) {
                words = words.sliced(count);
                return &command;
            }
        }
    }
    return nullptr;
}

ExitCode unknownCommand(const Terminal &terminal, const QList<Command> &commands, const QStringList &words)
{
    QStringList names, groups;
    for (const Command &command : commands) {
        names << command.name;
        groups << command.name.section(u' ', 0, 0);
    }
    const QString first = words.value(0);
    const bool isGroup = groups.contains(first);
    if (isGroup && (words.size() < 2 || words.at(1) == u"--help" || words.at(1) == u"-h")) {
        printHelp(terminal, commands, first);
        return words.size() < 2 ? ExitCode::Usage : ExitCode::Ok;
    }
    const QString wrong = isGroup ? words.first(2).join(u' ') : first;
    QString near = nearestName(words.size() > 1 ? words.first(2).join(u' ') : first, names);
    if (near.isEmpty() && !isGroup)
        near = nearestName(first, names + groups);
    terminal.error(
        QStringLiteral("mergeloom-worker: there is no command `%1`.%2 `mergeloom-worker --help` lists them.")
            .arg(plainLine(wrong), near.isEmpty() ? QString() : QStringLiteral(" Did you mean `%1`?").arg(near)));
    return ExitCode::Usage;
}

} // namespace

QString nearestName(const QString &wrong, const QStringList &names)
{
    QString best;
    int least = 1 + int(std::max<qsizetype>(wrong.size(), 3)) / 3;
    for (const QString &name : names) {
        const int steps = name.startsWith(wrong) && wrong.size() >= 3 ? 1 : distance(wrong, name);
        if (steps < least || (steps == least && best.isEmpty())) {
            least = steps;
            best = name;
        }
    }
    return best;
}

Result<Invocation> parseInvocation(const Command &command, const QStringList &arguments)
{
    Invocation invocation;
    bool isOnlyArguments = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString word = arguments.at(i);
        if (isOnlyArguments || word == u"-" || !word.startsWith(u'-')) {
            invocation.arguments << word;
            continue;
        }
        if (word == u"--") {
            isOnlyArguments = true;
            continue;
        }
        if (word == u"-h")
            word = QStringLiteral("--help");
        const QString name = word.section(u'=', 0, 0).mid(word.startsWith(u"--") ? 2 : 1);
        const bool hasValue = word.contains(u'=');
        const auto known = word.startsWith(u"--") ? knownOption(command, name) : std::nullopt;
        if (!known)
            return unknownOption(command, name);
        if (!known->takesValue && hasValue)
            return failure(ErrorCode::InvalidInput, QStringLiteral("--%1 takes no value.").arg(name));
        if (known->takesValue && !hasValue && i + 1 >= arguments.size())
            return failure(ErrorCode::InvalidInput, QStringLiteral("--%1 needs a value.").arg(name));
        const QString value = hasValue ? word.section(u'=', 1) : known->takesValue ? arguments.at(++i) : QString();
        if (known->isSetting || known->name == u"config")
            invocation.settings.insert(known->name, value);
        else
            invocation.options[known->name] << value;
    }
    if (!invocation.has(QStringLiteral("help")))
        MERGELOOM_CHECK(checkCount(command, invocation.arguments.size()));
    return invocation;
}

ExitCode runCommandLine(const QStringList &arguments, const QList<Command> &commands, const Terminal &terminal)
{
    QStringList words = arguments;
    const QString first = words.value(0);
    if (first.isEmpty() || first == u"help" || first == u"--help" || first == u"-h") {
        printHelp(terminal, commands, {});
        return first.isEmpty() ? ExitCode::Usage : ExitCode::Ok;
    }
    if (first == u"--version")
        words[0] = QStringLiteral("version");
    const Command *command = findCommand(commands, words);
    if (!command)
        return unknownCommand(terminal, commands, words);
    const auto invocation = parseInvocation(*command, words);
    if (!invocation) {
        terminal.error(QStringLiteral("mergeloom-worker: %1 `mergeloom-worker %2 --help` says more.")
                           .arg(plainText(invocation.error().message), command->name));
        return ExitCode::Usage;
    }
    if (invocation->has(QStringLiteral("help"))) {
        printCommandHelp(terminal, *command);
        return ExitCode::Ok;
    }
    return command->run(*invocation, terminal);
}

} // namespace mergeloom

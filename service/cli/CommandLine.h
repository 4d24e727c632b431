#pragma once

#include "service/cli/Terminal.h"
#include "shared/core/Result.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <functional>

namespace mergeloom {

/// An option of a command, `--name VALUE` or, without a value, a switch.
struct CommandOption {
    QString name;
    QString value; ///< what the help calls the value; empty: a switch
    QString help;
};

/// What was asked for on the command line.
struct Invocation {
    QStringList arguments;              ///< without options
    QMap<QString, QStringList> options; ///< of the command and of all commands; a switch has one empty text
    QMap<QString, QString> settings;    ///< for loadWorkerSettings()

    bool has(const QString &option) const { return options.contains(option); }
    QString text(const QString &option, const QString &fallback = {}) const
    {
        return options.value(option, {fallback}).last();
    }
    QStringList all(const QString &option) const { return options.value(option); }
    bool isJson() const { return has(QStringLiteral("json")); }
};

/// One row of the table of commands.
struct Command {
    QString name;    ///< `ticket add`
    QString summary; ///< one sentence
    QString usage;   ///< arguments, e.g. `ALIAS URL`; `[X]` may be left out, `X...` repeated
    std::function<ExitCode(const Invocation &, const Terminal &)> run;
    QList<CommandOption> options;
};

/// The commands that speak to a worker or look at this machine, one line each. `serve` and `run` are added by main.
QList<Command> workerCommands();

/// Finds and runs the command; `arguments` without the program's name. Needs a QCoreApplication. Says help, and usage
/// errors with the nearest name.
ExitCode runCommandLine(const QStringList &arguments, const QList<Command> &commands, const Terminal &terminal);

/// Options of the command, those of all commands (`--json --url --token --config --help`), and every setting as
/// `--key-with-dashes`. Error `invalid_input` names what is wrong, and the nearest option.
Result<Invocation> parseInvocation(const Command &command, const QStringList &arguments);

/// The name in `names` that was probably meant; empty when none is near.
QString nearestName(const QString &wrong, const QStringList &names);

} // namespace mergeloom

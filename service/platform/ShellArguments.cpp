#include "service/platform/ShellArguments.h"

#include "service/platform/ShellPrograms.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

/// Options by which a program starts another one.
struct StartingOptions {
    const char *programs;
    const char *options;
    const char *valued; ///< letters of short options that take the rest of their word
};

constexpr StartingOptions startingOptions[] = {
    {"rg", "--pre --hostname-bin -z --search-zip", "eftgTjmMABCEd"},
    {"tar bsdtar",
        "--to-command --use-compress-program --checkpoint-action --rsh-command --rmt-command --info-script "
        "--new-volume-script -I -F",
        "fCbgKLNTVXH"},
    {"sort", "--compress-program", "kotST"},
    {"split", "--filter", "abClnt"},
    {"install", "--strip-program", "gmotS"},
    {"patch", "-e --ed", "BDdFgioprVYz"},
    {"rsync", "-e --rsh --rsync-path", "fBTM"},
    {"scp sftp", "-S -o -F -D", "cilPJX"},
    {"wget", "-e --execute --use-askpass", "oaiBtOTwQPUlARDIX"},
    {"zip", "-TT --unzip-command", ""},
    {"make gmake", "--eval -E", "CfIoW"},
    {"man", "-P --pager -H --html", ""},
    {"ag ack bat delta", "--pager", ""},
    {"helm", "--post-renderer", ""},
    {"cargo", "--config", ""},
    {"gcc g++ cc c++ clang clang++", "-B -wrapper -fplugin -specs --specs", ""},
    {"npm npx pnpm yarn", "--script-shell --shell --editor --viewer --call --git --scripts-prepend-node-path", ""},
    {"go", "-toolexec --toolexec -exec --exec -vettool --vettool", ""},
    {"ctest", "--launcher", ""},
};

bool contains(const char *list, const QString &word)
{
    return QString::fromLatin1(list).split(QLatin1Char(' ')).contains(word);
}

Unexpected optionStarts(const QString &program, const QString &option)
{
    return notAllowed(QStringLiteral("%1 %2 starts another program, which is not followed. Leave the option out.")
                          .arg(program, option),
        program);
}

Result<ShellStarts> startedByFind(const ShellWords &arguments)
{
    static const QSet<QString> runs = wordSet("-exec -execdir -ok -okdir");
    static const QSet<QString> valued = wordSet(
        "-name -iname -path -ipath -wholename -iwholename -regex -iregex -lname -ilname -newer -anewer -cnewer -samefile "
        "-type -xtype -size -mtime -atime -ctime -mmin -amin -cmin -maxdepth -mindepth -perm -user -group -uid -gid -links "
        "-inum -fstype -used -printf -regextype -context -newermt");
    ShellStarts starts;
    bool isComputedBefore = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        if (word.isLiteral && valued.contains(word.text())) {
            if (++i < arguments.size() && !arguments.at(i).isOneWord && arguments.at(i).start.isEmpty())
                return notAllowed(
                    QStringLiteral("The value of %1 may be more than one word, -exec among them. Quote it.")
                        .arg(word.text()),
                    QStringLiteral("find"));
            continue;
        }
        if (word.isLiteral && runs.contains(word.text())) {
            ShellWords command;
            for (++i; i < arguments.size() && !arguments.at(i).is(QLatin1String(";")); ++i) {
                const ShellWord &part = arguments.at(i);
                const bool isPlace = part.text().contains(QLatin1String("{}"));
                if (part.is(QLatin1String("+")) && !command.isEmpty() && arguments.at(i - 1).is(QLatin1String("{}")))
                    break;
                // What find puts there begins as its starting points do, which are no options.
                command << (isPlace && !command.isEmpty() ? ShellWord::beginning(QStringLiteral("./")) : part);
            }
            starts.commands << command;
            starts.isDirectoryKnown = starts.isDirectoryKnown && !word.text().endsWith(QLatin1String("dir"));
            continue;
        }
        // One computed path is only a path: what would follow it as -exec's program is an option of find's.
        if (!word.isLiteral && word.mayBeOption()) {
            const bool isFollowed = i + 1 < arguments.size()
                && !(arguments.at(i + 1).isLiteral && arguments.at(i + 1).text().startsWith(QLatin1Char('-')));
            if (!word.isOneWord || isFollowed || isComputedBefore)
                return notAllowed(
                    QStringLiteral("A computed word of find may be -exec. Begin it with ./ or write it out."),
                    QStringLiteral("find"));
            isComputedBefore = true;
        }
    }
    return starts;
}

/// fd -x and -X: the rest of the line, up to a semicolon.
Result<ShellStarts> startedByFd(const ShellWords &arguments)
{
    static const QRegularExpression runs(QStringLiteral("^(-[A-Za-wyzHIugaLp]*[xX].*|--exec(-batch)?(=.*)?)$"));
    ShellStarts starts;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        if (!word.isLiteral && word.mayBeOption())
            return notAllowed(
                QStringLiteral("A computed word of fd may be --exec. Write it out."), QStringLiteral("fd"));
        if (!runs.match(word.text()).hasMatch())
            continue;
        if (word.text().size() != 2 && !contains("--exec --exec-batch", word.text()))
            return optionStarts(QStringLiteral("fd"), word.text());
        ShellWords command = arguments.mid(i + 1);
        command << ShellWord::unknown();
        starts.commands << command;
        break;
    }
    return starts;
}

/// A sed script that can be read here, without the command `e` and the flag `e` of `s`.
bool isHarmlessSed(const QString &script)
{
    static const QString address = QStringLiteral("(?:[0-9]+(?:~[0-9]+)?|\\$|/(?:[^/\\\\]|\\\\.)*/[IM]*|\\+[0-9]+)");
    static const QString substitute = QStringLiteral(
        "s([/|,#@!:;%_+~])(?:(?!\\1)[^\\\\\\n]|\\\\.)*\\1(?:(?!\\1)[^\\\\\\n]|\\\\(?:.|\\n))*\\1[gpiIMm0-9]*");
    static const QRegularExpression one(
        QStringLiteral("\\G[\\s;{}]*(?:%1(?:,\\s*%1)?\\s*!?\\s*)?[\\s{]*(?:%2|"
                       "y/(?:[^/\\\\]|\\\\.)*/(?:[^/\\\\]|\\\\.)*/|[aic]\\\\?[^\\n]*|"
                       "[:btT]\\s*[A-Za-z0-9_]*|[qQ][0-9]*|[dDpPhHgGxnNl=])\\s*(?=[;}\\n]|$)")
            .arg(address, substitute)
            .replace(QStringLiteral("\\1"), QStringLiteral("\\g{-1}")));
    static const QRegularExpression rest(QStringLiteral("\\G[\\s;}]*$"));
    qsizetype at = 0;
    while (at <= script.size()) {
        if (rest.match(script, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption)
                .hasMatch())
            return true;
        const auto match =
            one.match(script, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch() || match.capturedLength() == 0)
            return false;
        at = match.capturedEnd();
    }
    return true;
}

Result<void> checkSed(const ShellWords &arguments)
{
    const QString sed = QStringLiteral("sed");
    static const QRegularExpression plainFlags(QStringLiteral("^-[nrEsuz]*(i[^/]*)?$"));
    static const QRegularExpression longFlags(QStringLiteral(
        "^--(quiet|silent|regexp-extended|in-place(=.*)?|separate|unbuffered|null-data|posix|version|help)$"));
    bool hasScript = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments.at(i).is(QLatin1String("--sandbox")))
            return {};
        const ShellWord word = arguments.at(i);
        const bool isScriptOption = word.is(QLatin1String("-e")) || word.is(QLatin1String("--expression"))
            || (word.isLiteral && QRegularExpression(QStringLiteral("^-[nrEsuz]+e$")).match(word.text()).hasMatch());
        const bool isOption = word.isLiteral && word.text().startsWith(QLatin1Char('-')) && word.text().size() > 1;
        if (isOption && !isScriptOption) {
            if (!plainFlags.match(word.text()).hasMatch() && !longFlags.match(word.text()).hasMatch())
                return notAllowed(
                    QStringLiteral(
                        "The option %1 of sed may bring a script that starts programs. Give it with -e, or set --sandbox.")
                        .arg(word.text()),
                    sed);
            continue;
        }
        if (!isScriptOption && hasScript) {
            if (!word.isLiteral && word.mayBeOption())
                return notAllowed(
                    QStringLiteral("A computed file of sed may be an option. Begin it with ./ or set --sandbox."), sed);
            continue;
        }
        const ShellWord script = isScriptOption ? arguments.value(++i) : word;
        hasScript = true;
        if (!script.isLiteral || !isHarmlessSed(script.text()))
            return notAllowed(
                QStringLiteral(
                    "It cannot be told whether this script of sed starts a program. Set --sandbox, which keeps it from that."),
                sed);
    }
    return {};
}

Result<void> checkAwk(const QString &program, const ShellWords &arguments)
{
    static const QRegularExpression starting(QStringLiteral("system|(?<!\\|)\\|(?!\\|)|@"));
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        if (word.text().startsWith(QLatin1String("-F")) || word.text().startsWith(QLatin1String("-v"))) {
            i += word.text().size() == 2 ? 1 : 0;
            continue;
        }
        if (word.isLiteral && !word.text().startsWith(QLatin1Char('-')) && !word.text().contains(starting))
            return {};
        return notAllowed(
            QStringLiteral(
                "It cannot be told whether this program of %1 starts another one: it is computed, in a file, or uses "
                "system() or a pipe.")
                .arg(program),
            program);
    }
    return {};
}

/// tar takes its first word for options even without a dash.
Result<void> checkOldTar(const ShellWords &arguments)
{
    if (arguments.isEmpty() || !arguments.first().isLiteral || arguments.first().text().startsWith(QLatin1Char('-')))
        return {};
    if (arguments.first().text().contains(QRegularExpression(QStringLiteral("[IF]"))))
        return optionStarts(QStringLiteral("tar"), arguments.first().text());
    return {};
}

Result<void> checkMake(const ShellWords &arguments)
{
    static const QRegularExpression shell(QStringLiteral("^(\\.?SHELL(FLAGS)?|MAKE(FLAGS|FILES|SHELL)?)[ :+?!]*="));
    for (const ShellWord &word : arguments)
        if (word.text().contains(shell) || (!word.isKnown() && word.start.isEmpty()))
            return notAllowed(
                QStringLiteral("make may not be given another shell, and no computed words. Write the targets out."),
                QStringLiteral("make"));
    return {};
}

} // namespace

Result<void> refuseOptions(const QString &program, const ShellWords &arguments, const char *refused, const char *valued)
{
    const QStringList options = QString::fromLatin1(refused).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool isValue = false;
    for (const ShellWord &word : arguments) {
        if (std::exchange(isValue, false) && word.isOneWord)
            continue;
        if (word.is(QLatin1String("--")))
            return {};
        if (!word.isLiteral && word.mayBeOption() && (!word.text().startsWith(u'-') || word.text() == u"-"))
            return notAllowed(
                QStringLiteral(
                    "A computed word of %1 may be an option that starts a program. Put -- before it, begin it with "
                    "./, or write it out.")
                    .arg(program),
                program);
        const QString name = word.text().section(QLatin1Char('='), 0, 0);
        if (!name.startsWith(QLatin1Char('-')))
            continue;
        for (const QString &option : options) {
            const bool isLong = name.startsWith(QLatin1String("--")) && name.size() > 2 && option.startsWith(name);
            if (isLong || (option.size() > 2 && name == option))
                return optionStarts(program, word.text());
        }
        for (qsizetype i = 1; i < name.size() && !name.startsWith(QLatin1String("--")); ++i) {
            if (options.contains(QStringLiteral("-") + name.at(i)))
                return optionStarts(program, word.text());
            isValue = QLatin1String(valued).contains(name.at(i)) && word.text().size() == i + 1;
            if (QLatin1String(valued).contains(name.at(i)))
                break;
        }
    }
    return {};
}

Result<ShellStarts> startedByArguments(const QString &program, const ShellWords &arguments)
{
    if (program == QLatin1String("git"))
        return startedByGit(arguments);
    if (program == QLatin1String("find"))
        return startedByFind(arguments);
    if (program == QLatin1String("fd") || program == QLatin1String("fdfind"))
        return startedByFd(arguments);
    if (program == QLatin1String("sed"))
        MERGELOOM_CHECK(checkSed(arguments));
    if (contains("awk gawk mawk nawk", program))
        MERGELOOM_CHECK(checkAwk(program, arguments));
    if (contains("tar bsdtar", program))
        MERGELOOM_CHECK(checkOldTar(arguments));
    if (contains("make gmake", program))
        MERGELOOM_CHECK(checkMake(arguments));
    for (const StartingOptions &row : startingOptions)
        if (contains(row.programs, program))
            MERGELOOM_CHECK(refuseOptions(program, arguments, row.options, row.valued));
    return ShellStarts();
}

} // namespace mergeloom

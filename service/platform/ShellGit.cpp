#include "service/platform/ShellArguments.h"
#include "service/platform/ShellPrograms.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

const QString gitProgram = QStringLiteral("git");

/// Subcommands of git itself; any other name is an alias or a program called git-NAME.
const QSet<QString> &ownSubcommands()
{
    static const QSet<QString> names = wordSet(
        "add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore check-mailmap "
        "check-ref-format checkout checkout-index cherry cherry-pick clean clone column commit commit-graph commit-tree "
        "config count-objects describe diff diff-files diff-index diff-tree fast-export fast-import fetch fmt-merge-msg "
        "for-each-ref format-patch fsck gc grep hash-object init interpret-trailers log ls-files ls-remote ls-tree mailinfo "
        "merge merge-base merge-file merge-tree mktag mktree mv name-rev notes pack-refs patch-id prune pull push range-diff "
        "read-tree rebase reflog remote repack replace rerere reset restore rev-list rev-parse revert rm shortlog show "
        "show-branch show-index show-ref sparse-checkout stash status stripspace submodule switch symbolic-ref tag "
        "unpack-objects update-index update-ref update-server-info var verify-commit verify-pack verify-tag version "
        "whatchanged worktree write-tree");
    return names;
}

struct GitOptions {
    const char *subcommands;
    const char *refused;
    const char *valued;
};

constexpr GitOptions gitOptions[] = {
    {"grep", "-O --open-files-in-pager", "efABCm"},
    {"clone", "-u -c --upload-pack --config --template", "bjo"},
    {"fetch pull ls-remote", "--upload-pack --exec", ""},
    {"push", "--receive-pack --exec", ""},
    {"archive", "--exec --remote", ""},
    {"rebase", "-x --exec", ""},
    {"init", "--template", ""},
    {"log show diff diff-tree diff-index diff-files stash format-patch", "--ext-diff", ""},
};

Unexpected gitUnclear(const QString &what)
{
    return notAllowed(QStringLiteral("What git would start cannot be told: %1.").arg(what), gitProgram);
}

Result<void> checkSetting(const ShellWord &word)
{
    if (!word.isLiteral && !word.text().contains(QLatin1Char('=')))
        return gitUnclear(QStringLiteral("the name of a setting is computed"));
    const QString value = word.isLiteral ? word.text().section(QLatin1Char('='), 1) : QStringLiteral("?");
    return checkGitSetting(word.text().section(QLatin1Char('='), 0, 0), value);
}

/// The options before the subcommand; they are taken off `words`.
Result<void> readGlobalOptions(ShellWords &words, ShellStarts &starts)
{
    static const QSet<QString> flags = wordSet(
        "-p --paginate -P --no-pager --bare --no-replace-objects --literal-pathspecs --glob-pathspecs --noglob-pathspecs "
        "--icase-pathspecs --no-optional-locks --version --help -h -v --html-path --man-path --info-path --exec-path");
    while (!words.isEmpty()) {
        const ShellWord word = words.first();
        if (!word.isLiteral && word.mayBeOption() && word.text().isEmpty())
            return gitUnclear(QStringLiteral("its subcommand is computed"));
        if (!word.text().startsWith(QLatin1Char('-')))
            return {};
        words.removeFirst();
        if (word.isLiteral && flags.contains(word.text()))
            continue;
        if (!word.is(QLatin1String("-C")) && !word.is(QLatin1String("-c")))
            return gitUnclear(QStringLiteral("its option %1 is not known here, or starts programs").arg(word.text()));
        if (words.isEmpty() || !words.first().isOneWord)
            return gitUnclear(QStringLiteral("the value of %1 may be more than one word").arg(word.text()));
        const ShellWord value = words.takeFirst();
        if (word.is(QLatin1String("-c"))) {
            MERGELOOM_CHECK(checkSetting(value));
        } else {
            starts.directories << value;
        }
    }
    return {};
}

Result<void> checkConfig(const ShellWords &arguments)
{
    static const QSet<QString> reading = wordSet(
        "--get --get-all --get-regexp --get-urlmatch --list -l list get --unset --unset-all unset --show-origin");
    static const QSet<QString> writing = wordSet("set --add --replace-all");
    static const QSet<QString> places =
        wordSet("--global --local --system --worktree --bool --int --bool-or-int --type=bool "
                "--type=int --type=path --path --null -z --name-only --show-scope --includes");
    ShellWords words;
    for (const ShellWord &word : arguments) {
        if (word.isLiteral && reading.contains(word.text()) && words.isEmpty())
            return {};
        if (!word.isLiteral && words.isEmpty())
            return gitUnclear(QStringLiteral("the name of a setting is computed"));
        if (word.isLiteral && (places.contains(word.text()) || (writing.contains(word.text()) && words.isEmpty())))
            continue;
        if (word.text().startsWith(QLatin1Char('-')) && words.isEmpty())
            return gitUnclear(QStringLiteral("the option %1 of config is not followed").arg(word.text()));
        words << word;
    }
    if (words.size() < 2)
        return {}; // it asks
    return checkGitSetting(words.at(0).text(), words.at(1).isLiteral ? words.at(1).text() : QStringLiteral("?"));
}

Result<void> checkSubcommand(const QString &subcommand, const ShellWords &arguments, ShellStarts &starts)
{
    for (const ShellWord &word : arguments)
        if (word.text().contains(QLatin1String("ext::")) || word.text().startsWith(QLatin1String("fd::")))
            return gitUnclear(QStringLiteral("a remote named by ext:: is a program"));
    const bool isFirstComputed =
        !arguments.isEmpty() && !arguments.first().isKnown() && arguments.first().start.isEmpty();
    if (subcommand == QLatin1String("config"))
        return checkConfig(arguments);
    if (subcommand == QLatin1String("submodule") || subcommand == QLatin1String("bisect")) {
        if (isFirstComputed)
            return gitUnclear(QStringLiteral("what %1 is to do is computed").arg(subcommand));
        for (qsizetype i = 0; i < arguments.size(); ++i) {
            const QString &word = arguments.at(i).text();
            if (subcommand == QLatin1String("submodule") && word == QLatin1String("foreach"))
                return gitUnclear(QStringLiteral("submodule foreach runs text. Use a loop"));
            if (subcommand == QLatin1String("bisect") && word == QLatin1String("run")) {
                starts.commands << arguments.mid(i + 1);
                return {};
            }
        }
    }
    for (const GitOptions &row : gitOptions)
        if (QString::fromLatin1(row.subcommands).split(QLatin1Char(' ')).contains(subcommand)) {
            const bool isReading = QLatin1String(row.refused) == QLatin1String("--ext-diff");
            const ShellWords seen = isReading ? ShellWords() : arguments;
            MERGELOOM_CHECK(refuseOptions(gitProgram, seen, row.refused, row.valued));
            for (const ShellWord &word : isReading ? arguments : ShellWords())
                if (word.text().startsWith(QLatin1String("--ext")))
                    return gitUnclear(QStringLiteral("--ext-diff starts what the configuration names"));
        }
    return {};
}

} // namespace

Result<void> checkGitSetting(const QString &key, const QString &value)
{
    static const QRegularExpression harmless(
        QStringLiteral(
            "^(user\\..*|author\\..*|committer\\..*|color\\..*|advice\\..*|column\\..*|"
            "core\\.(quotepath|autocrlf|abbrev|ignorecase|filemode|symlinks|whitespace|eol|safecrlf|longpaths|"
            "precomposeunicode|preloadindex|untrackedcache|compression|commentchar)|"
            "init\\.defaultbranch|safe\\.directory|commit\\.(gpgsign|verbose|status|cleanup)|"
            "tag\\.(gpgsign|sort)|log\\..*|diff\\.(algorithm|renames|renamelimit|context|mnemonicprefix|noprefix|"
            "colormoved|submodule)|merge\\.(conflictstyle|ff|renames|renamelimit)|pull\\..*|"
            "push\\.(default|autosetupremote|followtags)|fetch\\.(prune|prunetags|parallel)|"
            "rebase\\.(autosquash|autostash|updaterefs)|rerere\\..*|status\\..*|stash\\..*|gc\\.auto|"
            "index\\..*|feature\\..*|protocol\\.version|http\\.(postbuffer|version|lowspeedlimit|lowspeedtime)|"
            "remote\\.[^.]+\\.(url|fetch|prune)|branch\\..*\\.(remote|merge|rebase)|format\\.pretty)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression program(
        QStringLiteral("^(core\\.(pager|editor|fsmonitor|hookspath|askpass|attributesfile|excludesfile)|pager\\..*|"
                       "sequence\\.editor|credential\\.helper|protocol\\..*\\.allow)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QSet<QString> nothing = wordSet("cat true false : never /dev/null");
    if (harmless.match(key).hasMatch())
        return {};
    if (program.match(key).hasMatch() && (value.isEmpty() || nothing.contains(value)))
        return {};
    return notAllowed(
        QStringLiteral("git may not be given the setting %1: it can start a program, or is not known here.").arg(key),
        gitProgram);
}

Result<ShellStarts> startedByGit(const ShellWords &arguments)
{
    ShellStarts starts;
    ShellWords words = arguments;
    MERGELOOM_CHECK(readGlobalOptions(words, starts));
    if (words.isEmpty())
        return starts;
    const ShellWord subcommand = words.takeFirst();
    if (!subcommand.isLiteral)
        return gitUnclear(QStringLiteral("its subcommand is computed"));
    if (!ownSubcommands().contains(subcommand.text()))
        return gitUnclear(
            QStringLiteral("%1 is no subcommand that is followed here; it may be an alias").arg(subcommand.text()));
    MERGELOOM_CHECK(checkSubcommand(subcommand.text(), words, starts));
    return starts;
}

} // namespace mergeloom

#include "service/platform/ShellWrappers.h"

#include "service/platform/ShellPrograms.h"

#include <QRegularExpression>

#include <algorithm>

namespace mergeloom {

namespace {

enum class Takes { Program, ShellText, Tool };

/// The options that are known, as their manuals give them; any other is refused, since its value could not be told from
/// the program. `-#` is any number.
struct Wrapper {
    const char *names;
    const char *subcommands; ///< what has to stand first for a program to follow, such as `run`; empty: nothing
    const char *flags;
    const char *valued;
    int positions = 0; ///< words between the options and the program
    bool hasAssignments = false;
    Takes takes = Takes::Program;
};

constexpr Wrapper wrappers[] = {
    {"env", "", "-i - -0 -v --ignore-environment --null --debug --list-signal-handling",
        "-u -C -S --unset --chdir "
        "--split-string --block-signal --default-signal --ignore-signal",
        0, true},
    {"sudo doas", "", "-n -E -H -A -b -k -K -S -P --non-interactive --set-home --background",
        "-u -g -p -C -T -h -D --user --group --chdir", 0, true},
    {"xargs", "", "-0 -r -t -p -x -o --null --no-run-if-empty --verbose --interactive --exit --open-tty",
        "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-procs --max-chars --max-lines --replace"},
    {"timeout", "", "--foreground --preserve-status -v --verbose", "-k -s --kill-after --signal", 1},
    {"nice", "", "-#", "-n --adjustment"},
    {"nohup fakeroot eatmydata ltrace setarch unbuffer", "", "", ""},
    {"setsid", "", "-c -f -w --ctty --fork --wait", ""},
    {"stdbuf", "", "", "-i -o -e --input --output --error"},
    {"ionice", "", "-t --ignore", "-c -n --class --classdata"},
    {"chrt", "", "-b -f -i -o -r -v --batch --fifo --idle --other --rr --verbose", "", 1},
    {"taskset", "", "-a -c --all-tasks --cpu-list", "", 1},
    {"time", "", "-a -p -v -q --append --portability --verbose --quiet", "-f -o --format --output"},
    {"strace", "", "-f -ff -q -c -C -t -tt -T -v -y", "-e -o -s -S -P"},
    {"valgrind", "", "-q -v --quiet", "--tool --leak-check --error-exitcode --log-file --suppressions"},
    {"xvfb-run", "", "-a --auto-servernum", "-n -s -e --server-num --server-args"},
    {"prlimit", "", "-v --verbose", "--nofile --nproc --as --core --cpu --data --fsize --stack"},
    {"setpriv", "", "--no-new-privs --clear-groups --init-groups --keep-groups", "--reuid --regid --groups"},
    {"busybox toybox", "", "", ""},
    {"flock", "", "-s -x -e -n -u -o -F -v --shared --exclusive --nonblock --unlock --close --no-fork --verbose",
        "-w -E -c --timeout --wait --conflict-exit-code --command", 1},
    {"watch", "", "-b -c -d -e -g -p -t -w -x --beep --color --errexit --chgexit --no-title --exec", "-n --interval", 0,
        false, Takes::ShellText},
    {"parallel", "", "-0 -k -t -v --null --keep-order --verbose --lb --line-buffer --no-notice --will-cite",
        "-j -a -n -N -I --jobs --arg-file --max-args --halt --timeout --delay --tag", 0, false, Takes::ShellText},
    {"npx", "", "-y --yes --no -q --quiet --no-install --offline --prefer-offline", "-p -w --package --workspace", 0,
        false, Takes::Tool},
    {"npm", "exec exe x", "-y --yes --no -q --quiet --offline --prefer-offline -- -s --silent",
        "-w --package --workspace -p", 0, false, Takes::Tool},
    {"pnpm", "exec dlx", "-r --recursive -s --silent --parallel", "--package --filter -F", 0, false, Takes::Tool},
    {"yarn", "exec dlx", "-q --quiet --silent -s", "-p --package", 0, false, Takes::Tool},
    {"uvx", "", "-q -v --quiet --verbose --offline --isolated", "--from --with -p --python", 0, false, Takes::Tool},
    {"uv", "run",
        "-q -v -n -s --quiet --verbose --frozen --locked --no-sync --isolated --all-extras --dev --no-dev --active --offline "
        "--no-project --exact --all-groups -m --module --script",
        "--with --extra --group --only-group --no-group -p --python --project --directory --package --with-requirements",
        0, false, Takes::Tool},
    {"poetry pipenv pdm rye hatch pipx conda mamba bundle", "run exec", "-q --quiet --no-capture-output",
        "-n -p -C "
        "--name --prefix --directory",
        0, false, Takes::Tool},
    {"rustup", "run", "--install", "", 1, false, Takes::Tool},
};

bool has(const char *list, const QString &word)
{
    return QString::fromLatin1(list).split(QLatin1Char(' ')).contains(word);
}

Unexpected unclear(const QString &program, const QString &what)
{
    return notAllowed(QStringLiteral("What %1 would start cannot be told: %2.").arg(program, what), program);
}

/// Reads the options of one wrapper; what is left is what it starts.
class OptionReader
{
public:
    OptionReader(const Wrapper &wrapper, const QString &program, ShellWords words)
        : m_wrapper(wrapper), m_program(program), m_words(std::move(words))
    {
    }

    Result<void> read()
    {
        while (!m_words.isEmpty()) {
            const ShellWord word = m_words.first();
            if (word.is(QLatin1String("--"))) {
                m_words.removeFirst();
                break;
            }
            if (!word.isLiteral && word.mayBeOption())
                return unclear(m_program, QStringLiteral("an argument before the program is computed"));
            if (!word.text().startsWith(QLatin1Char('-')) || (!word.isLiteral && !word.text().startsWith(u"--")))
                break;
            m_words.removeFirst();
            MERGELOOM_CHECK(word.text().startsWith(QLatin1String("--")) ? readLong(word) : readShort(word));
        }
        return {};
    }

    ShellWords left() const { return m_words; }
    const QList<std::pair<QString, ShellWord>> &options() const { return m_options; }

private:
    Result<void> readLong(const ShellWord &word)
    {
        const QString name = word.text().section(QLatin1Char('='), 0, 0);
        const bool hasValue = word.text().contains(QLatin1Char('='));
        if (hasValue && has(m_wrapper.valued, name)) {
            ShellWord value = word;
            value.start = word.text().section(QLatin1Char('='), 1);
            m_options.append({name, value});
            return {};
        }
        if (word.isLiteral && has(m_wrapper.valued, name))
            return takeValue(name);
        if (word.isLiteral && (has(m_wrapper.flags, name) || isNumber(name)))
            return {};
        return unclear(m_program, QStringLiteral("its option %1 is not known here").arg(name));
    }

    Result<void> readShort(const ShellWord &word)
    {
        const QString &text = word.text();
        if (has(m_wrapper.flags, text) || isNumber(text))
            return {};
        for (qsizetype i = 1; i < text.size(); ++i) {
            const QString name = QStringLiteral("-") + text.at(i);
            if (has(m_wrapper.valued, name)) {
                if (i + 1 == text.size())
                    return takeValue(name);
                m_options.append({name, ShellWord::of(text.mid(i + 1))});
                return {};
            }
            if (!has(m_wrapper.flags, name))
                return unclear(m_program, QStringLiteral("its option %1 is not known here").arg(name));
        }
        return {};
    }

    Result<void> takeValue(const QString &name)
    {
        if (m_words.isEmpty() || !m_words.first().isOneWord)
            return unclear(m_program, QStringLiteral("the value of %1 may be more than one word").arg(name));
        m_options.append({name, m_words.takeFirst()});
        return {};
    }

    bool isNumber(const QString &text) const
    {
        static const QRegularExpression number(QStringLiteral("^--?[0-9]+$"));
        return has(m_wrapper.flags, QStringLiteral("-#")) && number.match(text).hasMatch();
    }

    const Wrapper &m_wrapper;
    QString m_program;
    ShellWords m_words;
    QList<std::pair<QString, ShellWord>> m_options;
};

/// env -S, as far as it is split at blanks alone.
Result<ShellWords> splitString(const ShellWord &word)
{
    static const QRegularExpression special(QStringLiteral("[\\\\'\"$#]"));
    if (!word.isLiteral || word.text().contains(special))
        return unclear(QStringLiteral("env"), QStringLiteral("the text of -S is computed or quoted"));
    ShellWords words;
    for (const QString &text : word.text().split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts))
        words << ShellWord::of(text);
    return words;
}

Result<void> takeAssignments(ShellWords &words, ShellStarts &starts)
{
    static const QRegularExpression name(QStringLiteral("^[^=/]+(?==)"));
    while (!words.isEmpty()) {
        const ShellWord word = words.first();
        const auto match = name.match(word.text());
        if (!match.hasMatch())
            return {};
        if (!word.isOneWord)
            return unclear(QStringLiteral("env"), QStringLiteral("the value of a variable may be more than one word"));
        ShellWord value = word;
        value.start = word.text().mid(match.capturedLength() + 1);
        starts.assignments.append({match.captured(), value});
        words.removeFirst();
    }
    return {};
}

/// watch and parallel give their words to a shell, joined: what the shell would read otherwise is refused.
Result<ShellWords> plainWords(const QString &program, const ShellWords &words)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./=,:@%+-]+$"));
    static const QRegularExpression filled(QStringLiteral("^(:::\\+?|::::\\+?)$"));
    ShellWords command;
    for (const ShellWord &word : words) {
        if (program == QLatin1String("parallel") && word.isLiteral && filled.match(word.text()).hasMatch())
            break;
        const bool isPlace = program == QLatin1String("parallel") && !command.isEmpty() && word.is(QLatin1String("{}"));
        if (!isPlace && (!word.isLiteral || !plain.match(word.text()).hasMatch()))
            return unclear(program, QStringLiteral("it hands its words to a shell"));
        command << (isPlace ? ShellWord::unknown() : word);
    }
    if (command.isEmpty())
        return unclear(program, QStringLiteral("it takes its commands from its input"));
    return command;
}

/// What xargs puts into the words of its program, or after them.
Result<void> addInput(const QList<std::pair<QString, ShellWord>> &options, ShellWords &words)
{
    for (const auto &[name, value] : options) {
        if (name != QLatin1String("-I") && name != QLatin1String("--replace"))
            continue;
        if (!value.isLiteral || value.text().isEmpty() || words.value(0).text().contains(value.text()))
            return unclear(QStringLiteral("xargs"), QStringLiteral("the program comes from its input"));
        for (qsizetype i = 1; i < words.size(); ++i)
            if (const qsizetype at = words.at(i).text().indexOf(value.text()); at >= 0)
                words[i] = ShellWord::beginning(words.at(i).text().left(at));
        return {};
    }
    if (!words.isEmpty())
        words << ShellWord::unknown();
    return {};
}

Result<ShellStarts> wrapped(const Wrapper &wrapper, const QString &program, const ShellWords &arguments)
{
    OptionReader reader(wrapper, program, arguments);
    MERGELOOM_CHECK(reader.read());
    ShellWords words = reader.left();
    ShellStarts starts;
    for (const auto &[name, value] : reader.options()) {
        if (name == QLatin1String("-S") || name == QLatin1String("--split-string")) {
            MERGELOOM_TRY(const ShellWords split, splitString(value));
            words = split + words;
        }
        const bool isDirectory = name == QLatin1String("--chdir") || name == QLatin1String("--directory")
            || (name == QLatin1String("-C") && program == QLatin1String("env")) || name == QLatin1String("-D");
        if (isDirectory)
            starts.directories << value;
        if (program == QLatin1String("flock") && (name == QLatin1String("-c") || name == QLatin1String("--command"))) {
            if (!value.isLiteral)
                return unclear(program, QStringLiteral("the text of -c is computed"));
            starts.texts << value.text();
            return starts;
        }
    }
    if (wrapper.hasAssignments)
        MERGELOOM_CHECK(takeAssignments(words, starts));
    for (int i = 0; i < wrapper.positions && !words.isEmpty(); ++i)
        if (!words.takeFirst().isOneWord)
            return unclear(program, QStringLiteral("an argument before the program may be more than one word"));
    if (program == QLatin1String("flock") && !words.isEmpty() && words.first().is(QLatin1String("-c"))) {
        if (words.size() < 2 || !words.at(1).isLiteral)
            return unclear(program, QStringLiteral("the text of -c is computed"));
        starts.texts << words.at(1).text();
        return starts;
    }
    if (wrapper.takes == Takes::ShellText) {
        MERGELOOM_TRY(words, plainWords(program, words));
    }
    if (program == QLatin1String("xargs"))
        MERGELOOM_CHECK(addInput(reader.options(), words));
    if (!words.isEmpty())
        (wrapper.takes == Takes::Tool ? starts.tools : starts.commands) << words;
    return starts;
}

/// sh -c, as its options can be joined: -ec.
Result<ShellStarts> startedByShell(const QString &program, const ShellWords &arguments)
{
    static const QRegularExpression options(QStringLiteral("^[-+][abefhiklmnprtuvxBCEHPTlo]*c?[abefhmnuvxl]*$"));
    ShellStarts starts;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        if (!word.isLiteral && word.mayBeOption())
            return unclear(program, QStringLiteral("an argument before the script is computed"));
        if (!word.text().startsWith(QLatin1Char('-')) && !word.text().startsWith(QLatin1Char('+')))
            return starts; // a script
        if (word.is(QLatin1String("--version")) || word.is(QLatin1String("--help")))
            return starts;
        if (word.is(QLatin1String("--norc")) || word.is(QLatin1String("--noprofile"))
            || word.is(QLatin1String("--posix")) || word.is(QLatin1String("--")) || word.is(QLatin1String("--login")))
            continue;
        if (!word.isLiteral || !options.match(word.text()).hasMatch() || word.text().size() < 2)
            return unclear(program, QStringLiteral("its option %1 is not known here").arg(word.text()));
        if (word.text().contains(QLatin1Char('c'))) {
            const qsizetype at = i + 1 + (word.text().contains(QLatin1Char('o')) ? 1 : 0);
            if (at >= arguments.size() || !arguments.at(at).isLiteral)
                return unclear(program, QStringLiteral("the text of -c is computed"));
            starts.texts << arguments.at(at).text();
            return starts;
        }
        if (word.text().contains(QLatin1Char('o')) && ++i >= arguments.size())
            break;
    }
    return starts; // it reads its input
}

/// The subcommand may stand behind options, whose values cannot be told from it.
Result<ShellStarts> startedBySubcommand(const Wrapper &wrapper, const QString &program, const ShellWords &arguments)
{
    ShellStarts starts;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        const bool mayBeIt = !word.isKnown() && word.start.isEmpty();
        if (mayBeIt || (!word.isLiteral && word.isKnown() && has(wrapper.subcommands, word.values.first())))
            return unclear(program, QStringLiteral("its subcommand is computed"));
        if (word.isLiteral && has(wrapper.subcommands, word.text())) {
            MERGELOOM_TRY(const ShellStarts some, wrapped(wrapper, program, arguments.mid(i + 1)));
            starts.tools << some.tools;
            return starts;
        }
        if (!word.text().startsWith(QLatin1Char('-')) && (i == 0 || !arguments.first().text().startsWith(u'-')))
            break; // another subcommand
    }
    return starts;
}

} // namespace

Result<ShellStarts> startedByWrapper(const QString &program, const ShellWords &arguments)
{
    static const QSet<QString> shells = wordSet("sh bash dash ash zsh ksh mksh");
    static const QSet<QString> refused = wordSet(
        "chroot nsenter unshare runuser su script expect systemd-run ssh pkexec at batch crontab entr gdb rlwrap "
        "start-stop-daemon daemonize tmux screen ld.so dbus-run-session unbuffer ptx perf");
    if (shells.contains(program))
        return startedByShell(program, arguments);
    const bool onlyAsks = arguments.size() == 1
        && (arguments.first().is(QLatin1String("--version")) || arguments.first().is(QLatin1String("--help")));
    if (onlyAsks)
        return ShellStarts();
    if (refused.contains(program))
        return unclear(program, QStringLiteral("it starts programs in ways that are not followed"));
    for (const Wrapper &wrapper : wrappers) {
        if (!has(wrapper.names, program))
            continue;
        if (*wrapper.subcommands == '\0')
            return wrapped(wrapper, program, arguments);
        return startedBySubcommand(wrapper, program, arguments);
    }
    return ShellStarts();
}

} // namespace mergeloom

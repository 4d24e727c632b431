#include "service/platform/ShellArguments.h"
#include "service/platform/ShellLineCheck.h"
#include "service/platform/ShellVariableRules.h"

#include <QRegularExpression>

#include <algorithm>

namespace mergeloom {

namespace {

/// Built-ins that start nothing and change no meaning of what follows.
bool isFreeBuiltIn(const QString &name)
{
    static const QSet<QString> names = wordSet(
        "cd echo printf test [ true false : export set unset shift exit return read local declare typeset readonly "
        "umask wait pwd type break continue let getopts jobs pushd popd dirs ulimit shopt mapfile readarray kill "
        "times disown bg fg");
    return names.contains(name);
}

/// Built-ins that make a name mean something else. Being on the list does not help them.
bool isNeverAllowed(const QString &name)
{
    static const QSet<QString> names =
        wordSet("alias unalias hash enable complete compgen compopt bind fc history suspend "
                "logout caller help");
    return names.contains(name);
}

const QRegularExpression &plainName()
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    return name;
}

Unexpected computedName(const QString &builtIn)
{
    return notAllowed(
        QStringLiteral("%1 is given a computed name, so it cannot be checked. Write it out.").arg(builtIn), builtIn);
}

bool setsVariables(const QString &name)
{
    static const QSet<QString> names =
        wordSet("export declare typeset readonly local read unset getopts printf mapfile readarray wait");
    return names.contains(name);
}

/// `set`, `shopt`: what else they could switch changes how the rest is read.
Result<void> checkSwitches(const QString &builtIn, const ShellWords &arguments)
{
    static const QRegularExpression letters(QStringLiteral("^[-+][abefhmnuvxBCETo]*$"));
    static const QSet<QString> harmless = wordSet(
        "pipefail errexit nounset xtrace verbose noglob noclobber noexec allexport errtrace functrace monitor notify "
        "braceexpand globstar nullglob extglob dotglob failglob nocaseglob nocasematch lastpipe inherit_errexit");
    bool isNamed = builtIn == QLatin1String("shopt");
    for (const ShellWord &word : arguments) {
        if (word.is(QLatin1String("--")) || word.is(QLatin1String("-")))
            return {};
        const bool mustBeName = std::exchange(isNamed, word.text().endsWith(QLatin1Char('o')) || builtIn == u"shopt");
        const bool isSwitch = word.isLiteral
            && (harmless.contains(word.text()) || letters.match(word.text()).hasMatch()
                || (builtIn == QLatin1String("shopt") && wordSet("-s -u -q -p -o").contains(word.text())));
        if (isSwitch)
            continue;
        if (!mustBeName && !word.mayBeOption() && !word.text().startsWith(u'+') && word.isLiteral)
            return {}; // positional parameters
        return notAllowed(
            QStringLiteral(
                "%1 may not switch what changes how the shell reads the line. Leave it out, or put -- before "
                "positional parameters.")
                .arg(builtIn),
            builtIn);
    }
    return {};
}

} // namespace

Result<void> ShellLineCheck::checkCommand(const ShellWords &words)
{
    const ShellWord program = words.first();
    if (!program.isLiteral || program.text().isEmpty())
        return notAllowed(QStringLiteral("The name of a program is computed, so it cannot be checked. Write it out."));
    const ShellWords arguments = words.mid(1);
    const QString &name = program.text();
    if (name == QLatin1String("exec") || name == QLatin1String("command") || name == QLatin1String("builtin"))
        return checkUnwrapped(name, arguments);
    MERGELOOM_TRY(const bool isBuiltIn, checkBuiltIn(name, arguments));
    if (isBuiltIn)
        return {};
    return checkProgram(name, arguments);
}

Result<void> ShellLineCheck::checkUnwrapped(const QString &program, const ShellWords &arguments)
{
    if (arguments.isEmpty())
        return {};
    const ShellWord &next = arguments.first();
    if (program == QLatin1String("command") && (next.is(QLatin1String("-v")) || next.is(QLatin1String("-V"))))
        return {};
    if (next.isLiteral && next.text().startsWith(QLatin1Char('-')))
        return notAllowed(QStringLiteral("%1 is allowed without options only.").arg(program), program);
    return checkCommand(arguments);
}

/// Whether it is a built-in, which then needs no program.
Result<bool> ShellLineCheck::checkBuiltIn(const QString &name, const ShellWords &arguments)
{
    if (isNeverAllowed(name))
        return notAllowed(
            QStringLiteral("%1 changes what names mean, which cannot be checked. Write the commands themselves.")
                .arg(name),
            name);
    if (name == QLatin1String("eval") || name == QLatin1String("trap") || name == QLatin1String("source")
        || name == QLatin1String(".")) {
        MERGELOOM_CHECK(checkTextBuiltIn(name, arguments));
        return true;
    }
    const bool isFunction = m_outer.functions.contains(name);
    if (!isFreeBuiltIn(name)) {
        // A function may be called before it is made, or not be made at all: then the name must not start a program.
        if (isFunction && !m_programs.isListed(name) && ShellPrograms::isInstalled(name))
            return notAllowed(
                QStringLiteral(
                    "%1 is a function of the line, and a program that is not on the list too. Give the function "
                    "another name.")
                    .arg(name),
                name);
        return isFunction && !m_programs.isListed(name);
    }
    if (isFunction && name != QLatin1String("cd"))
        return true; // its body was checked; as a built-in it is free
    if (setsVariables(name))
        MERGELOOM_CHECK(checkVariableNames(name, arguments));
    if (name == QLatin1String("test") || name == QLatin1String("["))
        MERGELOOM_CHECK(checkTestArguments(arguments));
    if (name == QLatin1String("set") || name == QLatin1String("shopt"))
        MERGELOOM_CHECK(checkSwitches(name, arguments));
    if (name == QLatin1String("let"))
        for (const ShellWord &word : arguments)
            MERGELOOM_CHECK(word.isLiteral ? checkArithmeticText(word.text()) : Result<void>(computedName(name)));
    if (name == QLatin1String("cd") || name == QLatin1String("pushd"))
        MERGELOOM_CHECK(changeDirectory(arguments));
    return true;
}

Result<void> ShellLineCheck::checkTextBuiltIn(const QString &name, const ShellWords &arguments)
{
    if (name == QLatin1String("trap")) {
        const ShellWord text = arguments.value(0, ShellWord::of({}));
        const bool isReset = arguments.size() < 2 || text.is(QLatin1String("-")) || text.is(QLatin1String(""));
        if (text.isLiteral && (isReset || text.text().startsWith(QLatin1String("-l"))))
            return {};
        if (!text.isLiteral)
            return notAllowed(
                QStringLiteral("The text of trap is computed, so it cannot be checked. Write it out."), name);
        return checkText(text.text());
    }
    if (name == QLatin1String("eval")) {
        QStringList texts;
        for (const ShellWord &word : arguments) {
            if (!word.isLiteral)
                return notAllowed(
                    QStringLiteral(
                        "eval runs text that is computed, which cannot be checked. Write the commands themselves."),
                    name);
            texts << word.text();
        }
        return texts.join(u' ').trimmed().isEmpty() ? Result<void>() : checkText(texts.join(u' '));
    }
    const ShellWord file = arguments.value(0, ShellWord::unknown());
    const QStringList shells = QStringLiteral("bash sh dash zsh").split(u' ');
    const bool hasShell =
        std::any_of(shells.begin(), shells.end(), [this](const QString &shell) { return m_programs.isListed(shell); });
    if (!file.isLiteral || !file.text().contains(u'/') || !hasShell)
        return notAllowed(
            QStringLiteral(
                "%1 runs a script in this shell: that is allowed where bash is on the list, for a file of the "
                "workspace whose path is written out.")
                .arg(name),
            name);
    MERGELOOM_CHECK(m_programs.check(file.text(), m_outer.directories));
    m_outer.directories.clear(); // it may go elsewhere
    return {};
}

Result<void> ShellLineCheck::checkText(const QString &text)
{
    Outer inner = m_outer;
    ++inner.depth;
    return runText(text, m_programs, inner);
}

Result<void> ShellLineCheck::checkVariableNames(const QString &builtIn, const ShellWords &arguments)
{
    const bool isPrintf = builtIn == QLatin1String("printf");
    const bool takesOptions = wordSet("read mapfile readarray wait").contains(builtIn);
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        const bool isName = isPrintf && i == 1 && arguments.at(0).is(QLatin1String("-v"));
        if (isPrintf && !isName && (i > 0 || (word.isLiteral && !word.text().startsWith(QLatin1String("-v")))))
            return {}; // a format and what it prints
        if (isPrintf && !isName && !word.isLiteral && !word.mayBeOption())
            return {};
        if (word.is(QLatin1String("-v")) && isPrintf)
            continue;
        const QString start = word.text().section(QLatin1Char('='), 0, 0);
        if (takesOptions && word.text().startsWith(QLatin1Char('-'))) {
            const bool isCallback = word.text().contains(QLatin1Char('C')) && builtIn != QLatin1String("read");
            const bool isWaitName = word.text().contains(QLatin1Char('p')) && builtIn == QLatin1String("wait");
            if (!word.isLiteral || isCallback || isWaitName)
                return notAllowed(QStringLiteral("%1 %2 is not followed here.").arg(builtIn, word.text()), builtIn);
            static const QRegularExpression valued(QStringLiteral("[dinNptuOsc]$"));
            const bool isMapfile = builtIn != QLatin1String("read");
            const bool takesValue = valued.match(word.text()).hasMatch()
                && !(isMapfile && word.text().endsWith(QLatin1Char('t')))
                && !(!isMapfile && word.text().endsWith(u's'));
            if (takesValue && ++i < arguments.size() && !arguments.at(i).isOneWord)
                return computedName(builtIn);
            continue;
        }
        if (builtIn == QLatin1String("wait"))
            continue; // numbers of processes
        if (!word.isLiteral && (!word.text().contains(u'=') || !word.isOneWord) && !(builtIn == u"getopts" && i != 1))
            return computedName(builtIn);
        QString name = isPrintf && start.startsWith(QLatin1String("-v")) ? start.mid(2) : start;
        const bool isOption = name.startsWith(QLatin1Char('-')) || name.startsWith(QLatin1Char('+'));
        const bool declares = wordSet("declare typeset local").contains(builtIn);
        if (isOption && declares && name.contains(QLatin1Char('n')))
            return notAllowed(
                QStringLiteral("%1 -n makes one name stand for another, which cannot be checked.").arg(builtIn),
                builtIn);
        if (isOption || (builtIn == QLatin1String("getopts") && i != 1))
            continue;
        const QString subscript = name.contains(u'[') ? name.section(QLatin1Char('['), 1) : QString();
        name = name.section(QLatin1Char('['), 0, 0);
        if (name.endsWith(QLatin1Char('+')))
            name.chop(1);
        if (!plainName().match(name).hasMatch())
            return computedName(builtIn);
        MERGELOOM_CHECK(checkVariable(name,
            word.text().contains(u'=') && !takesOptions ? ShellWord::of(word.text().section(u'=', 1))
                                                        : ShellWord::unknown(),
            m_programs));
        if (subscript.contains(QLatin1Char('$')) || subscript.contains(QLatin1Char('`')))
            return notAllowed(
                QStringLiteral("%1 is given text that the shell would run. Write it as a command.").arg(builtIn),
                builtIn);
        if (!subscript.isEmpty())
            MERGELOOM_CHECK(checkArithmeticText(subscript.left(subscript.size() - 1)));
    }
    return {};
}

/// `test -v` runs the substitutions in a subscript, so nothing computed may come to stand where -v or its operand does.
Result<void> ShellLineCheck::checkTestArguments(const ShellWords &arguments)
{
    static const QSet<QString> operators = wordSet("= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef -a -o ] ) =~");
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const ShellWord &word = arguments.at(i);
        const ShellWord next = arguments.value(i + 1, ShellWord::of(QStringLiteral("]")));
        if (word.is(QLatin1String("-v")) && !(next.isLiteral && plainName().match(next.text()).hasMatch())
            && !operators.contains(next.text()))
            return notAllowed(
                QStringLiteral("-v is given more than the plain name of a variable."), QStringLiteral("test"));
        if (word.isLiteral)
            continue;
        if (!word.isOneWord && !word.isKnown())
            return notAllowed(
                QStringLiteral(
                    "A computed word of test is not quoted, and may be more than one word. Quote it, or use [[ ]]."),
                QStringLiteral("test"));
        const bool isOperand = next.isLiteral && operators.contains(next.text());
        const bool mayBeOperator = word.values.isEmpty() ? word.start.isEmpty() : word.mayBeOption();
        if (!isOperand && mayBeOperator && i + 1 < arguments.size())
            return notAllowed(
                QStringLiteral("A computed word of test stands where an operator does. Write the operator out."),
                QStringLiteral("test"));
    }
    return {};
}

Result<void> ShellLineCheck::changeDirectory(const ShellWords &arguments)
{
    QStringList &directories = m_outer.directories;
    ShellWord target = ShellWord::of(QStringLiteral("/tmp")); // HOME
    bool isPhysical = false;
    for (const ShellWord &word : arguments) {
        static const QRegularExpression option(QStringLiteral("^(-[LPe@]+|--)$"));
        isPhysical = isPhysical || word.is(QLatin1String("-P"));
        if (!word.isLiteral || !option.match(word.text()).hasMatch())
            target = word;
    }
    if (target.is(QLatin1String("-")))
        return {}; // it was there before
    if (target.values.isEmpty() || !target.isOneWord || isPhysical || target.values.contains(QString())
        || target.values.join(QString()).contains(ShellVariables::fromOutside)
        || target.values.join(QString()).contains(ShellVariables::fromFiles)) {
        directories.clear();
        return {};
    }
    QStringList reached = directories;
    for (const QString &directory : std::as_const(directories))
        for (const QString &value : std::as_const(target.values)) {
            const QString place = cleanPlace(directory, value);
            if (!reached.contains(place))
                reached << place;
        }
    directories = reached.size() > 32 ? QStringList() : reached;
    return {};
}

Result<void> ShellLineCheck::checkProgram(const QString &program, const ShellWords &arguments)
{
    MERGELOOM_TRY(const QString name, m_programs.check(program, m_outer.directories));
    if (program.contains(QLatin1Char('/')) && !program.startsWith(QLatin1Char('/')))
        for (const QString &directory : std::as_const(m_outer.directories))
            m_started.insert(cleanPlace(directory, program));
    MERGELOOM_TRY(const ShellStarts wrapped, startedByWrapper(name, arguments));
    MERGELOOM_CHECK(checkStarts(wrapped));
    MERGELOOM_TRY(const ShellStarts starts, startedByArguments(name, arguments));
    return checkStarts(starts);
}

Result<void> ShellLineCheck::checkStarts(const ShellStarts &starts)
{
    for (const auto &[name, value] : starts.assignments)
        MERGELOOM_CHECK(checkVariable(name, value, m_programs));
    const QStringList before = m_outer.directories;
    for (const ShellWord &directory : starts.directories)
        MERGELOOM_CHECK(changeDirectory({directory}));
    if (!starts.isDirectoryKnown)
        m_outer.directories.clear();
    for (const ShellWords &words : starts.commands) {
        if (words.isEmpty())
            continue;
        // A program starts programs, never built-ins or functions of this shell.
        if (!words.first().isLiteral || words.first().text().isEmpty())
            return notAllowed(
                QStringLiteral("The name of a program is computed, so it cannot be checked. Write it out."));
        MERGELOOM_CHECK(checkProgram(words.first().text(), words.mid(1)));
    }
    for (const ShellWords &words : starts.tools) {
        if (!words.first().isLiteral)
            return notAllowed(
                QStringLiteral("The name of a program is computed, so it cannot be checked. Write it out."));
        MERGELOOM_TRY(const QString tool, m_programs.checkPackageTool(words.first().text(), m_outer.directories));
        MERGELOOM_TRY(const ShellStarts inner, startedByWrapper(tool, words.mid(1)));
        MERGELOOM_CHECK(checkStarts(inner));
        MERGELOOM_TRY(const ShellStarts more, startedByArguments(tool, words.mid(1)));
        MERGELOOM_CHECK(checkStarts(more));
    }
    for (const QString &text : starts.texts)
        if (!text.trimmed().isEmpty())
            MERGELOOM_CHECK(checkText(text));
    m_outer.directories = before;
    return {};
}

} // namespace mergeloom

#include "service/platform/ShellLine.h"

#include "service/platform/ShellSyntax.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

namespace mergeloom {

namespace {

QSet<QString> words(const char *text)
{
    const QStringList list = QString::fromLatin1(text).split(QLatin1Char(' '));
    return QSet<QString>(list.begin(), list.end());
}

/// Built-ins that start nothing and change no meaning of what follows.
bool isFreeBuiltIn(const QString &name)
{
    static const QSet<QString> names =
        words("cd echo printf test [ true false : export set unset shift exit return read local declare "
              "typeset readonly umask wait pwd type break continue let getopts jobs pushd popd dirs ulimit");
    return names.contains(name);
}

/// Built-ins that run text, or that make a name mean something else. Being on the list does not help them.
bool isNeverAllowed(const QString &name)
{
    static const QSet<QString> names =
        words("eval source . trap alias unalias hash enable mapfile readarray complete compgen bind fc");
    return names.contains(name);
}

bool setsVariables(const QString &name)
{
    static const QSet<QString> names = words("export declare typeset readonly local read unset getopts printf let");
    return names.contains(name);
}

bool declaresReferences(const QString &builtIn)
{
    return builtIn == QLatin1String("declare") || builtIn == QLatin1String("typeset")
        || builtIn == QLatin1String("local");
}

/// Variables by which a line could make an allowed name start another program.
bool isDangerousVariable(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(PATH|ENV|PS4|SHELLOPTS|EXECIGNORE|PROMPT_COMMAND|GCONV_PATH|GLIBC_TUNABLES|LD_.*|BASH.*)$"));
    return pattern.match(name).hasMatch();
}

bool namesDangerousVariable(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("[A-Za-z_][A-Za-z0-9_]*"));
    for (auto it = name.globalMatch(text); it.hasNext();)
        if (isDangerousVariable(it.next().captured()))
            return true;
    return false;
}

QString nameIn(const QJsonObject &node, const char *member)
{
    return node.value(QLatin1String(member)).toObject().value(QLatin1String("Value")).toString();
}

Unexpected forbidden(const QString &message, const QString &program = {})
{
    return failure(ErrorCode::Forbidden, message,
        program.isEmpty() ? QJsonObject() : QJsonObject{{QStringLiteral("program"), program}});
}

QString findProgram(const QString &name)
{
    static const QStringList directories =
        QStringLiteral("/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin").split(QLatin1Char(':'));
    const QString found = QStandardPaths::findExecutable(name, directories);
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

/// Goes through the whole tree, so that no substitution, here-document or arithmetic is missed.
class LineCheck
{
public:
    explicit LineCheck(const QStringList &programs) : m_programs(programs) {}

    Result<void> run(const QJsonObject &file)
    {
        collectFunctions(file);
        return visit(file);
    }

private:
    void collectFunctions(const QJsonValue &node)
    {
        if (node.isArray())
            for (const QJsonValue &entry : node.toArray())
                collectFunctions(entry);
        const QJsonObject object = node.toObject();
        if (object.value(QLatin1String("Type")) == QLatin1String("FuncDecl"))
            m_functions.insert(nameIn(object, "Name"));
        for (const QJsonValue &member : object)
            collectFunctions(member);
    }

    Result<void> visit(const QJsonValue &node)
    {
        if (node.isArray()) {
            for (const QJsonValue &entry : node.toArray())
                MERGELOOM_CHECK(visit(entry));
            return {};
        }
        const QJsonObject object = node.toObject();
        MERGELOOM_CHECK(checkNode(object));
        for (const QJsonValue &member : object)
            MERGELOOM_CHECK(visit(member));
        return {};
    }

    Result<void> checkNode(const QJsonObject &node);
    Result<void> checkCall(const QJsonArray &arguments);
    Result<void> checkProgram(const QString &program);
    Result<void> checkPath(const QString &program);
    Result<void> checkVariableArguments(const QString &builtIn, const QJsonArray &arguments);
    Result<void> checkFind(const QJsonArray &arguments);
    Result<void> checkVariable(const QString &name) const;

    QStringList m_programs;
    QSet<QString> m_functions;
};

Result<void> LineCheck::checkVariable(const QString &name) const
{
    if (isDangerousVariable(name))
        return forbidden(
            QStringLiteral("%1 may not be set in a command: it changes which program a name starts.").arg(name));
    return {};
}

Result<void> LineCheck::checkNode(const QJsonObject &node)
{
    const QString type = node.value(QLatin1String("Type")).toString();
    // An assignment has no type of its own: it is a name and a value, an array, or nothing.
    if (type.isEmpty() || type == QLatin1String("WordIter"))
        MERGELOOM_CHECK(checkVariable(nameIn(node, "Name")));
    if (type == QLatin1String("CallExpr"))
        return checkCall(node.value(QLatin1String("Args")).toArray());
    if (type == QLatin1String("DeclClause"))
        return checkVariableArguments(nameIn(node, "Variant"), node.value(QLatin1String("Args")).toArray());
    if (type == QLatin1String("ParamExp") && node.contains(QLatin1String("Exp"))) {
        if (node.value(QLatin1String("Excl")).toBool())
            return forbidden(QStringLiteral(
                "${!name…} with an operator sets a variable that cannot be told beforehand. Write the name."));
        return checkVariable(nameIn(node, "Param"));
    }
    const bool isArithmetic =
        type == QLatin1String("ArithmCmd") || type == QLatin1String("ArithmExp") || type == QLatin1String("LetClause");
    if (isArithmetic && namesDangerousVariable(QString::fromUtf8(QJsonDocument(node).toJson(QJsonDocument::Compact))))
        return forbidden(QStringLiteral("Arithmetic may not use variables such as PATH."));
    return {};
}

Result<void> LineCheck::checkCall(const QJsonArray &arguments)
{
    if (arguments.isEmpty())
        return {}; // assignments alone
    const auto program = literalOf(arguments.first().toObject());
    if (!program || program->isEmpty())
        return forbidden(QStringLiteral("The name of a program is computed, so it cannot be checked. Write it out."));
    QJsonArray rest = arguments;
    rest.removeFirst();
    if (*program == QLatin1String("exec") || *program == QLatin1String("command")
        || *program == QLatin1String("builtin")) {
        const auto next = rest.isEmpty() ? std::optional<QString>(QString()) : literalOf(rest.first().toObject());
        if (*program == QLatin1String("command") && (next == QLatin1String("-v") || next == QLatin1String("-V")))
            return {};
        if (next && next->startsWith(QLatin1Char('-')))
            return forbidden(QStringLiteral("%1 is allowed without options only.").arg(*program), *program);
        return checkCall(rest);
    }
    if (setsVariables(*program) && !m_functions.contains(*program))
        MERGELOOM_CHECK(checkVariableArguments(*program, rest));
    if (*program == QLatin1String("find"))
        MERGELOOM_CHECK(checkFind(rest));
    return checkProgram(*program);
}

Result<void> LineCheck::checkVariableArguments(const QString &builtIn, const QJsonArray &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QJsonObject argument = arguments.at(i).toObject();
        const bool isAssignment =
            !nameIn(argument, "Name").isEmpty(); // in a declaration; its name is checked as a node
        if (isAssignment || (builtIn == QLatin1String("printf") && i > 1))
            continue;
        // A declaration holds its words one level down.
        const QJsonObject word =
            argument.contains(QLatin1String("Parts")) ? argument : argument.value(QLatin1String("Value")).toObject();
        const auto text = literalOf(word);
        if (!text && builtIn == QLatin1String("printf") && i == 1)
            continue; // the first word tells whether a variable is set
        if (!text)
            return forbidden(
                QStringLiteral("%1 is given a computed name, so it cannot be checked. Write it out.").arg(builtIn),
                builtIn);
        const bool isFormat = builtIn == QLatin1String("printf") && !text->startsWith(QLatin1String("-v")) && i == 0;
        if (isFormat)
            return {};
        QString name = text->section(QLatin1Char('='), 0, 0);
        if (name.startsWith(QLatin1String("-v")))
            name.remove(0, 2); // printf -vNAME
        if (namesDangerousVariable(name))
            return checkVariable(QStringLiteral("PATH"));
        if (declaresReferences(builtIn) && name.startsWith(QLatin1Char('-')) && name.contains(QLatin1Char('n')))
            return forbidden(
                QStringLiteral("%1 -n makes one name stand for another, which cannot be checked.").arg(builtIn),
                builtIn);
        if (text->contains(QLatin1String("$(")) || text->contains(QLatin1Char('`')))
            return forbidden(
                QStringLiteral("%1 is given text that the shell would run. Write it as a command.").arg(builtIn),
                builtIn);
    }
    return {};
}

Result<void> LineCheck::checkFind(const QJsonArray &arguments)
{
    static const QSet<QString> runs = words("-exec -execdir -ok -okdir");
    for (qsizetype i = 0; i + 1 < arguments.size(); ++i) {
        if (!runs.contains(literalOf(arguments.at(i).toObject()).value_or(QString())))
            continue;
        const auto inner = literalOf(arguments.at(i + 1).toObject());
        if (!inner)
            return forbidden(QStringLiteral("find is to start a program whose name is computed. Write it out."),
                QStringLiteral("find"));
        MERGELOOM_CHECK(checkProgram(*inner));
    }
    return {};
}

Result<void> LineCheck::checkProgram(const QString &program)
{
    if (isNeverAllowed(program)) {
        return forbidden(
            QStringLiteral(
                "%1 runs text or changes what names mean, which cannot be checked. Write the commands themselves.")
                .arg(program),
            program);
    }
    if (program.contains(QLatin1Char('/')))
        return checkPath(program);
    if (isFreeBuiltIn(program) || m_programs.contains(program))
        return {};
    // A function may be called before it is made, or not be made at all: then the name must not start a program.
    if (m_functions.contains(program) && findProgram(program).isEmpty())
        return {};
    return forbidden(QStringLiteral("%1 is not on the list of allowed commands (%2).")
                         .arg(program, m_programs.join(QLatin1String(", "))),
        program);
}

/// A relative path is a program of the workspace, which the sandbox confines; an absolute one must be what its name alone
/// would start.
Result<void> LineCheck::checkPath(const QString &program)
{
    if (m_programs.contains(program))
        return {};
    if (program.split(QLatin1Char('/')).contains(QLatin1String("..")))
        return forbidden(
            QStringLiteral("%1 leaves its directory. Name programs of the workspace from its root, such as ./gradlew.")
                .arg(program),
            program);
    if (!program.startsWith(QLatin1Char('/')))
        return {};
    const QString name = program.section(QLatin1Char('/'), -1);
    const QString found = findProgram(name);
    const bool isSame =
        !found.isEmpty() && QFileInfo(found).canonicalFilePath() == QFileInfo(program).canonicalFilePath();
    if (m_programs.contains(name) && isSame)
        return {};
    return forbidden(QStringLiteral("%1 is not the allowed command %2. Use the name alone, if it is on the list (%3).")
                         .arg(program, name, m_programs.join(QLatin1String(", "))),
        program);
}

} // namespace

AllowList::AllowList(QStringList programs) : m_programs(std::move(programs)) {}

Result<void> AllowList::check(const QString &line) const
{
    MERGELOOM_TRY(const QJsonObject file, parseShellLine(line));
    return LineCheck(m_programs).run(file);
}

} // namespace mergeloom

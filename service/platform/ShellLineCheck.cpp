#include "service/platform/ShellLineCheck.h"

#include "service/platform/ShellSyntax.h"
#include "service/platform/ShellVariableRules.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>

namespace mergeloom {

namespace {

QString kindOf(const QJsonObject &node) { return node.value(QLatin1String("Type")).toString(); }

QString nameIn(const QJsonObject &node, const char *member)
{
    return node.value(QLatin1String(member)).toObject().value(QLatin1String("Value")).toString();
}

bool runsApart(const QString &type)
{
    static const QSet<QString> types = wordSet("Subshell CmdSubst ProcSubst CoprocClause");
    return types.contains(type);
}

bool isPipe(const QByteArray &source, const QJsonObject &node)
{
    const QByteArray operation = operatorOf(source, node);
    return operation.startsWith('|') && !operation.startsWith("||");
}

constexpr int deepestText = 3;

} // namespace

ShellLineCheck::ShellLineCheck(const ShellPrograms &programs, ShellVariables variables, QByteArray source, Outer outer)
    : m_programs(programs), m_variables(std::move(variables)), m_source(std::move(source)), m_outer(std::move(outer))
{
}

Result<void> ShellLineCheck::run(const QString &line, const ShellPrograms &programs, const ShellPlace &place)
{
    Outer outer;
    if (!programs.root().isEmpty())
        outer.directories << QDir::cleanPath(programs.root() + QLatin1Char('/') + place.directory);
    return runText(line, programs, outer);
}

Result<void> ShellLineCheck::runText(const QString &text, const ShellPrograms &programs, const Outer &outer)
{
    if (outer.depth > deepestText)
        return notAllowed(QStringLiteral("The command hands texts to shells too often to be followed."));
    MERGELOOM_TRY(const QJsonObject tree, parseShellLine(text));
    return runTree(tree, text.toUtf8(), programs, outer);
}

Result<void> ShellLineCheck::runTree(const QJsonObject &tree, const QByteArray &source, const ShellPrograms &programs)
{
    return runTree(tree, source, programs, Outer());
}

Result<void> ShellLineCheck::runTree(
    const QJsonObject &tree, const QByteArray &source, const ShellPrograms &programs, const Outer &outer)
{
    const auto environment =
        outer.depth > 0 ? ShellVariables::Environment::Unknown : ShellVariables::Environment::Trusted;
    ShellLineCheck check(programs, ShellVariables(tree, source, environment), source, outer);
    check.collect(tree);
    MERGELOOM_CHECK(check.visit(tree));
    return check.checkOverwritten();
}

void ShellLineCheck::collect(const QJsonValue &node)
{
    if (node.isArray())
        for (const QJsonValue &entry : node.toArray())
            collect(entry);
    const QJsonObject object = node.toObject();
    if (kindOf(object) == QLatin1String("FuncDecl"))
        m_outer.functions.insert(nameIn(object, "Name"));
    const QString literal = object.contains(QLatin1String("Parts")) ? literalOf(object).value_or(QString()) : QString();
    static const QSet<QString> changing = wordSet("cd pushd popd eval source .");
    m_changesDirectory = m_changesDirectory || changing.contains(literal);
    for (const QJsonValue &member : object)
        collect(member);
}

Result<void> ShellLineCheck::visit(const QJsonValue &node)
{
    if (node.isArray()) {
        for (const QJsonValue &entry : node.toArray())
            MERGELOOM_CHECK(visit(entry));
        return {};
    }
    const QJsonObject object = node.toObject();
    const QString type = kindOf(object);
    const QStringList before = m_outer.directories;
    if (type == QLatin1String("WhileClause") || type == QLatin1String("ForClause"))
        return visitLoop(object);
    if (type == QLatin1String("FuncDecl") && m_changesDirectory)
        m_outer.directories.clear(); // it is called who knows where
    if (type == QLatin1String("BinaryCmd") && isPipe(m_source, object)) {
        for (const char *side : {"X", "Y"}) {
            MERGELOOM_CHECK(visit(object.value(QLatin1String(side))));
            m_outer.directories = before;
        }
        return {};
    }
    MERGELOOM_CHECK(visitMembers(object));
    MERGELOOM_CHECK(checkNode(object));
    if (runsApart(type) || object.value(QLatin1String("Background")).toBool())
        m_outer.directories = before;
    if (type == QLatin1String("FuncDecl") && !m_changesDirectory)
        m_outer.directories = before;
    return {};
}

/// In the order of their names, which is the order in which they run where that matters: Cond, Do, Then; X, Y. A change of
/// directory only ever adds to those where the line may be, since it may fail.
Result<void> ShellLineCheck::visitMembers(const QJsonObject &node)
{
    for (const QJsonValue &member : node)
        MERGELOOM_CHECK(visit(member));
    return {};
}

Result<void> ShellLineCheck::visitLoop(const QJsonObject &node)
{
    const QStringList before = m_outer.directories;
    MERGELOOM_CHECK(visitMembers(node));
    MERGELOOM_CHECK(checkNode(node));
    if (m_outer.directories == before)
        return {};
    m_outer.directories.clear(); // each turn may go further
    return visitMembers(node);
}

Result<void> ShellLineCheck::checkNode(const QJsonObject &node)
{
    const QString type = kindOf(node);
    // An assignment has no type of its own: it is a name and a value, an array, or nothing.
    if (const QString name = nameIn(node, "Name"); !name.isEmpty() && (type.isEmpty() || type == u"WordIter")) {
        const QJsonValue value = node.value(QLatin1String("Value"));
        const bool isPlain = value.isObject() && !node.value(QLatin1String("Append")).toBool();
        MERGELOOM_CHECK(
            checkVariable(name, isPlain ? m_variables.word(value.toObject()) : ShellWord::unknown(), m_programs));
        if (const QJsonValue index = node.value(QLatin1String("Index")); index.isObject())
            MERGELOOM_CHECK(checkArithmetic(index));
    }
    for (const QJsonValue &redirect : node.value(QLatin1String("Redirs")).toArray())
        MERGELOOM_CHECK(checkRedirect(redirect.toObject()));
    if (type == QLatin1String("CallExpr")) {
        const QJsonArray arguments = node.value(QLatin1String("Args")).toArray();
        return arguments.isEmpty() ? Result<void>() : checkCommand(m_variables.words(arguments));
    }
    if (type == QLatin1String("DeclClause"))
        return checkDeclaration(nameIn(node, "Variant"), node.value(QLatin1String("Args")).toArray());
    if (type == QLatin1String("ParamExp"))
        return checkExpansion(node);
    if (type == QLatin1String("UnaryTest") || type == QLatin1String("BinaryTest"))
        return checkTest(node);
    if (type == QLatin1String("ArithmCmd") || type == QLatin1String("ArithmExp"))
        return checkArithmetic(node.value(QLatin1String("X")));
    if (type == QLatin1String("LetClause"))
        return checkArithmetic(node.value(QLatin1String("Exprs")));
    if (type == QLatin1String("CStyleLoop"))
        for (const char *part : {"Init", "Cond", "Post"})
            MERGELOOM_CHECK(checkArithmetic(node.value(QLatin1String(part))));
    return {};
}

Result<void> ShellLineCheck::checkExpansion(const QJsonObject &node)
{
    const QString name = nameIn(node, "Param");
    const QJsonObject operation = node.value(QLatin1String("Exp")).toObject();
    if (node.value(QLatin1String("Excl")).toBool() && !node.contains(QLatin1String("Names"))) {
        const QString index = literalOf(node.value(QLatin1String("Index")).toObject()).value_or(QString());
        const bool isKeys = index == QLatin1String("@") || index == QLatin1String("*");
        if (!operation.isEmpty() || !isKeys)
            return notAllowed(
                QStringLiteral("${!name} stands for a variable that cannot be told beforehand. Write its name."));
    }
    if (!operation.isEmpty()) {
        const int end = node.value(QLatin1String("End")).toObject().value(QLatin1String("Offset")).toInt();
        if (m_source.left(end).endsWith("@P}"))
            return notAllowed(QStringLiteral("${name@P} runs the substitutions in a value, which cannot be checked."));
        MERGELOOM_CHECK(checkVariable(name, m_programs));
    }
    if (const QJsonValue index = node.value(QLatin1String("Index")); index.isObject()) {
        const QString text = literalOf(index.toObject()).value_or(QString());
        if (text != QLatin1String("@") && text != QLatin1String("*"))
            MERGELOOM_CHECK(checkArithmetic(index));
    }
    const QJsonObject slice = node.value(QLatin1String("Slice")).toObject();
    MERGELOOM_CHECK(checkArithmetic(slice.value(QLatin1String("Offset"))));
    return checkArithmetic(slice.value(QLatin1String("Length")));
}

/// bash evaluates the values of variables in arithmetic, and runs the substitutions in their subscripts.
Result<void> ShellLineCheck::checkArithmetic(const QJsonValue &node)
{
    if (node.isArray()) {
        for (const QJsonValue &entry : node.toArray())
            MERGELOOM_CHECK(checkArithmetic(entry));
        return {};
    }
    const QJsonObject object = node.toObject();
    const QString type = kindOf(object);
    if (type == QLatin1String("CmdSubst") || type == QLatin1String("ProcSubst")) {
        if (m_variables.isNumber(QJsonObject{{QStringLiteral("Parts"), QJsonArray{object}}}))
            return {};
        return notAllowed(QStringLiteral(
            "What a command prints may not stand in arithmetic: bash would run the substitutions in it. Only wc, seq, "
            "nproc and date +%s are known to print numbers."));
    }
    if (type == QLatin1String("ParamExp")) {
        if (object.value(QLatin1String("Length")).toBool())
            return {};
        const QString name = nameIn(object, "Param");
        if (name.at(0).isDigit() || name == QLatin1String("@") || name == QLatin1String("*"))
            return notAllowed(
                QStringLiteral("$%1 stands in arithmetic, where bash would run substitutions in it.").arg(name));
        MERGELOOM_CHECK(checkArithmeticText(name));
        return checkArithmetic(object.value(QLatin1String("Index")));
    }
    if (type == QLatin1String("Lit") || type == QLatin1String("SglQuoted"))
        return checkArithmeticText(object.value(QLatin1String("Value")).toString());
    for (const QJsonValue &member : object)
        if (member.isObject() || member.isArray())
            MERGELOOM_CHECK(checkArithmetic(member));
    return {};
}

Result<void> ShellLineCheck::checkArithmeticText(const QString &text)
{
    static const QRegularExpression odd(QStringLiteral("[\\[`$\\\\]"));
    static const QRegularExpression names(QStringLiteral("(?<![A-Za-z0-9_#])[A-Za-z_][A-Za-z0-9_]*"));
    if (text.contains(odd))
        return notAllowed(QStringLiteral("Quoted text in arithmetic may hold substitutions. Write it without quotes."));
    for (auto it = names.globalMatch(text); it.hasNext();) {
        const QString name = it.next().captured();
        MERGELOOM_CHECK(checkVariable(name, m_programs));
        if (!m_variables.isNumber(name))
            return notAllowed(QStringLiteral(
                "%1 stands in arithmetic, where bash would run substitutions in its value, and its value "
                "cannot be told. Compare it as text.")
                                  .arg(name));
    }
    return {};
}

Result<void> ShellLineCheck::checkTest(const QJsonObject &node)
{
    static const QRegularExpression numeric(QStringLiteral("^-(eq|ne|lt|le|gt|ge)\\b"));
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    const QByteArray operation = operatorOf(m_source, node);
    if (kindOf(node) == QLatin1String("BinaryTest")) {
        if (!numeric.match(QString::fromLatin1(operation)).hasMatch())
            return {};
        MERGELOOM_CHECK(checkArithmetic(node.value(QLatin1String("X"))));
        return checkArithmetic(node.value(QLatin1String("Y")));
    }
    const bool readsName = operation.startsWith("-v") || operation.startsWith("-R");
    const QString name = literalOf(node.value(QLatin1String("X")).toObject()).value_or(QString());
    if (readsName && !plain.match(name).hasMatch())
        return notAllowed(QStringLiteral("-v is given more than the plain name of a variable."));
    return {};
}

Result<void> ShellLineCheck::checkDeclaration(const QString &builtIn, const QJsonArray &arguments)
{
    ShellWords words;
    QStringList names;
    for (const QJsonValue &argument : arguments) {
        const QJsonObject object = argument.toObject();
        const QString name = nameIn(object, "Name");
        if (!name.isEmpty())
            names << name; // checked as a node
        else               // a declaration holds its words one level down
            words << m_variables.word(
                object.contains(QLatin1String("Parts")) ? object : object.value(QLatin1String("Value")).toObject());
    }
    MERGELOOM_CHECK(checkVariableNames(builtIn, words));
    for (const ShellWord &word : words)
        if (word.text().startsWith(QLatin1Char('-')) && word.text().contains(QLatin1Char('i')))
            for (const QString &name : names)
                MERGELOOM_CHECK(checkArithmeticText(name));
    return {};
}

Result<void> ShellLineCheck::checkRedirect(const QJsonObject &node)
{
    const QByteArray operation = operatorOf(m_source, node);
    if (operation.startsWith("<<")) // here-documents and strings; what is in them was visited
        return {};
    const ShellWord target = m_variables.word(node.value(QLatin1String("Word")).toObject());
    const bool isCopy = operation.startsWith(">&") || operation.startsWith("<&");
    static const QRegularExpression descriptor(QStringLiteral("^([0-9]*-?|-)$"));
    if (isCopy && target.isLiteral && descriptor.match(target.text()).hasMatch())
        return {};
    const bool isWritten = !operation.startsWith('<') || operation.startsWith("<>");
    const QLatin1String network("/dev/tcp/");
    const QString &start = target.start;
    if (target.values.isEmpty()
        && (start.isEmpty() || QString(network).startsWith(start) || start.startsWith(QLatin1String("/dev/"))))
        return notAllowed(QStringLiteral(
            "The target of a redirection is computed, and may be a connection (/dev/tcp) or a program. Begin "
            "it with ./ or write it out."));
    for (const QString &value : target.values)
        MERGELOOM_CHECK(checkTarget(value, isWritten));
    if (target.values.isEmpty())
        return checkTarget(start + QLatin1Char('0'), isWritten);
    return {};
}

Result<void> ShellLineCheck::checkTarget(const QString &target, bool isWritten)
{
    static const QRegularExpression system(
        QStringLiteral("^/(usr|bin|sbin|lib[0-9x]*|etc|opt|boot|proc|sys|root)(/|$)"));
    QStringList places;
    for (const QString &directory : m_outer.directories)
        places << cleanPlace(directory, target);
    if (target.startsWith(QLatin1Char('/')))
        places = QStringList{cleanPlace({}, target)};
    for (const QString &place : places) {
        if (place.startsWith(QLatin1String("/dev/tcp")) || place.startsWith(QLatin1String("/dev/udp")))
            return notAllowed(QStringLiteral("%1 is a connection to the network, opened by bash itself.").arg(target));
        if (!isWritten)
            continue;
        const bool isInWorkspace = !m_programs.root().isEmpty() && place.startsWith(m_programs.root() + u'/');
        if (!isInWorkspace && system.match(place).hasMatch())
            return notAllowed(
                QStringLiteral("%1 is in a folder of the system, where commands do not write.").arg(target));
        m_written.insert(place);
    }
    return {};
}

Result<void> ShellLineCheck::checkOverwritten() const
{
    for (const QString &file : m_started)
        if (m_written.contains(file))
            return notAllowed(
                QStringLiteral("%1 is written and run by the same line, so it cannot be told what it would be. Make it "
                               "first, and run it as a command of its own.")
                    .arg(file),
                file);
    return {};
}

} // namespace mergeloom

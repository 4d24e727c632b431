#include "service/platform/ShellWords.h"

#include "service/platform/ShellSyntax.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace mergeloom {

namespace {

constexpr int deepestExpansion = 12;
constexpr qsizetype mostValues = 64;
const QString anyNumber = QStringLiteral("0"); // stands for every number: rules treat them alike

QString typeOf(const QJsonObject &node) { return node.value(QLatin1String("Type")).toString(); }

QString nameOf(const QJsonObject &node, const char *member)
{
    return node.value(QLatin1String(member)).toObject().value(QLatin1String("Value")).toString();
}

bool isNumberText(const QString &text)
{
    static const QRegularExpression number(QStringLiteral("^-?[0-9\\x{e000}]*(#[0-9A-Za-z]+|x[0-9A-Fa-f]+)?$"));
    return number.match(text).hasMatch();
}

/// `{1..9}`, which literalOf() does not take for one text.
bool isNumberRange(const QJsonObject &word)
{
    static const QRegularExpression range(QStringLiteral("^\\{-?[0-9]+\\.\\.-?[0-9]+(\\.\\.-?[0-9]+)?\\}$"));
    const QJsonArray parts = word.value(QLatin1String("Parts")).toArray();
    return parts.size() == 1 && range.match(parts.at(0).toObject().value(QLatin1String("Value")).toString()).hasMatch();
}

/// The text before the first wildcard or brace.
QString headOf(const QJsonObject &part)
{
    static const QRegularExpression head(QStringLiteral("^[A-Za-z0-9_./=,:@%+-]+"));
    return head.match(part.value(QLatin1String("Value")).toString()).captured();
}

/// Set by bash itself, or from what the line reads: their values are not in the line.
bool isSetByBash(const QString &name)
{
    static const QSet<QString> names = wordSet("REPLY OPTARG _ - 0 @ * MAPFILE COPROC DIRSTACK FUNCNAME READLINE_LINE "
                                               "COMP_WORDS COMP_LINE COMPREPLY PIPESTATUS");
    return names.contains(name) || name.startsWith(QLatin1String("BASH")) || (!name.isEmpty() && name.at(0).isDigit());
}

/// The variables that a built-in fills.
QStringList filledBy(const QString &builtIn, const QStringList &arguments)
{
    static const QSet<QString> fills = wordSet("read mapfile readarray getopts");
    if (fills.contains(builtIn))
        return arguments;
    const qsizetype at = arguments.indexOf(QLatin1String("-v"));
    if (builtIn != QLatin1String("printf") || arguments.isEmpty())
        return {};
    if (at >= 0)
        return arguments.mid(at + 1, 1);
    return arguments.first().startsWith(QLatin1String("-v")) ? QStringList{arguments.first().mid(2)} : QStringList();
}

/// What some programs print, when they are given nothing but such arguments.
std::optional<QStringList> printedBy(const QString &program, const QStringList &arguments)
{
    struct Known {
        const char *program;
        const char *arguments;
        const char *prints;
    };
    static constexpr Known all[] = {{"wc", "^-[lwcmL]+$", "0"}, {"nproc", "^--[a-z]+(=[0-9]+)?$", "0"},
        {"seq", "^(-w|-?[0-9]+)$", "0"}, {"date", "^(-u|\\+%[sYmdHMS](%[sYmdHMS])*)$", "0"},
        {"mktemp", "^-[dqu]$", "/tmp/tmp.0"}, {"pwd", "^-[LP]$", "/directory"}};
    for (const Known &known : all) {
        const QRegularExpression expected(QString::fromLatin1(known.arguments));
        const bool isKnown = program == QLatin1String(known.program)
            && std::all_of(arguments.begin(), arguments.end(),
                [&expected](const QString &text) { return expected.match(text).hasMatch(); });
        if (isKnown && (program != QLatin1String("date") || !arguments.isEmpty()))
            return QStringList{QString::fromLatin1(known.prints)};
    }
    return std::nullopt;
}

/// Each of `values` with each of `tails` behind it. False: they are unknown, or too many.
bool lengthen(QStringList &values, const std::optional<QStringList> &tails)
{
    if (!tails || values.size() * tails->size() > mostValues)
        return false;
    QStringList longer;
    for (const QString &head : values)
        for (const QString &tail : *tails)
            longer << head + tail;
    values = longer;
    return true;
}

} // namespace

QSet<QString> wordSet(const char *text)
{
    const QStringList list = QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return QSet<QString>(list.begin(), list.end());
}

bool ShellWord::mayBeOption() const
{
    if (!isOneWord)
        return !isPattern || start.isEmpty() || start.startsWith(QLatin1Char('-'));
    if (values.isEmpty())
        return start.isEmpty() || start.startsWith(QLatin1Char('-'));
    return std::any_of(
        values.begin(), values.end(), [](const QString &value) { return value.startsWith(QLatin1Char('-')); });
}

ShellVariables::ShellVariables(const QJsonObject &file, QByteArray source, Environment environment)
    : m_source(std::move(source)), m_environment(environment)
{
    collect(file);
}

void ShellVariables::collect(const QJsonValue &node)
{
    if (node.isArray())
        for (const QJsonValue &entry : node.toArray())
            collect(entry);
    const QJsonObject object = node.toObject();
    const QString type = typeOf(object);
    const QString name = nameOf(object, "Name");
    if (type == QLatin1String("CallExpr"))
        collectCall(object.value(QLatin1String("Args")).toArray());
    else if (type == QLatin1String("WordIter") && object.contains(QLatin1String("Items")))
        for (const QJsonValue &item : object.value(QLatin1String("Items")).toArray())
            assign(name, item);
    else if (type == QLatin1String("WordIter"))
        m_unknown.insert(name); // in "$@"
    else if (type == QLatin1String("ParamExp") && object.contains(QLatin1String("Exp")))
        m_unknown.insert(nameOf(object, "Param")); // ${x:=…}, not told from ${x:-…}
    else if (type.isEmpty() && !name.isEmpty()
        && (object.contains(QLatin1String("Array")) || object.contains(QLatin1String("Index"))
            || object.contains(QLatin1String("Append"))))
        m_unknown.insert(name);
    else if (type.isEmpty() && !name.isEmpty() && object.contains(QLatin1String("Value")))
        assign(name, object.value(QLatin1String("Value")));
    for (const QJsonValue &member : object)
        collect(member);
}

void ShellVariables::collectCall(const QJsonArray &arguments)
{
    QStringList texts;
    for (const QJsonValue &argument : arguments)
        texts << literalOf(argument.toObject()).value_or(QString());
    while (!texts.isEmpty() && (texts.first() == QLatin1String("command") || texts.first() == QLatin1String("builtin")))
        texts.removeFirst();
    if (texts.isEmpty())
        return;
    const QString program = texts.takeFirst();
    m_hasForeignCode = m_hasForeignCode || program == QLatin1String("source") || program == QLatin1String(".")
        || program == QLatin1String("eval");
    for (const QString &name : filledBy(program, texts))
        m_unknown.insert(name.section(QLatin1Char('['), 0, 0));
    // Where a declaration stands as words (`command export x=…`), its values are not followed.
    for (const QString &text : texts)
        if (text.contains(QLatin1Char('=')) && program != QLatin1String("[") && program != QLatin1String("test"))
            m_unknown.insert(text.section(QLatin1Char('='), 0, 0));
}

void ShellVariables::assign(const QString &name, const QJsonValue &value) { m_assigned[name] << value.toObject(); }

ShellVariables::Values ShellVariables::valuesOf(const QString &name, int depth) const
{
    static const QSet<QString> numbers = wordSet("? # $ !");
    if (numbers.contains(name))
        return QStringList{anyNumber};
    if (m_hasForeignCode || m_unknown.contains(name) || isSetByBash(name) || depth > deepestExpansion)
        return std::nullopt;
    if (name == QLatin1String("PWD") || name == QLatin1String("OLDPWD"))
        return QStringList{QStringLiteral("/directory")};
    // Not assigned at all: what the worker gave to the command, or empty.
    const auto found = m_assigned.find(name);
    if (found == m_assigned.end() && m_environment == Environment::Trusted)
        return QStringList{QString(fromOutside)};
    if (m_environment == Environment::Unknown)
        return std::nullopt;
    QStringList values;
    for (const QJsonObject &word : *found) {
        const Values some = isNumberRange(word) ? QStringList{anyNumber} : valuesOfWord(word, depth + 1);
        if (!some || values.size() + some->size() > mostValues)
            return std::nullopt;
        values << *some;
    }
    return values;
}

ShellVariables::Values ShellVariables::valuesOfWord(const QJsonObject &word, int depth) const
{
    return valuesOfParts(word.value(QLatin1String("Parts")).toArray(), depth);
}

ShellVariables::Values ShellVariables::valuesOfParts(const QJsonArray &parts, int depth) const
{
    QStringList values{QString()};
    for (const QJsonValue &part : parts) {
        const Values some = valuesOfPart(part.toObject(), depth);
        if (!lengthen(values, some))
            return std::nullopt;
    }
    return values;
}

ShellVariables::Values ShellVariables::valuesOfPart(const QJsonObject &part, int depth) const
{
    const QString type = typeOf(part);
    if (type == QLatin1String("ArithmExp"))
        return QStringList{anyNumber};
    if (type == QLatin1String("ProcSubst"))
        return QStringList{QStringLiteral("/dev/fd/0")};
    if (type == QLatin1String("ParamExp"))
        return valuesOfExpansion(part, depth);
    if (type == QLatin1String("CmdSubst"))
        return valuesOfCommand(part, depth);
    if (type == QLatin1String("DblQuoted") && !literalOf({{QStringLiteral("Parts"), QJsonArray{part}}})) {
        // Text in it still has its escapes; literalOf() takes them off one part at a time.
        QStringList values{QString()};
        for (const QJsonValue &inner : part.value(QLatin1String("Parts")).toArray()) {
            QJsonObject quoted = part;
            quoted.insert(QStringLiteral("Parts"), QJsonArray{inner});
            const auto literal = literalOf({{QStringLiteral("Parts"), QJsonArray{quoted}}});
            const Values some = literal ? Values(QStringList{*literal}) : valuesOfPart(inner.toObject(), depth);
            if (!lengthen(values, some))
                return std::nullopt;
        }
        return values;
    }
    const auto literal = literalOf({{QStringLiteral("Parts"), QJsonArray{part}}});
    if (!literal && type == QLatin1String("Lit") && !headOf(part).isEmpty())
        return QStringList{headOf(part) + fromFiles};
    return literal ? Values(QStringList{*literal}) : std::nullopt;
}

ShellVariables::Values ShellVariables::valuesOfExpansion(const QJsonObject &expansion, int depth) const
{
    if (expansion.value(QLatin1String("Length")).toBool())
        return QStringList{anyNumber};
    for (const char *changing : {"Excl", "Exp", "Repl", "Slice", "Index", "Names", "Width"})
        if (expansion.contains(QLatin1String(changing)))
            return std::nullopt;
    return valuesOf(nameOf(expansion, "Param"), depth);
}

/// Of some programs it is known what they print.
ShellVariables::Values ShellVariables::valuesOfCommand(const QJsonObject &substitution, int depth) const
{
    const QJsonArray statements = substitution.value(QLatin1String("Stmts")).toArray();
    if (statements.size() != 1)
        return std::nullopt;
    QJsonObject command = statements.at(0).toObject().value(QLatin1String("Cmd")).toObject();
    const bool isPipe = typeOf(command) == QLatin1String("BinaryCmd") && operatorOf(m_source, command).startsWith('|')
        && !operatorOf(m_source, command).startsWith("||");
    if (isPipe)
        command = command.value(QLatin1String("Y")).toObject().value(QLatin1String("Cmd")).toObject();
    QStringList texts;
    for (const QJsonValue &argument : command.value(QLatin1String("Args")).toArray()) {
        const Values values = valuesOfWord(argument.toObject(), depth + 1);
        if (!values || values->size() != 1)
            return std::nullopt;
        texts << values->first();
    }
    if (texts.isEmpty())
        return std::nullopt;
    return printedBy(texts.takeFirst(), texts);
}

/// Outside of quotes, and not known to be without blanks and wildcards.
bool ShellVariables::maySplit(const QJsonObject &part) const
{
    const QString type = typeOf(part);
    if (type == QLatin1String("DblQuoted")) { // "$@" and "${list[@]}" are many words even so
        for (const QJsonValue &inner : part.value(QLatin1String("Parts")).toArray()) {
            const QJsonObject expansion = inner.toObject();
            const QString index =
                literalOf(expansion.value(QLatin1String("Index")).toObject()).value_or(QStringLiteral("@"));
            const bool isList =
                nameOf(expansion, "Param") == QLatin1String("@") || expansion.contains(QLatin1String("Names"));
            if (isList || (expansion.contains(QLatin1String("Index")) && index == QLatin1String("@")))
                return true;
        }
        return false;
    }
    if (type == QLatin1String("SglQuoted") || type == QLatin1String("ProcSubst"))
        return false;
    if (type == QLatin1String("Lit"))
        return !literalOf({{QStringLiteral("Parts"), QJsonArray{part}}});
    const Values values = valuesOfPart(part, 0);
    static const QRegularExpression plain(QStringLiteral("^[^\\s*?\\[\\x{e001}]+$"));
    const bool isPlain = values && std::all_of(values->begin(), values->end(), [](const QString &value) {
        return plain.match(value).hasMatch();
    });
    return !isPlain || m_assigned.contains(QStringLiteral("IFS")) || m_unknown.contains(QStringLiteral("IFS"));
}

ShellWord ShellVariables::word(const QJsonObject &node) const
{
    if (const auto literal = literalOf(node))
        return ShellWord::of(*literal);
    ShellWord word = ShellWord::unknown();
    const QJsonArray parts = node.value(QLatin1String("Parts")).toArray();
    word.values = valuesOfParts(parts, 0).value_or(QStringList());
    word.isOneWord =
        std::none_of(parts.begin(), parts.end(), [this](const QJsonValue &part) { return maySplit(part.toObject()); });
    QJsonArray known;
    for (const QJsonValue &part : parts) {
        known << part;
        const auto text = literalOf({{QStringLiteral("Parts"), known}});
        if (!text)
            break;
        word.start = *text;
    }
    // The part that is not known may begin with written text: x="--pre=$y".
    if (word.start.isEmpty() && !parts.isEmpty()) {
        QJsonObject first = parts.at(0).toObject();
        const QJsonArray inner = first.value(QLatin1String("Parts")).toArray();
        if (typeOf(first) == QLatin1String("DblQuoted") && !inner.isEmpty()) {
            first.insert(QStringLiteral("Parts"), QJsonArray{inner.at(0)});
            word.start = literalOf({{QStringLiteral("Parts"), QJsonArray{first}}}).value_or(QString());
        } else if (typeOf(first) == QLatin1String("Lit")) {
            word.start = headOf(first);
        }
    }
    word.isPattern = std::none_of(parts.begin(), parts.end(), [this](const QJsonValue &part) {
        return typeOf(part.toObject()) != QLatin1String("Lit") && maySplit(part.toObject());
    });
    return word;
}

ShellWords ShellVariables::words(const QJsonArray &nodes) const
{
    ShellWords words;
    for (const QJsonValue &node : nodes)
        words << word(node.toObject());
    return words;
}

bool ShellVariables::isNumber(const QString &name) const
{
    const Values values = valuesOf(name, 0);
    return values && std::all_of(values->begin(), values->end(), isNumberText);
}

bool ShellVariables::isNumber(const QJsonObject &wordNode) const
{
    const Values values = valuesOfWord(wordNode, 0);
    return values && std::all_of(values->begin(), values->end(), isNumberText);
}

} // namespace mergeloom

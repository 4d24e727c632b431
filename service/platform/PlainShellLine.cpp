#include "service/platform/PlainShellLine.h"

#include "service/platform/ShellWords.h"

#include <QJsonArray>

namespace mergeloom {

namespace {

/// No quote, expansion, pattern, brace, redirection, comment or separator is made of these.
bool isPlain(QChar character)
{
    const char16_t code = character.unicode();
    return (code >= u'a' && code <= u'z') || (code >= u'A' && code <= u'Z') || (code >= u'0' && code <= u'9')
        || QStringView(u"_-./:,@%+=").contains(character);
}

/// At the start of a line these are no programs, or commands with a grammar of their own.
bool opensGrammar(const QString &word)
{
    static const QSet<QString> words = wordSet(
        "if then elif else fi for while until do done case esac in select function time coproc let declare typeset local "
        "export readonly nameref");
    return words.contains(word) || word.contains(u'='); // an assignment
}

} // namespace

std::optional<QJsonObject> plainShellLine(const QString &line)
{
    for (const QChar character : line)
        if (character != u' ' && !isPlain(character))
            return std::nullopt;
    const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty() || opensGrammar(words.first()))
        return std::nullopt;
    QJsonArray arguments;
    for (const QString &word : words)
        arguments.append(QJsonObject{{"Parts", QJsonArray{QJsonObject{{"Type", "Lit"}, {"Value", word}}}}});
    return QJsonObject{{"Type", "File"},
        {"Stmts", QJsonArray{QJsonObject{{"Cmd", QJsonObject{{"Type", "CallExpr"}, {"Args", arguments}}}}}}};
}

} // namespace mergeloom

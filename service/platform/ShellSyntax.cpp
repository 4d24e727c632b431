#include "service/platform/ShellSyntax.h"

#include "service/platform/PlainShellLine.h"
#include "service/platform/Process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace mergeloom {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype longestLine = 64 << 10;

/// Outside of quotes: a backslash takes the next character as it is; what may expand makes the word unsure.
std::optional<QString> plainText(const QString &raw)
{
    QString text;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const QChar character = raw.at(i);
        if (character == QLatin1Char('\\')) {
            if (++i < raw.size() && raw.at(i) != QLatin1Char('\n'))
                text += raw.at(i);
        } else if (QStringView(raw).mid(i).startsWith(QLatin1String("{}"))) {
            text += QStringLiteral("{}"); // bash expands no empty braces
            ++i;
        } else if (QStringLiteral("*?{}~").contains(character)
            || (character == QLatin1Char('[') && raw != QLatin1String("["))) {
            return std::nullopt;
        } else {
            text += character;
        }
    }
    return text;
}

QString doubleQuotedText(const QString &raw)
{
    QString text;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const bool isEscape =
            raw.at(i) == QLatin1Char('\\') && i + 1 < raw.size() && QStringLiteral("$`\"\\\n").contains(raw.at(i + 1));
        if (isEscape && raw.at(++i) == QLatin1Char('\n'))
            continue;
        text += raw.at(i);
    }
    return text;
}

/// $'…', with the escapes that stand for themselves and for white space; the others would spell a text anew.
std::optional<QString> ansiText(const QString &raw)
{
    QString text;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw.at(i) != QLatin1Char('\\')) {
            text += raw.at(i);
            continue;
        }
        const QChar escape = ++i < raw.size() ? raw.at(i) : QChar();
        if (escape == QLatin1Char('n') || escape == QLatin1Char('t'))
            text += escape == QLatin1Char('n') ? QLatin1Char('\n') : QLatin1Char('\t');
        else if (!escape.isNull() && QStringLiteral("\\'\"").contains(escape))
            text += escape;
        else
            return std::nullopt;
    }
    return text;
}

std::optional<QString> literalOfPart(const QJsonObject &part)
{
    const QString type = part.value(QLatin1String("Type")).toString();
    const QString value = part.value(QLatin1String("Value")).toString();
    const bool hasDollar = part.value(QLatin1String("Dollar")).toBool(); // $'…' and $"…"
    if (type == QLatin1String("Lit"))
        return plainText(value);
    if (type == QLatin1String("SglQuoted"))
        return hasDollar ? ansiText(value) : value;
    if (type != QLatin1String("DblQuoted") || hasDollar)
        return std::nullopt;
    QString text;
    for (const QJsonValue &inner : part.value(QLatin1String("Parts")).toArray()) {
        if (inner.toObject().value(QLatin1String("Type")) != QLatin1String("Lit"))
            return std::nullopt;
        text += doubleQuotedText(inner.toObject().value(QLatin1String("Value")).toString());
    }
    return text;
}

} // namespace

std::optional<QString> literalOf(const QJsonObject &word)
{
    QString text;
    for (const QJsonValue &part : word.value(QLatin1String("Parts")).toArray()) {
        const auto literal = literalOfPart(part.toObject());
        if (!literal)
            return std::nullopt;
        text += *literal;
    }
    return text;
}

QByteArray operatorOf(const QByteArray &source, const QJsonObject &node)
{
    const int offset = node.value(QLatin1String("OpPos")).toObject().value(QLatin1String("Offset")).toInt(0);
    return source.mid(offset, 16);
}

Result<QJsonObject> parseShellLine(const QString &line)
{
    if (line.trimmed().isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The command is empty."));
    if (line.size() > longestLine || line.contains(QChar(u'\0')))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The command is over 64 KiB or holds a zero byte. Put it into a script."));
    // bash and shfmt do not read these alike: what is checked must be what runs.
    static const QRegularExpression control(QStringLiteral("[\\x01-\\x08\\x0b-\\x1f\\x7f]"));
    if (line.contains(control))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The command holds a control character, such as a carriage return. End lines with LF alone."));
    if (auto plain = plainShellLine(line)) // no need to start a parser
        return std::move(*plain);
    ProcessRequest request;
    request.program = QStringLiteral("shfmt");
    request.arguments = QStringList{QStringLiteral("-ln"), QStringLiteral("bash"), QStringLiteral("--to-json")};
    request.environment = {
        {QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin:") + qEnvironmentVariable("PATH")}};
    request.input = line.toUtf8();
    request.timeLimit = 2s;
    request.outputLimit = 32 << 20;
    const auto result = runProcess(request, {});
    if (!result && result.error().code == ErrorCode::NotFound) {
        return failure(ErrorCode::Unavailable,
            QStringLiteral("shfmt is not installed, so no command can be checked. Install the package shfmt."));
    }
    if (!result)
        return failure(result);
    if (result->end != ProcessEnd::Exited || result->droppedBytes > 0)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The command is too complicated to be checked. Put it into a script."));
    if (result->exitCode != 0) {
        QString words = QString::fromUtf8(result->standardError.trimmed());
        words.remove(QStringLiteral("<standard input>:"));
        return failure(ErrorCode::InvalidInput, QStringLiteral("The command is no valid shell: %1.").arg(words));
    }
    const QJsonDocument document = QJsonDocument::fromJson(result->standardOutput);
    if (!document.isObject())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The command is nested too deeply to be checked. Put it into a script."));
    return document.object();
}

} // namespace mergeloom

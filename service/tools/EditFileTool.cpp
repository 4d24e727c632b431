#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

qsizetype lineAt(const QByteArray &bytes, qsizetype position) { return bytes.first(position).count('\n') + 1; }

QList<qsizetype> placesOf(const QByteArray &text, const QByteArray &bytes)
{
    QList<qsizetype> places;
    for (qsizetype at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.size()))
        places << at;
    return places;
}

/// A text that differs in white space only is what models get wrong most often.
QString hintFor(const QByteArray &text, const QByteArray &bytes)
{
    const QByteArray wanted = text.trimmed().split('\n').value(0).simplified();
    qsizetype number = 0;
    for (const QByteArray &line : bytes.split('\n')) {
        ++number;
        if (!wanted.isEmpty() && line.simplified() == wanted)
            return QStringLiteral(" Its first line is like line %1, but white space or what follows differs.")
                .arg(number);
    }
    return {};
}

QString lineNumbers(const QList<qsizetype> &places, const QByteArray &bytes)
{
    QStringList numbers;
    for (const qsizetype place : places.first(std::min<qsizetype>(places.size(), 10)))
        numbers << QString::number(lineAt(bytes, place));
    return numbers.join(QLatin1String(", ")) + (places.size() > 10 ? QStringLiteral(", …") : QString());
}

Result<ToolOutcome> editFile(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const QString path = input.value(QLatin1String("path")).toString();
    QByteArray oldText = input.value(QLatin1String("old_text")).toString().toUtf8();
    QByteArray newText = input.value(QLatin1String("new_text")).toString().toUtf8();
    const bool isForAll = input.value(QLatin1String("replace_all")).toBool();
    if (oldText.isEmpty())
        return toolFailure(QStringLiteral("old_text is empty. Use write_file for a new file."));
    if (oldText == newText)
        return toolFailure(QStringLiteral("old_text and new_text are the same."));
    const auto file = workplace.files.read(path);
    if (!file)
        return toolFailure(file.error());
    QByteArray bytes = file->bytes;
    // read_file shows lines without their CR, so a model cannot know of it.
    if (bytes.contains("\r\n") && !oldText.contains('\r') && !newText.contains('\r') && !bytes.contains(oldText)) {
        oldText.replace("\n", "\r\n");
        newText.replace("\n", "\r\n");
    } else if (bytes.contains("\r\n") && bytes.count("\r\n") == bytes.count('\n') && !newText.contains('\r')) {
        newText.replace("\n", "\r\n");
    }
    const QList<qsizetype> places = placesOf(oldText, bytes);
    if (places.isEmpty())
        return toolFailure(QStringLiteral("old_text is not in %1.%2 Read the file and copy the text exactly.")
                               .arg(path, hintFor(oldText, bytes)));
    if (places.size() > 1 && !isForAll) {
        return toolFailure(QStringLiteral(
            "old_text is in %1 at %2 places (lines %3). Add lines around it so that it is unique, or set replace_all.")
                               .arg(path)
                               .arg(places.size())
                               .arg(lineNumbers(places, bytes)));
    }
    const QString where = lineNumbers(places, bytes);
    bytes.replace(oldText, newText);
    if (const auto written = workplace.files.write(path, bytes); !written)
        return toolFailure(written.error());
    return toolChange(
        QStringLiteral("Replaced %1 in %2 (line %3).")
            .arg(places.size() == 1 ? QStringLiteral("the text") : QStringLiteral("%1 places").arg(places.size()), path,
                where));
}

} // namespace

Tool editFileTool()
{
    return {
        {QStringLiteral("edit_file"),
            QStringLiteral(
                "Replaces a text in a file by another. The text must be there exactly once, white space included, without line numbers."),
            toolSchema({{"path", "string", "The file, relative to the root of the workspace."},
                {"old_text", "string", "The text as it stands in the file."},
                {"new_text", "string", "What to put in its place."},
                {"replace_all", "boolean", "Whether every place is meant. Default false.", Presence::Optional}})},
        ToolAccess::Full, editFile};
}

} // namespace mergeloom

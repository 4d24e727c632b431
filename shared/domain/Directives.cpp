#include "shared/domain/Directives.h"

namespace mergeloom {

namespace {

QStringList listOf(const QString &value)
{
    QStringList list;
    for (const QString &entry : value.split(u','))
        if (!entry.trimmed().isEmpty())
            list << entry.trimmed();
    return list;
}

} // namespace

Result<DirectedText> parseDirectives(const QString &body)
{
    const qsizetype start = body.indexOf(QStringLiteral("[JCA]"));
    if (start < 0)
        return DirectedText{body, {}};
    const qsizetype end = body.indexOf(QStringLiteral("[/JCA]"), start);
    if (end < 0)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The [JCA] block of the ticket has no end. Close it with a line [/JCA]."));

    DirectedText result;
    result.text = (body.left(start) + body.mid(end + 6)).trimmed();
    Directives &directives = result.directives;
    const QMap<QString, QStringList *> lists{{QStringLiteral("work_repos"), &directives.workRepositories},
        {QStringLiteral("context_repos"), &directives.contextRepositories},
        {QStringLiteral("context_files"), &directives.contextFiles},
        {QStringLiteral("context_folders"), &directives.contextFolders},
        {QStringLiteral("inline_context"), &directives.inlineContext}};
    const QStringList lines = body.mid(start + 5, end - start - 5).split(u'\n');
    for (const QString &raw : lines) {
        const QString line = raw.trimmed();
        if (line.isEmpty())
            continue;
        const qsizetype sign = line.indexOf(u'=');
        if (sign <= 0)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The line \"%1\" of the [JCA] block is not of the form key=value.").arg(line.left(80)));
        const QString key = line.left(sign).trimmed();
        const QString value = line.mid(sign + 1).trimmed();
        if (lists.contains(key))
            lists[key]->append(listOf(value));
        else if (key == u"provider")
            directives.provider = value;
        else if (key == u"model")
            directives.model = value;
        else
            directives.unknownKeys << key;
    }
    return result;
}

} // namespace mergeloom

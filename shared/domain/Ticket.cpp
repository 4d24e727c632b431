#include "shared/domain/Ticket.h"

namespace mergeloom {

QString ticketBranch(const QString &key)
{
    QString name;
    for (const QChar c : key.toLower()) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'
            || (c == u'.' && !name.isEmpty() && !name.endsWith(u'.'));
        name += isPlain ? c : QChar(u'-');
    }
    // What git refuses at the end of a branch name.
    while (name.endsWith(u'.') || name.endsWith(QStringLiteral(".lock")))
        name.chop(name.endsWith(u'.') ? 1 : 5);
    if (name.isEmpty())
        name = QStringLiteral("ticket");
    return QStringLiteral("tickets/") + name;
}

} // namespace mergeloom

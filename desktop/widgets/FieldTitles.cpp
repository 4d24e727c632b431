#include "desktop/widgets/RecordColumns.h"

#include <QCoreApplication>
#include <QHash>

namespace mergeloom {

// Names of API fields that stand over columns. What is not here is made readable, in English.
QString fieldTitle(const QString &field)
{
    static const QHash<QString, const char *> titles{
        {"id", QT_TRANSLATE_NOOP("Field", "Id")},
        {"key", QT_TRANSLATE_NOOP("Field", "Key")},
        {"title", QT_TRANSLATE_NOOP("Field", "Title")},
        {"name", QT_TRANSLATE_NOOP("Field", "Name")},
        {"state", QT_TRANSLATE_NOOP("Field", "State")},
        {"status", QT_TRANSLATE_NOOP("Field", "Status")},
        {"outcome", QT_TRANSLATE_NOOP("Field", "Outcome")},
        {"reason", QT_TRANSLATE_NOOP("Field", "Reason")},
        {"stage", QT_TRANSLATE_NOOP("Field", "Stage")},
        {"branch", QT_TRANSLATE_NOOP("Field", "Branch")},
        {"repository", QT_TRANSLATE_NOOP("Field", "Repository")},
        {"repository_alias", QT_TRANSLATE_NOOP("Field", "Repository")},
        {"provider", QT_TRANSLATE_NOOP("Field", "Provider")},
        {"model", QT_TRANSLATE_NOOP("Field", "Model")},
        {"requester", QT_TRANSLATE_NOOP("Field", "Requester")},
        {"ticket_key", QT_TRANSLATE_NOOP("Field", "Ticket")},
        {"created_at", QT_TRANSLATE_NOOP("Field", "Created")},
        {"updated_at", QT_TRANSLATE_NOOP("Field", "Updated")},
        {"started_at", QT_TRANSLATE_NOOP("Field", "Started")},
        {"ended_at", QT_TRANSLATE_NOOP("Field", "Ended")},
        {"finished_at", QT_TRANSLATE_NOOP("Field", "Ended")},
        {"checked_at", QT_TRANSLATE_NOOP("Field", "Checked")},
        {"last_seen_at", QT_TRANSLATE_NOOP("Field", "Last seen")},
        {"duration_ms", QT_TRANSLATE_NOOP("Field", "Duration")},
        {"cost_usd", QT_TRANSLATE_NOOP("Field", "Cost")},
        {"tokens", QT_TRANSLATE_NOOP("Field", "Tokens")},
        {"run_id", QT_TRANSLATE_NOOP("Field", "Run")},
        {"version", QT_TRANSLATE_NOOP("Field", "Version")},
        {"path", QT_TRANSLATE_NOOP("Field", "Path")},
        {"role", QT_TRANSLATE_NOOP("Field", "Role")},
    };
    if (const char *title = titles.value(field, nullptr))
        return QCoreApplication::translate("Field", title);
    QString words = field;
    words.replace(u'_', u' ');
    if (words.endsWith(u" at"))
        words.chop(3);
    if (!words.isEmpty())
        words[0] = words.at(0).toUpper();
    return words;
}

} // namespace mergeloom

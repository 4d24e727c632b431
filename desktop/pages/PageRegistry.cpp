#include "desktop/pages/PageRegistry.h"

#include <QCoreApplication>

namespace mergeloom {

// One line for each page:
//     {"runs", QT_TRANSLATE_NOOP("PageRegistry", "Runs"), "play", RailPlace::Work, &makePage<RunsPage>},
const QList<PageRow> &pageRows()
{
    static const QList<PageRow> rows{};
    return rows;
}

const PageRow *pageRow(const QString &id)
{
    for (const PageRow &row : pageRows())
        if (id == QLatin1StringView(row.id))
            return &row;
    return nullptr;
}

QString PageRow::shownTitle() const { return QCoreApplication::translate("PageRegistry", title); }

} // namespace mergeloom

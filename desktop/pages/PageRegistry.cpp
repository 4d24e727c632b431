#include "desktop/pages/PageRegistry.h"

#include "desktop/pages/AuditPage.h"
#include "desktop/pages/AuditRunPage.h"
#include "desktop/pages/ComparePage.h"
#include "desktop/pages/DashboardPage.h"
#include "desktop/pages/HealthPage.h"
#include "desktop/pages/ProvidersPage.h"
#include "desktop/pages/RepositoriesPage.h"
#include "desktop/pages/RunPage.h"
#include "desktop/pages/RunsPage.h"
#include "desktop/pages/TicketsPage.h"

#include <QCoreApplication>

namespace mergeloom {

namespace {

template <class T>
Page *makePage(Worker &worker, QWidget *parent)
{
    return new T(worker, parent);
}

} // namespace

// One line for each page.
const QList<PageRow> &pageRows()
{
    static const QList<PageRow> rows{
        {"dashboard", QT_TRANSLATE_NOOP("PageRegistry", "Dashboard"), "layout-dashboard", RailPlace::Work,
            &makePage<DashboardPage>},
        {"tickets", QT_TRANSLATE_NOOP("PageRegistry", "Tickets"), "ticket", RailPlace::Work, &makePage<TicketsPage>},
        {"runs", QT_TRANSLATE_NOOP("PageRegistry", "Runs"), "play", RailPlace::Work, &makePage<RunsPage>},
        {"audit", QT_TRANSLATE_NOOP("PageRegistry", "Audit"), "book-open-check", RailPlace::Work, &makePage<AuditPage>},
        {"repositories", QT_TRANSLATE_NOOP("PageRegistry", "Repositories"), "folder-git-2", RailPlace::Setup,
            &makePage<RepositoriesPage>},
        {"providers", QT_TRANSLATE_NOOP("PageRegistry", "Providers"), "cpu", RailPlace::Setup,
            &makePage<ProvidersPage>},
        {"health", QT_TRANSLATE_NOOP("PageRegistry", "Health"), "activity", RailPlace::Setup, &makePage<HealthPage>},
        {"compare", QT_TRANSLATE_NOOP("PageRegistry", "Compare"), "git-compare", RailPlace::Palette,
            &makePage<ComparePage>},
        {"audit-run", QT_TRANSLATE_NOOP("PageRegistry", "Audit of a run"), "book-open-check", RailPlace::None,
            &makePage<AuditRunPage>},
        {"run", QT_TRANSLATE_NOOP("PageRegistry", "Run"), "play", RailPlace::None, &makePage<RunPage>},
    };
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

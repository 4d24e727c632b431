#include "desktop/pages/HealthPage.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace mergeloom {

HealthPage::HealthPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_health(worker, this, [this] { showHealth(); }),
      m_dashboard(worker, this, [this] { showExecutors(); })
{
    setHead(tr("Health"));
    auto *again = makeButton(tr("Check again"), "refresh-cw", nullptr, this);
    actions()->addWidget(again);
    connect(again, &QPushButton::clicked, this, &HealthPage::reload);
    QVBoxLayout *column = makeColumn(1000);
    const Card checks = makeCard(tr("Checks"), bodyWidget());
    m_checks = checks.body;
    m_checks->setSpacing(4);
    column->addWidget(checks.frame);
    column->addWidget(plainLabel(tr("Executors"), bodyWidget(), "heading"));
    m_executors = new RecordTable(columnsOf<api::ExecutorView>({{"name", {}, {}, 0, true}, {"state"}, {"sandbox"},
                                      {"version"}, {"last_seen_at", tr("Last seen")}}),
        QStringLiteral("id"), tr("Executors"), bodyWidget());
    m_executors->setEmptyText(
        tr("No executor is connected"), tr("Jobs wait until one is; look at the log of the worker."));
    m_executors->setMinimumHeight(180);
    column->addWidget(m_executors);
    column->addStretch(1);
    connect(m_executors, &RecordTable::opened, this, [this] {
        const QString run = m_executors->currentRecord().value(QStringLiteral("run_id")).toString();
        if (!run.isEmpty())
            go(QStringLiteral("run"), run);
    });
    m_dashboard.follow(isOfJobs);
}

void HealthPage::open(const QString &)
{
    if (m_health.value())
        return reload();
    m_executors->showLoading();
    m_health.open(api_call::health());
    m_dashboard.open(api_call::dashboard());
}

void HealthPage::reload()
{
    m_health.reload();
    m_dashboard.reload();
}

void HealthPage::showHealth()
{
    if (m_health.error())
        notice().showError(*m_health.error(), [this] { m_health.reload(); });
    if (!m_health.value() || m_health.isAsking())
        return;
    setReadAt(m_health.readAt());
    QList<api::HealthCheck> checks = m_health.value()->checks;
    const QStringList order{QStringLiteral("failing"), QStringLiteral("warning"), QStringLiteral("ok")};
    std::stable_sort(checks.begin(), checks.end(), [&order](const api::HealthCheck &a, const api::HealthCheck &b) {
        return order.indexOf(a.status) < order.indexOf(b.status);
    });
    const auto bad = std::count_if(
        checks.begin(), checks.end(), [](const api::HealthCheck &check) { return check.status != u"ok"; });
    setHead(tr("Health"),
        bad == 0 ? tr("Everything that is checked is as it should be.")
                 : tr("%n check(s) want(s) attention.", nullptr, int(bad)));
    clearLayout(m_checks);
    QWidget *parent = m_checks->parentWidget();
    for (const api::HealthCheck &check : checks) {
        auto *row = new QWidget(parent);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 4, 0, 4);
        line->setSpacing(12);
        const bool isGood = check.status == u"ok";
        auto *sign = new QLabel(row);
        sign->setPixmap(lineIcon(isGood      ? QStringLiteral("circle-check")
                : check.status == u"failing" ? QStringLiteral("circle-x")
                                             : QStringLiteral("triangle-alert"),
            toneColour(toneOf(check.status), coloursOf(palette())))
                            .pixmap(16, 16));
        sign->setAccessibleName(statusText(check.status));
        auto *name = plainLabel(Words::plain(check.name), row, "strong");
        name->setFixedWidth(170);
        auto *words = new QVBoxLayout;
        words->setSpacing(2);
        words->addWidget(plainLabel(check.seen, row, "soft"));
        if (!check.remedy.isEmpty())
            words->addWidget(plainLabel(check.remedy, row));
        auto *at = plainLabel(relativeTime(check.checkedAt), row, "faint");
        at->setWordWrap(false);
        at->setToolTip(exactTime(check.checkedAt));
        line->addWidget(sign, 0, Qt::AlignTop);
        line->addWidget(name, 0, Qt::AlignTop);
        line->addLayout(words, 1);
        line->addWidget(at, 0, Qt::AlignTop);
        m_checks->addWidget(row);
    }
}

void HealthPage::showExecutors()
{
    if (m_dashboard.value())
        m_executors->setRecords(m_dashboard.value()->executors);
    if (m_dashboard.error())
        m_executors->showError(*m_dashboard.error());
}

} // namespace mergeloom

#include "desktop/pages/DashboardPage.h"

#include "desktop/pages/DayChart.h"
#include "desktop/pages/FirstSteps.h"
#include "desktop/pages/RunLimits.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace mergeloom {

namespace {
constexpr int linesOfCard = 8;

bool isOfSpend(const api::EventView &event)
{
    const QString &type = event.event.type;
    return isOfJobs(event) || isOfConfiguration(event) || type == QLatin1StringView(event_type::providerResponse)
        || type == QLatin1StringView(event_type::commandFinished) || type == QLatin1StringView(event_type::steerExtend);
}
} // namespace

DashboardPage::DashboardPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_dashboard(worker, this, [this] { showDashboard(); }), m_drafts(Drafts::ofUser()),
      m_isGuideLeft(!m_drafts.find(guideName()).isEmpty())
{
    setHead(tr("Dashboard"));
    m_health = makeButton({}, nullptr, "quiet", this);
    m_write = makeButton(tr("Write a ticket"), "plus", "primary", this);
    m_leaveGuide = makeButton(tr("Leave the guide"), nullptr, "quiet", this);
    m_backToGuide = makeButton(tr("Back to the guide"), nullptr, "quiet", this);
    m_leaveGuide->hide();
    m_backToGuide->hide();
    connect(m_leaveGuide, &QPushButton::clicked, this, [this] { turnGuide(Guide::Left); });
    connect(m_backToGuide, &QPushButton::clicked, this, [this] { turnGuide(Guide::Shown); });
    actions()->addWidget(m_leaveGuide);
    actions()->addWidget(m_backToGuide);
    actions()->addWidget(m_health);
    actions()->addWidget(m_write);
    connect(m_write, &QPushButton::clicked, this, [this] { go(QStringLiteral("tickets"), QStringLiteral("new")); });
    connect(m_health, &QPushButton::clicked, this, [this] { go(QStringLiteral("health")); });
    QVBoxLayout *column = makeColumn();
    m_guide = new FirstSteps(bodyWidget());
    connect(m_guide, &FirstSteps::placeWanted, this, &DashboardPage::go);
    column->addWidget(m_guide);
    m_guide->hide();
    m_board = new QWidget(bodyWidget());
    makeBoard();
    column->addWidget(m_board);
    column->addStretch(1);
    m_dashboard.follow(isOfSpend);
    m_tick.setInterval(15'000); // relative times
    connect(&m_tick, &QTimer::timeout, this, &DashboardPage::showDashboard);
    m_tick.start();
}

void DashboardPage::makeBoard()
{
    auto *board = new QVBoxLayout(m_board);
    board->setContentsMargins(0, 0, 0, 0);
    board->setSpacing(16);
    makeTiles(board);
    auto *grid = new QHBoxLayout;
    grid->setSpacing(16);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    left->setSpacing(16);
    right->setSpacing(16);
    const auto card = [this](QVBoxLayout *side, const QString &title) {
        const Card made = makeCard(title, m_board);
        side->addWidget(made.frame);
        made.body->setSpacing(2);
        return made.body;
    };
    m_active = card(left, tr("Running now"));
    m_person = card(left, tr("Needs a person"));
    m_recent = card(left, tr("Last results"));
    m_queue = card(right, tr("Queue"));
    m_outcomes = new DayChart(DayChart::Shows::Outcomes, m_board);
    m_spend = new DayChart(DayChart::Shows::Spend, m_board);
    card(right, tr("Outcomes"))->addWidget(m_outcomes);
    card(right, tr("Spend"))->addWidget(m_spend);
    left->addStretch(1);
    right->addStretch(1);
    grid->addLayout(left, 2);
    grid->addLayout(right, 1);
    board->addLayout(grid);
}

void DashboardPage::makeTiles(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    for (const QString &what : {tr("Running"), tr("Waiting"), tr("Ended today"), tr("Spent today")}) {
        const Card card = makeCard({}, m_board);
        card.body->setSpacing(2);
        card.body->addWidget(plainLabel(what, card.frame, "faint"));
        auto *figure = plainLabel(QStringLiteral("–"), card.frame, "title");
        figure->setStyleSheet(QStringLiteral("font-size: 26px; font-weight: 600;"));
        auto *under = plainLabel({}, card.frame, "faint");
        card.body->addWidget(figure);
        card.body->addWidget(under);
        m_figures << figure;
        m_under << under;
        row->addWidget(card.frame, 1);
    }
    column->addLayout(row);
}

void DashboardPage::open(const QString &)
{
    if (m_dashboard.value())
        m_dashboard.reload();
    else
        m_dashboard.open(api_call::dashboard());
}

void DashboardPage::workerChanged() { showDashboard(); }

QWidget *DashboardPage::makeLine(const Line &line, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *all = new QHBoxLayout(row);
    all->setContentsMargins(0, 4, 0, 4);
    all->setSpacing(12);
    auto *state = new QWidget(row); // as wide in all lines, so that titles stand below each other
    auto *pill = new StatusPill(state);
    pill->setStatus(Tone::Completed, statusText(QStringLiteral("completed")));
    state->setMinimumWidth(pill->sizeHint().width());
    pill->setStatus(toneOf(line.state), line.word.isEmpty() ? statusText(line.state) : line.word);
    auto *alone = new QHBoxLayout(state);
    alone->setContentsMargins(0, 0, 0, 0);
    alone->addWidget(pill);
    alone->addStretch(1);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    auto *title = new ElidedLabel(line.title, row, "strong");
    words->addWidget(title);
    words->addWidget(new ElidedLabel(line.under, row, "faint"));
    all->addWidget(state, 0, Qt::AlignTop);
    all->addLayout(words, 1);
    if (!line.right.isEmpty()) {
        auto *right = plainLabel(line.right, row, "faint");
        right->setWordWrap(false);
        all->addWidget(right);
    }
    if (line.act) {
        auto *button = makeButton(line.verb, nullptr, nullptr, row);
        button->setAccessibleName(tr("%1: %2").arg(line.verb, line.title));
        allow(button, mayOperate(), whyNotOperate());
        connect(button, &QPushButton::clicked, row, line.act);
        all->addWidget(button);
    }
    auto *look = makeButton(tr("Open"), nullptr, "quiet", row);
    look->setAccessibleName(tr("Open %1").arg(line.title));
    connect(look, &QPushButton::clicked, this, [this, place = line.place] { go(QStringLiteral("run"), place); });
    all->addWidget(look);
    return row;
}

void DashboardPage::fill(
    QVBoxLayout *list, const QList<Line> &lines, const QString &emptyTitle, const QString &emptyText)
{
    QWidget *parent = list->parentWidget();
    clearLayout(list);
    if (lines.isEmpty())
        list->addWidget(makeEmpty(emptyTitle, emptyText, parent));
    for (const Line &line : lines.mid(0, linesOfCard))
        list->addWidget(makeLine(line, parent));
    if (lines.size() > linesOfCard)
        list->addWidget(plainLabel(tr("and %n more", nullptr, int(lines.size()) - linesOfCard), parent, "faint"));
}

QList<DashboardPage::Line> DashboardPage::activeLines(const api::Dashboard &dashboard)
{
    QList<Line> lines;
    for (const api::JobView &job : dashboard.active) {
        const auto run = std::find_if(dashboard.recent.begin(), dashboard.recent.end(),
            [&job](const RunSummary &one) { return job.runId && one.id == *job.runId; });
        const bool isKnown = run != dashboard.recent.end();
        const QString stage = isKnown && !run->stage.isEmpty() ? run->stage : job.stage;
        QString under = tr("%1, %2").arg(job.ticketKey, job.repository);
        if (isKnown) {
            under += tr(", %1 so far").arg(run->costUsd ? Words::money(run->costUsd) : tr("cost unknown"));
            if (const QString limits = limitsInWords(*run); !limits.isEmpty())
                under += QStringLiteral(", ") + limits;
        }
        Line line{isKnown && !run->waitsFor.isEmpty() ? QStringLiteral("waiting") : QStringLiteral("running"),
            isKnown               ? Words::state(*run)
                : stage.isEmpty() ? tr("starting")
                                  : Words::stage(stage),
            job.title, under,
            isKnown ? durationText(Words::milliseconds(run->startedAt, {})) : relativeTime(job.updatedAt),
            isKnown ? run->id.text() : QStringLiteral("job:") + job.id.text(), tr("Cancel"), {}};
        line.act = [this, job] {
            if (confirmed(this, tr("Cancel %1?").arg(job.ticketKey),
                    tr("What runs is ended within seconds. Nothing more is pushed; what was recorded stays."),
                    tr("Cancel the job")))
                act<api::JobView>(api_call::cancelJob(job.id, {}),
                    [this](const api::JobView &) { notice().showDone(tr("The job is being cancelled.")); });
        };
        lines << line;
    }
    return lines;
}

QList<DashboardPage::Line> DashboardPage::personLines(const api::Dashboard &dashboard)
{
    QList<Line> lines;
    for (const RunSummary &run : dashboard.recent)
        if (!run.waitsFor.isEmpty())
            lines << Line{QStringLiteral("waiting"), Words::state(run), run.title,
                tr("%1, %2").arg(run.ticketKey, run.repository), relativeTime(run.startedAt), run.id.text(), {}, {}};
    for (const api::JobView &job : dashboard.needsPerson) {
        const QString why = Words::reason(job.reason);
        lines << Line{enumName(job.state), {}, job.title,
            tr("%1, %2").arg(job.ticketKey, why.isEmpty() ? job.summary : why), relativeTime(job.updatedAt),
            job.runId ? job.runId->text() : QStringLiteral("job:") + job.id.text(), tr("Retry"), [this, job] {
                act<api::JobView>(api_call::retryJob(job.id), [this](const api::JobView &again) {
                    notice().showDone(tr("%1 is queued again.").arg(again.ticketKey));
                });
            }};
    }
    return lines;
}

QList<DashboardPage::Line> DashboardPage::recentLines(const api::Dashboard &dashboard)
{
    QList<Line> lines;
    for (const RunSummary &run : dashboard.recent)
        if (run.state != u"running")
            lines << Line{run.state, {}, run.title, tr("%1, %2").arg(run.ticketKey, run.repository),
                tr("%1, %2").arg(durationText(Words::milliseconds(run.startedAt, run.finishedAt)),
                    relativeTime(run.finishedAt.value_or(run.startedAt))),
                run.id.text(), {}, {}};
    return lines;
}

QList<DashboardPage::Line> DashboardPage::queueLines(const api::Dashboard &dashboard)
{
    QList<Line> lines;
    for (const api::JobView &job : dashboard.queue)
        lines << Line{QStringLiteral("queued"), {}, job.title,
            job.waitsFor.isEmpty()
                ? tr("%1, %2, queued %3").arg(job.ticketKey, job.repository, relativeTime(job.queuedAt))
                : job.waitsFor,
            {}, QStringLiteral("job:") + job.id.text(), {}, {}};
    return lines;
}

void DashboardPage::showGuide(const api::Dashboard &dashboard)
{
    const bool isNew = dashboard.recent.isEmpty() && dashboard.active.isEmpty() && dashboard.queue.isEmpty()
        && dashboard.needsPerson.isEmpty()
        && (!dashboard.repositories || !dashboard.providersReady || !dashboard.tickets);
    const bool isShown = isNew && !m_isGuideLeft;
    m_guide->setVisible(isShown);
    m_board->setVisible(!isShown);
    m_leaveGuide->setVisible(isShown);
    m_backToGuide->setVisible(isNew && m_isGuideLeft);
    m_write->setVisible(!isShown);
    m_health->setVisible(!isShown); // the guide says what is missing
    if (isShown) {
        setHead(tr("Welcome to MergeLoom"),
            tr("Three steps from here to a reviewed branch. You can leave at any of them; they stay where they are."));
        m_guide->setSteps(dashboard);
    } else {
        setHead(tr("Dashboard"));
    }
}

void DashboardPage::turnGuide(Guide guide)
{
    m_isGuideLeft = guide == Guide::Left;
    if (m_isGuideLeft)
        m_drafts.keep(guideName(), {{"is_left", true}});
    else
        m_drafts.forget(guideName());
    showDashboard();
}

void DashboardPage::showDashboard()
{
    const auto &value = m_dashboard.value();
    if (m_dashboard.error())
        notice().showError(*m_dashboard.error(), [this] { m_dashboard.reload(); });
    if (!value)
        return;
    setReadAt(m_dashboard.readAt());
    allow(m_write, mayOperate(), whyNotOperate());
    m_health->setText(shownLine(value->healthText.isEmpty() ? statusText(value->health) : value->healthText));
    m_health->setIcon(
        lineIcon(value->health == u"ok" ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"),
            toneColour(toneOf(value->health), coloursOf(palette()))));
    const api::DayFigure today = value->days.isEmpty() ? api::DayFigure{} : value->days.last();
    double spent = 0;
    for (const api::DayFigure &day : value->days)
        spent += day.costUsd;
    const auto busy = std::count_if(value->executors.begin(), value->executors.end(),
        [](const api::ExecutorView &executor) { return executor.state == u"running"; });
    m_figures[0]->setText(QString::number(value->active.size()));
    m_under[0]->setText(tr("%1 of %n executor(s) busy", nullptr, int(value->executors.size())).arg(busy));
    m_figures[1]->setText(QString::number(value->queue.size()));
    m_under[1]->setText(value->needsPerson.isEmpty()
            ? tr("none needs a person")
            : tr("%n more need(s) a person", nullptr, int(value->needsPerson.size())));
    m_figures[2]->setText(QString::number(today.completed + today.blocked + today.failed + today.cancelled));
    m_under[2]->setText(tr("%1 completed").arg(today.completed));
    m_figures[3]->setText(Words::money(today.costUsd));
    m_under[3]->setText(tr("%1 in %n day(s)", nullptr, int(value->days.size())).arg(Words::money(spent)));
    showGuide(*value);
    fill(m_active, activeLines(*value), tr("Nothing runs"),
        tr("A queued ticket starts as soon as an executor is free."));
    fill(m_person, personLines(*value), tr("Nothing waits for you"),
        tr("Blocked and failed jobs would stand here with what to do."));
    fill(m_recent, recentLines(*value), tr("No result yet"), tr("The first run that ends is listed here."));
    fill(m_queue, queueLines(*value), tr("Empty"), tr("Tickets that are queued wait here."));
    m_outcomes->setDays(value->days);
    m_spend->setDays(value->days);
}

} // namespace mergeloom

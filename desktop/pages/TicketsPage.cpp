#include "desktop/pages/TicketsPage.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>

namespace mergeloom {

namespace {

bool isOpenJob(JobState state)
{
    return state == JobState::Queued || state == JobState::Leased || state == JobState::Running;
}

QList<QJsonObject> ticketRecords(const QList<api::TicketView> &tickets)
{
    QList<QJsonObject> records;
    for (const api::TicketView &ticket : tickets) {
        QJsonObject record = toJson(ticket).toObject();
        const QString state = ticket.job ? enumName(ticket.job->state) : QStringLiteral("not_queued");
        record.insert(QStringLiteral("state"), state);
        record.insert(QStringLiteral("repository"), ticket.job ? ticket.job->repository : QString());
        record.insert(
            QStringLiteral("stage"), ticket.job && state == u"running" ? Words::stage(ticket.job->stage) : QString());
        records << record;
    }
    return records;
}

} // namespace

TicketsPage::TicketsPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_tickets(worker, this, [this] { showTickets(); })
{
    m_write = makeButton(tr("Write a ticket"), "plus", "primary", this);
    actions()->addWidget(m_write);
    connect(m_write, &QPushButton::clicked, this, [this] {
        open(QStringLiteral("new"));
        Q_EMIT argumentChanged(QStringLiteral("new"));
    });
    m_stack = new QStackedWidget(this);
    body()->addWidget(m_stack, 1);
    makeList();
    m_form = new TicketForm(worker, Drafts::ofUser(), m_stack);
    m_stack->addWidget(m_form);
    connect(m_form, &TicketForm::left, this, [this] {
        open({});
        Q_EMIT argumentChanged({});
    });
    connect(m_form, &TicketForm::queued, this, [this](const api::TicketView &ticket) {
        open({});
        Q_EMIT argumentChanged({});
        if (ticket.job)
            return go(QStringLiteral("run"), QStringLiteral("job:") + ticket.job->id.text());
        notice().showNote(
            ticket.refusal.isEmpty() ? tr("%1 was kept but not queued.").arg(ticket.ticket.key) : ticket.refusal,
            Tone::Failed);
    });
    m_tickets.follow([](const api::EventView &event) { return isOfJobs(event); });
    m_rest.setSingleShot(true);
    m_rest.setInterval(250);
    connect(&m_rest, &QTimer::timeout, this, &TicketsPage::ask);
}

void TicketsPage::makeList()
{
    m_list = new QWidget(m_stack);
    auto *all = new QVBoxLayout(m_list);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(12);
    m_search = new QLineEdit(m_list);
    m_search->setPlaceholderText(tr("Search key or title"));
    m_search->setAccessibleName(tr("Search tickets"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(480);
    m_search->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_rest.start(); });
    QList<Column> columns{{"state", tr("State"), CellFormat::Status, 140}};
    columns += columnsOf<api::TicketView>({{"ticket.title", tr("Title"), {}, 0, true}, {"ticket.key", tr("Ticket")}});
    columns << Column{"repository", tr("Repository")} << Column{"stage", tr("Stage")};
    columns += columnsOf<api::TicketView>({{"ticket.requester", tr("Requester")}, {"created_at", tr("Written")}});
    m_table = new RecordTable(columns, QStringLiteral("id"), tr("Tickets"), m_list);
    connect(m_table, &RecordTable::opened, this, &TicketsPage::openTicket);
    connect(m_table, &RecordTable::currentChanged, this, &TicketsPage::chosen);
    connect(m_table, &RecordTable::tryAgainWanted, this, [this] { m_tickets.reload(); });
    connect(m_table, &RecordTable::moreWanted, this, [this] { m_tickets.more(); });
    connect(m_table->view()->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > m_table->view()->verticalScrollBar()->maximum() - 400)
            m_tickets.more();
    });
    auto *line = new QHBoxLayout;
    m_open = makeButton(tr("Open its run"), nullptr, nullptr, m_list);
    m_cancel = makeButton(tr("Cancel"), "ban", "danger", m_list);
    m_retry = makeButton(tr("Retry"), "rotate-cw", nullptr, m_list);
    m_refusal = plainLabel({}, m_list, "soft");
    line->addWidget(m_open);
    line->addWidget(m_retry);
    line->addWidget(m_cancel);
    line->addWidget(m_refusal, 1);
    connect(m_open, &QPushButton::clicked, this, [this] { openTicket(m_table->currentKey()); });
    connect(m_cancel, &QPushButton::clicked, this, &TicketsPage::cancel);
    connect(m_retry, &QPushButton::clicked, this, &TicketsPage::retry);
    all->addWidget(m_search);
    all->addWidget(m_table, 1);
    all->addLayout(line);
    m_stack->addWidget(m_list);
}

void TicketsPage::open(const QString &argument)
{
    const QString elsewhere = worker().identity().controllerUrl;
    if (argument == u"new" && elsewhere.isEmpty()) {
        showPart(m_form);
        m_form->begin();
        return;
    }
    showPart(m_list);
    if (argument == u"new")
        notice().showNote(tr("This worker takes its jobs from %1. Write the ticket there.").arg(elsewhere));
    else if (!argument.isEmpty())
        m_search->setText(argument);
    ask();
    m_table->setFocus();
}

void TicketsPage::showPart(QWidget *part)
{
    m_stack->setCurrentWidget(part);
    const bool writes = part == m_form;
    setHead(writes ? tr("Write a ticket") : tr("Tickets"),
        writes ? tr("It is queued at once; an executor takes it, and you can watch.")
               : tr("Work that was asked for, and where it stands."));
    m_write->setVisible(!writes);
    notice().clear();
    workerChanged();
}

void TicketsPage::workerChanged()
{
    const QString elsewhere = worker().identity().controllerUrl;
    allow(m_write, mayOperate() && elsewhere.isEmpty(),
        elsewhere.isEmpty() ? whyNotOperate()
                            : tr("This worker takes its jobs from %1. Write tickets there.").arg(elsewhere));
    m_form->setMayWrite(mayOperate(), whyNotOperate());
    chosen();
}

void TicketsPage::ask()
{
    const QString text = m_search->text().trimmed();
    if (text.isEmpty())
        m_table->setEmptyText(tr("No ticket yet"),
            tr("A ticket says what should change in a repository. It becomes a job, and a job becomes a branch."));
    else
        m_table->setEmptyText(tr("No ticket has that in its key or title"), tr("Search for less."));
    m_table->showLoading();
    m_tickets.open([text](const QString &cursor, int limit) { return api_call::tickets({text, {}, cursor, limit}); });
}

void TicketsPage::showTickets()
{
    if (m_tickets.wasRead()) {
        m_table->setObjects(ticketRecords(m_tickets.items()));
        setReadAt(m_tickets.readAt());
    }
    if (m_tickets.hasMore())
        m_table->offerMore();
    else
        m_table->offerNoMore();
    if (m_tickets.error())
        m_table->showError(*m_tickets.error());
    chosen();
}

const api::TicketView *TicketsPage::current() const
{
    const QString key = m_table->currentKey();
    for (const api::TicketView &ticket : m_tickets.items())
        if (ticket.id.text() == key)
            return &ticket;
    return nullptr;
}

void TicketsPage::chosen()
{
    const api::TicketView *ticket = current();
    const bool hasJob = ticket && ticket->job;
    m_open->setEnabled(hasJob);
    m_refusal->setText(ticket ? shownText(!ticket->refusal.isEmpty() ? ticket->refusal
                               : hasJob                              ? ticket->job->waitsFor
                                                                     : QString())
                              : QString());
    const bool isOpen = hasJob && isOpenJob(ticket->job->state);
    m_cancel->setVisible(isOpen);
    m_retry->setVisible(hasJob && !isOpen && ticket->job->state != JobState::Completed);
    allow(m_cancel, mayOperate(), whyNotOperate());
    allow(m_retry, mayOperate(), whyNotOperate());
}

void TicketsPage::openTicket(const QString &id)
{
    m_table->setCurrentKey(id);
    const api::TicketView *ticket = current();
    if (!ticket || !ticket->job)
        return;
    const bool isWaiting = ticket->job->state == JobState::Queued || !ticket->job->runId;
    go(QStringLiteral("run"), isWaiting ? QStringLiteral("job:") + ticket->job->id.text() : ticket->job->runId->text());
}

void TicketsPage::cancel()
{
    const api::TicketView *ticket = current();
    if (!ticket || !ticket->job)
        return;
    const JobId job = ticket->job->id;
    if (confirmed(this, tr("Cancel %1?").arg(ticket->ticket.key),
            tr("What runs is ended within seconds. Nothing more is pushed; what was recorded stays."),
            tr("Cancel the job")))
        act<api::JobView>(api_call::cancelJob(job, {}),
            [this](const api::JobView &) { notice().showDone(tr("The job is being cancelled.")); });
}

void TicketsPage::retry()
{
    const api::TicketView *ticket = current();
    if (ticket && ticket->job)
        act<api::JobView>(api_call::retryJob(ticket->job->id),
            [this](const api::JobView &job) { notice().showDone(tr("%1 is queued again.").arg(job.ticketKey)); });
}

} // namespace mergeloom

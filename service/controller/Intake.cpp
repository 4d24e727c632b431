#include "service/controller/Intake.h"

#include "service/controller/JobEvents.h"
#include "service/controller/Refusals.h"
#include "service/controller/Replays.h"
#include "service/controller/Routing.h"
#include "service/storage/CounterStore.h"
#include "service/storage/JobStore.h"
#include "service/storage/RunStore.h"
#include "service/storage/TicketStore.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

constexpr int longestTitle = 500;
constexpr int longestBody = 1024 * 1024;

Unexpected noTicket(const TicketId &id)
{
    return failure(ErrorCode::NotFound, QStringLiteral("There is no ticket %1.").arg(id.text()));
}

Result<void> checkRequest(const api::TicketRequest &request)
{
    static const QRegularExpression keyShape(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._#-]{0,63}$"));
    static const QRegularExpression localKey(QStringLiteral("^LOCAL-\\d+$"), QRegularExpression::CaseInsensitiveOption);
    if (request.title.trimmed().isEmpty())
        return invalid("title", QStringLiteral("A ticket needs a title."));
    if (request.title.size() > longestTitle || request.title.contains(u'\n'))
        return invalid("title",
            QStringLiteral("The title is one line of at most %1 characters. Put the rest into the body.")
                .arg(longestTitle));
    if (request.body.size() > longestBody)
        return invalid("body",
            QStringLiteral("The body has %1 characters, the most is %2.").arg(request.body.size()).arg(longestBody));
    if (!request.key.isEmpty() && !keyShape.match(request.key).hasMatch())
        return invalid("key",
            QStringLiteral("\"%1\" is no key: letters, digits, dot, line, underscore or #, at most 64 characters.")
                .arg(request.key.left(80)));
    // Else a later LOCAL-n would find its number taken.
    if (localKey.match(request.key).hasMatch())
        return invalid("key",
            QStringLiteral(
                "Keys of the form LOCAL-n are given by the worker. Leave the key empty, or choose another."));
    if (!request.repository.isEmpty() && !isRepositoryAlias(request.repository))
        return invalid("repository", QStringLiteral("\"%1\" is no repository alias.").arg(request.repository.left(80)));
    return {};
}

StoredJob jobOf(const StoredTicket &stored, const Routed &routed)
{
    StoredJob job;
    api::JobView &view = job.view;
    view.id = JobId::make();
    view.ticketKey = stored.ticket.key;
    view.title = stored.ticket.title;
    view.priority = stored.priority;
    job.ticketId = stored.id;
    view.branch = ticketBranch(stored.ticket.key);
    view.repository = routed.alias;
    view.queuedAt = view.updatedAt = Timestamp::now();
    return job;
}

void apply(StoredJob &job, const Routed &routed)
{
    api::JobView &view = job.view;
    view.stage.clear();
    view.worker.clear();
    view.updatedAt = Timestamp::now();
    // The lease of an earlier attempt must not be taken up again.
    job.leaseId = {};
    job.workerId = {};
    job.contextRepositories = routed.contextRepositories;
    job.provider = routed.provider;
    job.model = routed.model;
    job.repositoryId.reset();
    if (routed.repository) {
        const RepositorySettings &settings = routed.repository->view.settings;
        view.repository = routed.repository->view.alias;
        job.repositoryId = routed.repository->view.id;
        // A model named by the repository goes with the repository's provider.
        if (job.provider.isEmpty()) {
            job.provider = settings.provider;
            if (job.model.isEmpty())
                job.model = settings.model;
        }
    }
    const bool isBlocked = !routed.blocked.isEmpty();
    view.state = isBlocked ? JobState::Blocked : JobState::Queued;
    view.reason = isBlocked ? enumName(Reason::DirectiveInvalid) : QString();
    view.summary = routed.blocked;
    if (!isBlocked && !routed.unknownKeys.isEmpty())
        view.summary =
            QStringLiteral("Unknown directives were left out: %1.").arg(routed.unknownKeys.join(QStringLiteral(", ")));
}

Result<void> refuse(
    const WriteTransaction &transaction, StoredTicket &stored, const QString &alias, const QString &refusal)
{
    stored.refusal = refusal;
    MERGELOOM_CHECK(TicketStore::setRefusal(transaction, stored.id, refusal));
    return EventStore::record(transaction, QLatin1StringView(controllerStream),
        QLatin1StringView(event_type::jobRefused),
        {{"ticket_key", stored.ticket.key}, {"repository", alias}, {"reason", refusal}});
}

api::TicketView viewOf(const StoredTicket &stored, const std::optional<StoredJob> &job)
{
    api::TicketView view{stored.id, stored.ticket, stored.createdAt, std::nullopt, stored.refusal};
    if (job)
        view.job = job->view;
    return view;
}

} // namespace

Result<std::optional<StoredJob>> Intake::route(
    const WriteTransaction &transaction, StoredTicket &stored, const QString &by)
{
    MERGELOOM_TRY(const Routed routed, routeTicket(transaction, stored.ticket));
    if (!routed.refusal.isEmpty()) {
        MERGELOOM_CHECK(refuse(transaction, stored, routed.alias, routed.refusal));
        return std::optional<StoredJob>();
    }
    stored.refusal.clear();
    MERGELOOM_CHECK(TicketStore::setRefusal(transaction, stored.id, QString()));
    StoredJob job = jobOf(stored, routed);
    apply(job, routed);
    MERGELOOM_CHECK(JobStore::insert(transaction, job));
    MERGELOOM_CHECK(announce(transaction, job, by));
    return std::optional(job);
}

Result<void> Intake::announce(const WriteTransaction &transaction, const StoredJob &job, const QString &by)
{
    MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobQueued), job,
        {{"priority", job.view.priority}, {"by", by},
            {"note", job.view.state == JobState::Queued ? job.view.summary : QString()}}));
    if (job.view.state != JobState::Blocked)
        return {};
    return recordJobEvent(transaction, QLatin1StringView(event_type::jobFinished), job,
        {{"state", enumName(job.view.state)}, {"outcome", enumName(Outcome::Blocked)}, {"reason", job.view.reason},
            {"summary", job.view.summary}});
}

Result<void> Intake::checkThatJobsAreTaken() const
{
    if (m_remoteController.isEmpty())
        return {};
    return failure(ErrorCode::Conflict,
        QStringLiteral("This worker takes its jobs from the controller at %1. Write the ticket there.")
            .arg(m_remoteController));
}

Result<api::TicketView> Intake::submit(const api::TicketRequest &request, const QString &requester)
{
    MERGELOOM_CHECK(checkThatJobsAreTaken());
    MERGELOOM_CHECK(checkRequest(request));
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::TicketView> {
        StoredTicket stored;
        stored.id = TicketId::make();
        stored.createdAt = Timestamp::now();
        stored.priority = request.priority;
        Ticket &ticket = stored.ticket;
        ticket.key = request.key;
        if (ticket.key.isEmpty()) {
            MERGELOOM_TRY(const qint64 number, CounterStore::next(transaction, QStringLiteral("local_ticket")));
            ticket.key = QStringLiteral("LOCAL-%1").arg(number);
        }
        ticket.title = request.title.trimmed();
        ticket.body = request.body;
        ticket.labels = request.labels;
        ticket.requester = requester;
        const QString label = QStringLiteral("repo-") + request.repository;
        if (!request.repository.isEmpty() && !ticket.labels.contains(label))
            ticket.labels << label;
        MERGELOOM_CHECK(TicketStore::insert(transaction, stored));
        MERGELOOM_TRY(const auto job, route(transaction, stored, requester));
        return viewOf(stored, job);
    });
    if (view && view->job)
        m_queue.queueChanged();
    return view;
}

Result<api::TicketView> Intake::find(const TicketId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::TicketView> {
        MERGELOOM_TRY(const auto stored, TicketStore::find(transaction, id));
        if (!stored)
            return noTicket(id);
        MERGELOOM_TRY(const auto job, JobStore::findByTicket(transaction, id));
        return viewOf(*stored, job);
    });
}

Result<api::Page<api::TicketView>> Intake::list(const QString &text, int limit, const QString &cursor)
{
    return m_database.read(
        [&](const ReadTransaction &transaction) { return TicketStore::list(transaction, text, limit, cursor); });
}

Result<api::TicketView> Intake::routeAgain(const TicketId &id, const QString &by)
{
    MERGELOOM_CHECK(checkThatJobsAreTaken());
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::TicketView> {
        MERGELOOM_TRY(auto stored, TicketStore::find(transaction, id));
        if (!stored)
            return noTicket(id);
        MERGELOOM_TRY(auto job, JobStore::findByTicket(transaction, id));
        if (job)
            return failure(ErrorCode::Conflict,
                QStringLiteral("%1 has a job already, in state %2. Retry that job.")
                    .arg(stored->ticket.key, enumName(job->view.state)));
        MERGELOOM_TRY(job, route(transaction, *stored, by));
        return viewOf(*stored, job);
    });
    if (view && view->job)
        m_queue.queueChanged();
    return view;
}

Result<api::JobView> Intake::retry(const JobId &id, const QString &by)
{
    MERGELOOM_CHECK(checkThatJobsAreTaken());
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
        if (!job)
            return failure(ErrorCode::NotFound, QStringLiteral("There is no job %1.").arg(id.text()));
        if (isOpen(job->view.state))
            return failure(ErrorCode::Conflict,
                QStringLiteral("The job of %1 is %2. Cancel it before it is tried again.")
                    .arg(job->view.ticketKey, enumName(job->view.state)));
        MERGELOOM_TRY(const auto stored, TicketStore::find(transaction, job->ticketId));
        if (!stored)
            return noTicket(job->ticketId);
        MERGELOOM_TRY(const Routed routed, routeTicket(transaction, stored->ticket));
        if (!routed.refusal.isEmpty())
            return failure(ErrorCode::Conflict, routed.refusal);
        apply(*job, routed);
        job->view.queuedAt = job->view.updatedAt;
        MERGELOOM_CHECK(JobStore::update(transaction, *job));
        MERGELOOM_CHECK(announce(transaction, *job, by));
        return job->view;
    });
    if (view)
        m_queue.queueChanged();
    return view;
}

Result<api::JobView> Intake::replay(const RunId &run, const QString &by)
{
    MERGELOOM_CHECK(checkThatJobsAreTaken());
    // Beforehand: it reads the whole run, and whoever writes waits for a write.
    MERGELOOM_TRY(const ReplayPlan plan,
        m_database.read([&](const ReadTransaction &transaction) { return replayPlan(transaction, run); }));
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, run));
        if (!summary)
            return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
        MERGELOOM_TRY(const qint64 number, CounterStore::next(transaction, QStringLiteral("replay")));
        StoredTicket stored;
        stored.id = TicketId::make();
        stored.createdAt = Timestamp::now();
        stored.ticket = {QStringLiteral("replay"), QStringLiteral("REPLAY-%1").arg(number),
            QStringLiteral("Replay of %1: %2").arg(summary->ticketKey, plan.title).left(longestTitle), {},
            {QStringLiteral("repo-") + summary->repository}, {}, by};
        MERGELOOM_TRY(const Routed routed, routeTicket(transaction, stored.ticket));
        if (!routed.refusal.isEmpty())
            return failure(ErrorCode::Conflict,
                QStringLiteral("The run %1 cannot be replayed: %2").arg(run.text(), routed.refusal));
        MERGELOOM_CHECK(TicketStore::insert(transaction, stored));
        StoredJob job = jobOf(stored, routed);
        apply(job, routed);
        job.view.replayOf = run;
        MERGELOOM_CHECK(JobStore::insert(transaction, job));
        MERGELOOM_CHECK(announce(transaction, job, by));
        return job.view;
    });
    if (view)
        m_queue.queueChanged();
    return view;
}

} // namespace mergeloom

#include "desktop/app/RunNotices.h"

#include "shared/domain/Approval.h"
#include "shared/domain/Event.h"

namespace mergeloom {

namespace {

/// What happened long ago while the app was away is not news.
constexpr qint64 newsForUs = 60LL * 60 * 1'000'000;

} // namespace

RunNotices::RunNotices(Workers &workers, QObject *parent) : QObject(parent), m_workers(workers)
{
    connect(&m_workers, &Workers::eventArrived, this, &RunNotices::take);
}

void RunNotices::take(Worker *worker, const api::EventView &event)
{
    if (Timestamp::now().microseconds - event.event.ts.microseconds > newsForUs)
        return;
    if (event.event.type == QLatin1StringView(event_type::jobFinished))
        tellEnd(worker, JobId(event.event.data.value(QStringLiteral("job_id")).toString()));
    else if (event.event.type == QLatin1StringView(event_type::approvalRequested))
        tellQuestion(worker, RunId(event.runId), event.event.data.value(QStringLiteral("why")).toString());
}

void RunNotices::tellEnd(Worker *worker, const JobId &job)
{
    worker->client()->send<api::JobView>(api_call::job(job), worker, [this, worker](const Result<api::JobView> &found) {
        if (!found)
            return;
        const QString state = toJson(found->state).toString();
        Place place{QStringLiteral("run"), found->runId ? found->runId->text() : QString(), worker->id()};
        if (!found->runId)
            place.page = QStringLiteral("tickets");
        Q_EMIT noticed(tr("%1 %2").arg(found->ticketKey, statusText(state)),
            tr("%1 (%2)").arg(found->title, worker->name()), place, toneOf(state));
    });
}

void RunNotices::tellQuestion(Worker *worker, const RunId &run, const QString &why)
{
    ListQuery query;
    query.state = QStringLiteral("leased,running");
    query.limit = 200;
    worker->client()->send<api::Page<api::JobView>>(
        api_call::jobs(query), worker, [this, worker, run, why](const Result<api::Page<api::JobView>> &jobs) {
            for (const api::JobView &job : jobs ? jobs->items : QList<api::JobView>()) {
                if (job.runId != run)
                    continue;
                Q_EMIT noticed(tr("%1 asks for approval").arg(job.ticketKey),
                    tr("%1 · %2 (%3)").arg(job.title, why, worker->name()),
                    {QStringLiteral("run"), run.text(), worker->id()}, Tone::Waiting);
            }
        });
}

} // namespace mergeloom

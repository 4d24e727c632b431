#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Job.h"

namespace mergeloom::api {

struct TicketRequest {
    QString title;
    QString body;
    QStringList labels;
    QString repository; ///< alias; the same as the label repo-<alias>
    QString key;        ///< empty: the next LOCAL-n
    int priority = 0;

    static constexpr auto jsonName = "TicketRequest";
    static constexpr auto fields()
    {
        return fieldList(required("title", &TicketRequest::title),
            optional("body", &TicketRequest::body, "Markdown; may hold a [JCA] block"),
            optional("labels", &TicketRequest::labels),
            optional("repository", &TicketRequest::repository, "Alias; the same as the label repo-<alias>"),
            optional("key", &TicketRequest::key, "Empty: the next LOCAL-n"),
            optional("priority", &TicketRequest::priority, "Higher goes first"));
    }
};

struct JobView {
    JobId id;
    QString ticketKey;
    QString title;
    QString repository;
    JobState state = JobState::Queued;
    int priority = 0;
    int attempt = 0;
    std::optional<RunId> runId; ///< of the newest run
    QString stage;              ///< of the running run, as last heard
    QString reason;
    QString summary;
    QString branch;
    QString worker;
    Timestamp queuedAt;
    Timestamp updatedAt;
    std::optional<RunId> replayOf; ///< it does this run again with the recorded answers, and publishes nothing
    QString waitsFor;              ///< of a queued job: why none of its repository is given out, in plain words

    static constexpr auto jsonName = "Job";
    static constexpr auto pageName = "JobPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &JobView::id), required("ticket_key", &JobView::ticketKey),
            required("title", &JobView::title), required("repository", &JobView::repository),
            required("state", &JobView::state), required("priority", &JobView::priority),
            required("attempt", &JobView::attempt), optional("run_id", &JobView::runId, "Of the newest run"),
            required("stage", &JobView::stage), required("reason", &JobView::reason),
            required("summary", &JobView::summary), required("branch", &JobView::branch),
            required("worker", &JobView::worker), required("queued_at", &JobView::queuedAt),
            required("updated_at", &JobView::updatedAt),
            optional("replay_of", &JobView::replayOf, "It does this run again with its recorded answers"),
            optional("waits_for", &JobView::waitsFor,
                "Why a queued job is not given out, in plain words; empty: an executor takes it when one is free"));
    }
};

struct TicketView {
    TicketId id;
    Ticket ticket;
    Timestamp createdAt;
    std::optional<JobView> job; ///< the newest job; absent: not queued, see `refusal`
    QString refusal;            ///< why it was not queued, in plain words

    static constexpr auto jsonName = "TicketEntry";
    static constexpr auto pageName = "TicketPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &TicketView::id), required("ticket", &TicketView::ticket),
            required("created_at", &TicketView::createdAt), optional("job", &TicketView::job),
            required("refusal", &TicketView::refusal, "Why the ticket was not queued; empty when it was"));
    }
};

} // namespace mergeloom::api

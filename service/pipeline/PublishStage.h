#pragma once

#include "service/pipeline/CheckoutStage.h"

namespace mergeloom {

struct Publication {
    QString commit;
};

/// What is committed: the tree, and the words.
struct CommitOrder {
    QString tree;
    QString summary;
    QString runId;
    qint64 epochSeconds = 0; ///< from the journal, so that the commit has the same id whenever it is made
};

/// Commits and pushes. Never by force: a branch that moved ends the run `publish_failed`, and nothing is overwritten.
StageResult<Publication> publish(const CommitOrder &order, const JobEnvelope &job, const RunEnvironment &environment,
    Checkout &checkout, const StageScope &scope);

/// Subject, body and trailers as they stand in the history, without secrets.
QString commitMessage(const Ticket &ticket, const QString &summary, const QString &runId, const Redactor &redactor);

} // namespace mergeloom

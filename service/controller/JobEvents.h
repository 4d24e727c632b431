#pragma once

#include "service/storage/EventStore.h"
#include "service/storage/JobStore.h"

namespace mergeloom {

/// Records a decision about a job in the controller's stream; `more` is added to job_id, ticket_key and repository.
Result<void> recordJobEvent(
    const WriteTransaction &transaction, const QString &type, const StoredJob &job, const QJsonObject &more = {});
/// A changed setting, repository, provider, token or worker.
Result<void> recordConfigChange(
    const WriteTransaction &transaction, const QString &what, const QString &id, const QString &by);

} // namespace mergeloom

#pragma once

#include "service/platform/SecretBox.h"
#include "service/storage/RepositoryStore.h"
#include "shared/domain/Job.h"

namespace mergeloom {

/// A repository of the catalog as a job is given it, with its credential opened; `role`: `work` or `context`.
Result<JobRepository> givenRepository(const SecretBox &box, const StoredRepository &repository, const QString &role);

} // namespace mergeloom

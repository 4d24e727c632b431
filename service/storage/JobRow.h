#pragma once

#include "service/storage/JobStore.h"
#include "service/storage/Statement.h"

namespace mergeloom {

/// Reads a job whose columns, in the order of the statements in JobStore.cpp and TicketStore.cpp, begin at `first`.
Result<StoredJob> readJobRow(const Statement &statement, int first);

} // namespace mergeloom

#pragma once

#include "shared/api/AccessTypes.h"
#include "shared/api/AuditTypes.h"
#include "shared/api/CompareTypes.h"
#include "shared/api/ProviderTypes.h"
#include "shared/api/RepositoryTypes.h"
#include "shared/api/RetentionTypes.h"
#include "shared/api/RunTypes.h"
#include "shared/api/StatusTypes.h"
#include "shared/api/TicketTypes.h"

/// Requests and answers of `/api/v1`, one header for each resource. Secrets are written, never read: answers say
/// `has_secret`.

#include "shared/domain/Outcome.h"

namespace mergeloom {

Outcome outcomeOf(Reason reason)
{
    switch (reason) {
    case Reason::None:
        return Outcome::Completed;
    case Reason::UnclearTicket:
    case Reason::DirectiveInvalid:
    case Reason::ProviderNotReady:
    case Reason::CommandNotAllowed:
    case Reason::DiffGuardBlocked:
    case Reason::ApprovalMissing:
    case Reason::SandboxUnavailable:
        return Outcome::Blocked;
    case Reason::Cancelled:
        return Outcome::Cancelled;
    default:
        return Outcome::Failed;
    }
}

} // namespace mergeloom

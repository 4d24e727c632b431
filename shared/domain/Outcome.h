#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// How a run ended.
enum class Outcome { Completed, Blocked, Failed, Cancelled };

template <>
struct EnumNames<Outcome> {
    static constexpr std::array names{std::pair{Outcome::Completed, "completed"},
        std::pair{Outcome::Blocked, "blocked"}, std::pair{Outcome::Failed, "failed"},
        std::pair{Outcome::Cancelled, "cancelled"}};
};

/// Why, from a closed list; None goes with Completed alone.
enum class Reason {
    None,
    UnclearTicket,
    DirectiveInvalid,
    ProviderNotReady,
    CheckoutFailed,
    ContextFailed,
    ProviderFailed,
    ProviderStuck,
    BudgetExceeded,
    CommandNotAllowed,
    SetupFailed,
    ValidationFailed,
    ReviewRejected,
    DiffGuardBlocked,
    ApprovalMissing,
    NoChange,
    PublishFailed,
    LeaseLost,
    Timeout,
    Cancelled,
    SandboxUnavailable,
    ReplayDiffers,
    Internal,
};

template <>
struct EnumNames<Reason> {
    static constexpr std::array names{std::pair{Reason::None, ""}, std::pair{Reason::UnclearTicket, "unclear_ticket"},
        std::pair{Reason::DirectiveInvalid, "directive_invalid"},
        std::pair{Reason::ProviderNotReady, "provider_not_ready"}, std::pair{Reason::CheckoutFailed, "checkout_failed"},
        std::pair{Reason::ContextFailed, "context_failed"}, std::pair{Reason::ProviderFailed, "provider_failed"},
        std::pair{Reason::ProviderStuck, "provider_stuck"}, std::pair{Reason::BudgetExceeded, "budget_exceeded"},
        std::pair{Reason::CommandNotAllowed, "command_not_allowed"}, std::pair{Reason::SetupFailed, "setup_failed"},
        std::pair{Reason::ValidationFailed, "validation_failed"}, std::pair{Reason::ReviewRejected, "review_rejected"},
        std::pair{Reason::DiffGuardBlocked, "diff_guard_blocked"},
        std::pair{Reason::ApprovalMissing, "approval_missing"}, std::pair{Reason::NoChange, "no_change"},
        std::pair{Reason::PublishFailed, "publish_failed"}, std::pair{Reason::LeaseLost, "lease_lost"},
        std::pair{Reason::Timeout, "timeout"}, std::pair{Reason::Cancelled, "cancelled"},
        std::pair{Reason::SandboxUnavailable, "sandbox_unavailable"},
        std::pair{Reason::ReplayDiffers, "replay_differs"}, std::pair{Reason::Internal, "internal"}};
};

/// The outcome that goes with a reason: refusals are blocked, the rest is failed or cancelled.
Outcome outcomeOf(Reason reason);

} // namespace mergeloom

#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// When a run of a repository waits for a person before it publishes.
struct ApprovalSettings {
    bool isBeforePublish = false;
    bool isOnGuardFlags = false;
    int timeoutSeconds = 24 * 3600; ///< then the run ends blocked

    bool isOff() const { return !isBeforePublish && !isOnGuardFlags; }

    static constexpr auto jsonName = "ApprovalSettings";
    static constexpr auto fields()
    {
        return fieldList(optional("before_publish", &ApprovalSettings::isBeforePublish,
                             "Nothing is pushed before a person has approved the change"),
            optional("on_guard_flags", &ApprovalSettings::isOnGuardFlags,
                "A change that the diff guard flags waits for a person"),
            optional("timeout_seconds", &ApprovalSettings::timeoutSeconds,
                "A run that was not approved by then ends blocked (86400)"));
    }
};

enum class ApprovalVerdict { Waiting, Approved, Rejected, TimedOut };

template <>
struct EnumNames<ApprovalVerdict> {
    static constexpr std::array names{std::pair{ApprovalVerdict::Waiting, "waiting"},
        std::pair{ApprovalVerdict::Approved, "approved"}, std::pair{ApprovalVerdict::Rejected, "rejected"},
        std::pair{ApprovalVerdict::TimedOut, "timed_out"}};
};

/// `data` of approval.requested.
struct ApprovalRequest {
    QString approval;   ///< its name; a run asks for each once
    QStringList causes; ///< `before_publish`, `guard_flags`
    QString why;        ///< one sentence
    QString tree;       ///< what would be published
    Timestamp until;

    static constexpr auto jsonName = "ApprovalRequest";
    static constexpr auto fields()
    {
        return fieldList(required("approval", &ApprovalRequest::approval), required("causes", &ApprovalRequest::causes),
            required("why", &ApprovalRequest::why), required("tree", &ApprovalRequest::tree),
            required("until", &ApprovalRequest::until));
    }
};

/// `data` of approval.decided.
struct ApprovalDecision {
    QString approval;
    ApprovalVerdict verdict = ApprovalVerdict::Waiting;
    QString by; ///< empty: nobody, the time ran out
    QString reason;
    QString commandId;

    static constexpr auto jsonName = "ApprovalDecision";
    static constexpr auto fields()
    {
        return fieldList(required("approval", &ApprovalDecision::approval),
            required("verdict", &ApprovalDecision::verdict), optional("by", &ApprovalDecision::by),
            optional("reason", &ApprovalDecision::reason), optional("command_id", &ApprovalDecision::commandId));
    }
};

} // namespace mergeloom

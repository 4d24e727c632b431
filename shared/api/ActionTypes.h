#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Provider.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/Ids.h"

/// Requests and answers of single actions of `/api/v1`, and the shape of every error.
namespace mergeloom::api {

struct CancelRequest {
    QString reason;

    static constexpr auto jsonName = "CancelRequest";
    static constexpr auto fields() { return fieldList(optional("reason", &CancelRequest::reason, "For the audit")); }
};

/// POST /api/v1/runs/{id}/commands
struct SteerRequest {
    QString command; ///< `message`, `pause`, `resume`, `cancel`, `extend`, `approve`, `reject`
    QString text;    ///< message or reason
    Budgets budgets; ///< of extend: what to add

    static constexpr auto jsonName = "SteerRequest";
    static constexpr auto fields()
    {
        return fieldList(
            required("command", &SteerRequest::command, "message, pause, resume, cancel, extend, approve or reject"),
            optional("text", &SteerRequest::text, "The message (at most 8000 characters), or a reason"),
            optional("budgets", &SteerRequest::budgets, "Of extend: what to add"));
    }
};

/// A command that the run will be told; its events carry `id` as `command_id`.
struct SentCommand {
    QString id;
    RunId runId;
    QString command;
    QString by;

    static constexpr auto jsonName = "SentCommand";
    static constexpr auto fields()
    {
        return fieldList(required("id", &SentCommand::id, "Events of the run carry it as command_id"),
            required("run_id", &SentCommand::runId), required("command", &SentCommand::command),
            required("by", &SentCommand::by));
    }
};

/// What a provider answered when it was asked.
struct ProviderTestResult {
    bool isWorking = false;
    QString message; ///< what was seen, and what to do when it does not work
    qint64 durationMs = 0;
    QList<SelfTestStep> steps;

    static constexpr auto jsonName = "ProviderTestResult";
    static constexpr auto fields()
    {
        return fieldList(required("is_working", &ProviderTestResult::isWorking),
            required("message", &ProviderTestResult::message, "What was seen, and what to do when it does not work"),
            required("duration_ms", &ProviderTestResult::durationMs), required("steps", &ProviderTestResult::steps));
    }
};

/// The answer of `/healthz` and `/readyz`.
struct Probe {
    QString status = QStringLiteral("ok");
    QString message;

    static constexpr auto jsonName = "Probe";
    static constexpr auto fields()
    {
        return fieldList(required("status", &Probe::status, "ok or failing"), optional("message", &Probe::message));
    }
};

struct ErrorContent {
    QString code;
    QString message;
    QJsonObject details;

    static constexpr auto jsonName = "ErrorContent";
    static constexpr auto fields()
    {
        return fieldList(required("code", &ErrorContent::code, "What the caller can do about it, e.g. invalid_input"),
            required("message", &ErrorContent::message, "What happened, to what, and what to do"),
            required("details", &ErrorContent::details, "`field` names the place of bad input"));
    }
};

struct ErrorBody {
    ErrorContent error;

    static constexpr auto jsonName = "Error";
    static constexpr auto fields() { return fieldList(required("error", &ErrorBody::error)); }
};

} // namespace mergeloom::api

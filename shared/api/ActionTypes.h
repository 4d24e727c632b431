#pragma once

#include "shared/core/Json.h"

/// Requests and answers of single actions of `/api/v1`, and the shape of every error.
namespace mergeloom::api {

struct CancelRequest {
    QString reason;

    static constexpr auto jsonName = "CancelRequest";
    static constexpr auto fields() { return std::tuple{optional("reason", &CancelRequest::reason, "For the audit")}; }
};

/// What a provider answered when it was asked.
struct ProviderTestResult {
    bool isWorking = false;
    QString message; ///< what was seen, and what to do when it does not work
    qint64 durationMs = 0;

    static constexpr auto jsonName = "ProviderTestResult";
    static constexpr auto fields()
    {
        return std::tuple{required("is_working", &ProviderTestResult::isWorking),
            required("message", &ProviderTestResult::message, "What was seen, and what to do when it does not work"),
            required("duration_ms", &ProviderTestResult::durationMs)};
    }
};

/// The answer of `/healthz` and `/readyz`.
struct Probe {
    QString status = QStringLiteral("ok");
    QString message;

    static constexpr auto jsonName = "Probe";
    static constexpr auto fields()
    {
        return std::tuple{required("status", &Probe::status, "ok or failing"), optional("message", &Probe::message)};
    }
};

struct ErrorContent {
    QString code;
    QString message;
    QJsonObject details;

    static constexpr auto jsonName = "ErrorContent";
    static constexpr auto fields()
    {
        return std::tuple{required("code", &ErrorContent::code, "What the caller can do about it, e.g. invalid_input"),
            required("message", &ErrorContent::message, "What happened, to what, and what to do"),
            required("details", &ErrorContent::details, "`field` names the place of bad input")};
    }
};

struct ErrorBody {
    ErrorContent error;

    static constexpr auto jsonName = "Error";
    static constexpr auto fields() { return std::tuple{required("error", &ErrorBody::error)}; }
};

} // namespace mergeloom::api

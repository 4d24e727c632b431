#pragma once

#include "shared/core/Json.h"
#include "shared/core/Timestamp.h"

namespace mergeloom {

/// How an executor stands with a remote controller.
struct ControllerContact {
    QString url;
    QString error; ///< of the newest call; empty: it was answered
    std::optional<Timestamp> answeredAt;
    qint64 clockAheadSeconds = 0;          ///< of the controller's clock, by its newest answer
    qint64 checkpointSize = 0;             ///< of the newest checkpoint of the audit log that it has taken; 0: none yet
    std::optional<Timestamp> checkpointAt; ///< when it took that

    static constexpr auto jsonName = "ControllerContact";
    static constexpr auto fields()
    {
        return fieldList(required("url", &ControllerContact::url),
            required("error", &ControllerContact::error, "Of the newest call; empty: it was answered"),
            optional("answered_at", &ControllerContact::answeredAt),
            required("clock_ahead_seconds", &ControllerContact::clockAheadSeconds,
                "Of the controller's clock, by its newest answer"),
            optional("checkpoint_size", &ControllerContact::checkpointSize,
                "Of the newest checkpoint of the audit log that it has taken; 0: none yet"),
            optional("checkpoint_at", &ControllerContact::checkpointAt));
    }
};

} // namespace mergeloom

#pragma once

#include "shared/domain/Transcript.h"

namespace mergeloom {

struct RecordedAnswer {
    QList<ContentPart> content;
    QString stop = QStringLiteral("tool_use");
    Usage usage;

    static constexpr auto jsonName = "RecordedAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("content", &RecordedAnswer::content), optional("stop", &RecordedAnswer::stop),
            optional("usage", &RecordedAnswer::usage));
    }
};

/// The answers of a model in their order, `mergeloom-recording/1`.
struct Recording {
    QString format;
    QString model;
    QList<RecordedAnswer> answers;

    static constexpr auto jsonName = "Recording";
    static constexpr auto fields()
    {
        return fieldList(required("format", &Recording::format), required("model", &Recording::model),
            required("answers", &Recording::answers));
    }
};

} // namespace mergeloom

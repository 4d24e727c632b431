#pragma once

#include "service/models/ModelClient.h"
#include "shared/core/Json.h"

namespace mergeloom {

struct RecordedAnswer {
    QList<ContentPart> content;
    QString stop = QStringLiteral("tool_use");
    Usage usage;

    static constexpr auto jsonName = "RecordedAnswer";
    static constexpr auto fields()
    {
        return std::tuple{required("content", &RecordedAnswer::content), optional("stop", &RecordedAnswer::stop),
            optional("usage", &RecordedAnswer::usage)};
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
        return std::tuple{required("format", &Recording::format), required("model", &Recording::model),
            required("answers", &Recording::answers)};
    }
};

/// Gives recorded answers, one a call, whatever it is asked; asks no network.
class ReplayModel : public ModelClient
{
public:
    explicit ReplayModel(Recording recording) : m_recording(std::move(recording)) {}
    /// `place` is a path, or `sample` for the recording that comes with the program.
    static Result<Recording> readRecording(const QString &place);

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;
    void skip() override { ++m_next; }

private:
    Recording m_recording;
    qsizetype m_next = 0;
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelClient.h"
#include "shared/domain/Recording.h"

namespace mergeloom {

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

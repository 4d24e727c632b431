#include "service/models/ReplayModel.h"
#include "service/providers/ProviderKinds.h"

namespace mergeloom {

namespace {

ProviderKind describeReplay()
{
    return {.kind = QStringLiteral("replay"),
        .label = QStringLiteral("Replay of a recording"),
        .description = QStringLiteral(
            "Gives recorded answers; tools, commands, validation, commit and push are real. No AI is asked."),
        .form = {
            {.name = QStringLiteral("recording"),
                .label = QStringLiteral("Recording"),
                .kind = QStringLiteral("path"),
                .isRequired = true,
                .help = QStringLiteral(
                    "Path of a mergeloom-recording/1 file, or `sample` for the one that comes with the program."),
                .placeholder = QStringLiteral("sample")},
        }};
}

Result<std::unique_ptr<Provider>> makeReplay(const ConfiguredProvider &configured)
{
    MERGELOOM_TRY(
        Recording recording, ReplayModel::readRecording(configured.profile.options.value(QStringLiteral("recording"))));
    return ProviderRegistry::ofRecording(std::move(recording));
}

} // namespace

std::unique_ptr<Provider> ProviderRegistry::ofRecording(Recording recording)
{
    AgentOptions options;
    options.model = recording.model;
    // Nobody is paid for a recorded answer.
    options.price = ModelPrice{.model = recording.model, .contextWindow = options.contextWindow};
    return std::make_unique<AgentLoop>(std::make_unique<ReplayModel>(std::move(recording)), options);
}

KindOfProvider replay() { return {describeReplay, makeReplay}; }

} // namespace mergeloom

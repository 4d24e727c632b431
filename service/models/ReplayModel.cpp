#include "service/models/ReplayModel.h"

#include <QFile>

namespace mergeloom {

namespace {

void tellDeltas(const RecordedAnswer &answer, const ModelProgress &progress)
{
    if (!progress.onDelta)
        return;
    for (const ContentPart &part : answer.content) {
        if (part.type == u"tool_call")
            progress.onDelta(QStringLiteral("tool_input"), QString::fromUtf8(compactJson(part.input)));
        else if ((part.type == u"text" || part.type == u"reasoning") && !part.text.isEmpty())
            progress.onDelta(part.type, part.text);
    }
}

} // namespace

Result<Recording> ReplayModel::readRecording(const QString &place)
{
    const bool isSample = place == u"sample";
    QFile file(isSample ? QStringLiteral(":/sample/recording.json") : place);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound,
            isSample ? QStringLiteral("This program was built without the sample recording.")
                     : QStringLiteral("The recording %1 cannot be read: %2. Give the path of a recording, or `sample`.")
                           .arg(place, file.errorString()));
    auto recording = parseJsonAs<Recording>(file.readAll());
    if (!recording)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The recording %1 is broken: %2").arg(place, recording.error().message));
    if (recording->format != u"mergeloom-recording/1")
        return failure(ErrorCode::Unsupported,
            QStringLiteral("The recording %1 has the format \"%2\"; this program reads mergeloom-recording/1.")
                .arg(place, recording->format));
    return recording;
}

Result<ModelAnswer> ReplayModel::complete(const ModelRequest &, const ModelProgress &progress, std::stop_token stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, QStringLiteral("The replay was cancelled."));
    if (m_next >= m_recording.answers.size())
        return failure(ErrorCode::NotFound,
            QStringLiteral(
                "The recording of %1 has %2 answers and all were given: this run went another way than the recorded one. "
                "Use a recording of this ticket, or a real provider.")
                .arg(m_recording.model)
                .arg(m_recording.answers.size()));
    const RecordedAnswer &answer = m_recording.answers.at(m_next++);
    tellDeltas(answer, progress);
    return ModelAnswer{answer.content, answer.stop, answer.usage, m_recording.model};
}

} // namespace mergeloom

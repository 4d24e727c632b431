#pragma once

#include "service/journal/RunRecorder.h"

#include <QElapsedTimer>
#include <QStringDecoder>

#include <optional>

namespace mergeloom {

/// Puts the small pieces of a streamed answer together to few `provider.delta` events: one for each tenth of a second or
/// 200 characters. A secret that two pieces cut in two is still redacted.
class DeltaRecorder
{
public:
    DeltaRecorder(RunRecorder &recorder, int call);
    void add(const QString &kind, const QString &text);
    /// The rest; called when the answer, or a try of it, has ended.
    void finish();

private:
    void flush();

    RunRecorder &m_recorder;
    int m_call;
    QString m_kind;
    QString m_pending;
    std::optional<Redactor::Stream> m_redaction;
    QStringDecoder m_decoder{QStringDecoder::Utf8};
    QElapsedTimer m_sinceFlush;
};

} // namespace mergeloom

#include "service/providers/DeltaRecorder.h"

namespace mergeloom {

namespace {
constexpr qsizetype longestPiece = 200;
constexpr qint64 longestWait = 100; // ms
} // namespace

DeltaRecorder::DeltaRecorder(RunRecorder &recorder, int call) : m_recorder(recorder), m_call(call)
{
    m_sinceFlush.start();
}

void DeltaRecorder::add(const QString &kind, const QString &text)
{
    if (kind != m_kind) {
        finish();
        m_kind = kind;
    }
    if (!m_redaction)
        m_redaction.emplace(m_recorder.redactor());
    m_pending += QString(m_decoder(m_redaction->push(text.toUtf8())));
    if (m_pending.size() >= longestPiece || m_sinceFlush.elapsed() >= longestWait)
        flush();
}

void DeltaRecorder::finish()
{
    if (m_redaction) {
        m_pending += QString(m_decoder(m_redaction->finish()));
        m_redaction.reset();
    }
    flush();
}

void DeltaRecorder::flush()
{
    if (!m_pending.isEmpty())
        m_recorder.append(
            QString::fromLatin1(event_type::providerDelta), {{"call", m_call}, {"kind", m_kind}, {"text", m_pending}});
    m_pending.clear();
    m_sinceFlush.restart();
}

} // namespace mergeloom

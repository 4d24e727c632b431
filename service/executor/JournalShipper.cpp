#include "service/executor/JournalShipper.h"

#include "shared/core/Log.h"

#include <QFile>

namespace mergeloom {

namespace {
constexpr qsizetype batchBytes = 1 << 20;
constexpr std::chrono::milliseconds firstRetryDelay{200};
constexpr std::chrono::milliseconds longestRetryDelay{10'000};
} // namespace

JournalShipper::JournalShipper(ControlPlaneClient &client, RunId run, QString journalPath, QObject *parent)
    : QObject(parent), m_client(client), m_run(std::move(run)), m_path(std::move(journalPath))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &JournalShipper::sendNext);
}

void JournalShipper::wake()
{
    // Many lines, one wake-up: the flag is taken down before the file is read.
    if (!m_isWoken.exchange(true))
        QMetaObject::invokeMethod(this, &JournalShipper::sendNext, Qt::QueuedConnection);
}

void JournalShipper::whenShipped(std::function<void(Result<void>)> done)
{
    m_done = std::move(done);
    sendNext();
}

void JournalShipper::sendNext()
{
    if (m_isBusy || m_retry.isActive())
        return;
    m_isWoken = false;
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(m_stored.wholeBytes))
        return settle(failure(ErrorCode::Io, QStringLiteral("The journal %1 cannot be read.").arg(m_path)));
    QByteArray lines;
    m_sending = m_stored;
    while (lines.size() < batchBytes) {
        const QByteArray line = file.readLine();
        if (!line.endsWith('\n'))
            break;
        lines += line;
        ++m_sending.lastSeq;
        m_sending.wholeBytes += line.size();
    }
    if (lines.isEmpty() && !m_last.isEmpty() && (m_lastSeq == 0 || m_stored.lastSeq < m_lastSeq)) {
        lines = m_last + '\n';
        m_lastSeq = ++m_sending.lastSeq;
    }
    if (lines.isEmpty())
        return settle({});
    m_isBusy = true;
    m_client.shipEvents(m_run, lines, [this](Result<protocol::IngestAnswer> answer) { takeAnswer(std::move(answer)); });
}

void JournalShipper::takeAnswer(Result<protocol::IngestAnswer> answer)
{
    m_isBusy = false;
    if (answer && answer->checkpoint)
        m_checkpoint = *answer->checkpoint;
    if (answer && answer->storedSeq >= m_sending.lastSeq) {
        m_stored = m_sending;
        m_backOff = std::chrono::milliseconds(0);
        return sendNext();
    }
    if (!answer && answer.error().code == ErrorCode::Corrupt)
        return settle(Unexpected(answer.error()));
    const bool isGap = !answer && answer.error().code == ErrorCode::Conflict;
    if (isGap
        || answer) // the gateway has less than was thought, e.g. after a restore: begin again, it skips what it has
        m_stored = {};
    m_backOff = std::clamp(m_backOff * 2, firstRetryDelay, longestRetryDelay);
    if (!answer)
        log::warning(QStringLiteral("The journal is not shipped yet"),
            {{"run", m_run.text()}, {"error", answer.error().message},
                {"retry_ms", QString::number(m_backOff.count())}});
    m_retry.start(m_backOff);
}

void JournalShipper::settle(Result<void> result)
{
    if (auto done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

} // namespace mergeloom

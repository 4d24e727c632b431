#include "service/journal/RunRecorder.h"

#include "service/journal/JournalReader.h"

#include <QDir>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <unistd.h>

namespace mergeloom {

RunRecorder::RunRecorder(const QString &path, Redactor redactor) : m_file(path), m_redactor(std::move(redactor)) {}
RunRecorder::~RunRecorder() = default;

Result<std::unique_ptr<RunRecorder>> RunRecorder::open(const QString &directory, Redactor redactor)
{
    if (!QDir().mkpath(directory))
        return failure(ErrorCode::Io,
            QStringLiteral("The run directory %1 cannot be made. Check the rights of its parent.").arg(directory));
    const QString path = directory + QStringLiteral("/journal.jsonl");
    std::unique_ptr<RunRecorder> recorder(new RunRecorder(path, std::move(redactor)));
    if (QFile::exists(path)) {
        MERGELOOM_TRY(const JournalState state,
            readJournal(path, [&](const QByteArray &, const Event &event) { recorder->m_history.add(event); }));
        recorder->m_use = recorder->m_history.use();
        recorder->m_seq = state.lastSeq;
        recorder->m_prev = state.lastHash;
        recorder->m_size = state.wholeBytes;
        if (!recorder->m_file.resize(state.wholeBytes))
            return failure(ErrorCode::Io,
                QStringLiteral("%1 cannot be cut to its last whole line: %2.")
                    .arg(path, recorder->m_file.errorString()));
    }
    if (!recorder->m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return failure(ErrorCode::Io,
            QStringLiteral("The journal %1 cannot be opened: %2.").arg(path, recorder->m_file.errorString()));
    recorder->m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return recorder;
}

Result<void> RunRecorder::lookBack()
{
    QMutexLocker lock(&m_mutex);
    if (m_error)
        return Unexpected(*m_error);
    m_history = {};
    MERGELOOM_CHECK(
        readJournal(m_file.fileName(), [this](const QByteArray &, const Event &event) { m_history.add(event); }));
    return {};
}

Event RunRecorder::next(const QString &type, const QJsonObject &clean) const
{
    return {m_seq + 1, Timestamp::now(), type, clean, m_prev};
}

/// Inside the lock: listeners get the lines in the order of the file.
void RunRecorder::written(const Event &event, const QByteArray &line)
{
    m_seq = event.seq;
    m_prev = eventHash(line);
    if (m_onLine)
        m_onLine(m_seq, line);
}

void RunRecorder::hide(const QList<QByteArray> &secrets, const QString &name)
{
    Redactor more = m_redactor;
    for (const QByteArray &secret : secrets)
        more.addSecret(secret, name);
    const QMutexLocker lock(&m_mutex);
    m_redactor = more;
}

Redactor RunRecorder::knownSecrets() const
{
    const QMutexLocker lock(&m_mutex);
    return m_redactor;
}

void RunRecorder::append(const QString &type, const QJsonObject &data)
{
    const QJsonObject clean = knownSecrets().redact(QJsonValue(data)).toObject();
    bool isFreeAgain = false;
    bool isCounted = false;
    {
        QMutexLocker lock(&m_mutex);
        if (m_error || m_history.takeRecorded(type, clean))
            return;
        const Event event = next(type, clean);
        const QByteArray line = compactJsonOf(event);
        if (auto done = write(line + '\n'); !done) {
            m_error = done.error();
            return;
        }
        isFreeAgain = std::exchange(m_isFull, false);
        isCounted = applyUse(m_use, type, event.ts, clean);
        written(event, line);
    }
    if (isCounted && m_onUse)
        m_onUse();
    if (isFreeAgain)
        append(QString::fromLatin1(event_type::runMessage),
            {{"level", "warning"}, {"text", "The disk was full; the run went on when there was room again."}});
}

void RunRecorder::finish(const QJsonObject &data)
{
    append(QString::fromLatin1(event_type::runFinished), data);
    QMutexLocker lock(&m_mutex);
    if (!m_error)
        return;
    const Event event =
        next(QString::fromLatin1(event_type::runFinished), m_redactor.redact(QJsonValue(data)).toObject());
    const QByteArray line = compactJsonOf(event);
    // Nothing may stand behind half a line.
    if (::ftruncate(m_file.handle(), m_size) == 0 && write(line + '\n'))
        written(event, line);
    else
        m_unwritten = line;
}

std::optional<QByteArray> RunRecorder::unwritten() const
{
    QMutexLocker lock(&m_mutex);
    return m_unwritten;
}

void RunRecorder::rewind(const RunHistory::Checkpoint &checkpoint, const QString &why)
{
    append(QString::fromLatin1(event_type::workspaceRewound),
        {{"seq", checkpoint.seq}, {"tree", checkpoint.tree}, {"why", why}});
    QMutexLocker lock(&m_mutex);
    m_history.rewind(checkpoint.seq);
}

/// A line stands in the file whole or not at all.
Result<void> RunRecorder::write(const QByteArray &line)
{
    for (qsizetype done = 0; done < line.size();) {
        const ssize_t now = ::write(m_file.handle(), line.constData() + done, size_t(line.size() - done));
        if (now > 0) {
            done += now;
            continue;
        }
        if (now < 0 && errno == EINTR)
            continue;
        const int reason = now < 0 ? errno : ENOSPC;
        (void)::ftruncate(m_file.handle(), m_size);
        done = 0;
        if ((reason == ENOSPC || reason == EDQUOT) && waitedForSpace())
            continue;
        return failure(ErrorCode::Io,
            QStringLiteral("The journal %1 cannot be written: %2.%3")
                .arg(m_file.fileName(), QString::fromLocal8Bit(strerror(reason)),
                    reason == ENOSPC ? QStringLiteral(" Free some space and retry the job.") : QString()));
    }
    m_size += line.size();
    return {};
}

/// Nothing tells of space that became free, so it is tried again each second.
bool RunRecorder::waitedForSpace()
{
    if (!m_stop || m_stop->stop_requested())
        return false;
    if (!m_isFull && m_onFullDisk)
        m_onFullDisk(
            QStringLiteral("The disk of %1 is full; the run waits until there is room again.").arg(m_file.fileName()));
    m_isFull = true;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any changed;
    (void)changed.wait_for(lock, *m_stop, std::chrono::seconds(1), [] { return false; });
    return !m_stop->stop_requested();
}

void RunRecorder::waitForSpace(std::stop_token stop, std::function<void(const QString &)> said)
{
    m_stop = std::move(stop);
    m_onFullDisk = std::move(said);
}

Result<void> RunRecorder::sync()
{
    QMutexLocker lock(&m_mutex);
    if (m_error)
        return Unexpected(*m_error);
    if (::fdatasync(m_file.handle()) == 0)
        return {};
    // For good: a sync that is asked for again says that all is well, though the bytes are lost.
    m_error = Error{ErrorCode::Io,
        QStringLiteral("The journal %1 cannot be synced to disk: %2.")
            .arg(m_file.fileName(), QString::fromLocal8Bit(strerror(errno))),
        {}};
    return Unexpected(*m_error);
}

RunUse RunRecorder::use() const
{
    QMutexLocker lock(&m_mutex);
    return m_use;
}

qint64 RunRecorder::lastSeq() const
{
    QMutexLocker lock(&m_mutex);
    return m_seq;
}

} // namespace mergeloom

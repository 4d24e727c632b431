#include "service/journal/RunRecorder.h"

#include "service/journal/JournalReader.h"

#include <QDir>

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
        recorder->m_seq = state.lastSeq;
        recorder->m_prev = state.lastHash;
        if (!recorder->m_file.resize(state.wholeBytes))
            return failure(ErrorCode::Io,
                QStringLiteral("%1 cannot be cut to its last whole line: %2.")
                    .arg(path, recorder->m_file.errorString()));
    }
    if (!recorder->m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        return failure(ErrorCode::Io,
            QStringLiteral("The journal %1 cannot be opened: %2.").arg(path, recorder->m_file.errorString()));
    recorder->m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return recorder;
}

void RunRecorder::append(const QString &type, const QJsonObject &data)
{
    const QJsonObject clean = m_redactor.redact(QJsonValue(data)).toObject();
    QByteArray line;
    qint64 seq = 0;
    {
        QMutexLocker lock(&m_mutex);
        if (m_error || m_history.takeRecorded(type, clean))
            return;
        Event event{m_seq + 1, Timestamp::now(), type, clean, m_prev};
        line = compactJsonOf(event);
        if (m_file.write(line + '\n') != line.size() + 1 || !m_file.flush()) {
            m_error = Error{ErrorCode::Io,
                QStringLiteral("The journal %1 cannot be written: %2. Free some space and retry the job.")
                    .arg(m_file.fileName(), m_file.errorString()),
                {}};
            return;
        }
        seq = ++m_seq;
        m_prev = eventHash(line);
        // Inside the lock: listeners get the lines in the order of the file.
        if (m_onLine)
            m_onLine(seq, line);
    }
}

Result<void> RunRecorder::sync()
{
    QMutexLocker lock(&m_mutex);
    if (m_error)
        return Unexpected(*m_error);
    if (::fdatasync(m_file.handle()) != 0)
        return failure(
            ErrorCode::Io, QStringLiteral("The journal %1 cannot be synced to disk.").arg(m_file.fileName()));
    return {};
}

qint64 RunRecorder::lastSeq() const
{
    QMutexLocker lock(&m_mutex);
    return m_seq;
}

} // namespace mergeloom

#include "service/gateway/CheckpointHolders.h"

#include "service/ledger/HeldCheckpoints.h"
#include "service/platform/HttpClient.h"
#include "shared/core/Log.h"

#include <QFile>

#include <unistd.h>

namespace mergeloom {

namespace {

/// Cuts off a line that was half written when the power went: it is no checkpoint, and what follows must stay readable.
Result<void> cutTornLine(QFile &file)
{
    constexpr qint64 longestLine = 1 << 20;
    constexpr QByteArrayView beginning("{\"made_at\":");
    const qint64 from = std::max<qint64>(0, file.size() - longestLine);
    file.seek(from);
    const QByteArray tail = file.read(longestLine);
    const qsizetype whole = tail.lastIndexOf('\n') + 1;
    const QByteArrayView torn = QByteArrayView(tail).sliced(whole);
    if (torn.isEmpty())
        return {};
    if (!torn.startsWith(beginning) && !beginning.startsWith(torn))
        return failure(ErrorCode::Conflict,
            QStringLiteral("%1 is no file of checkpoints. Name another one.").arg(file.fileName()));
    file.resize(from + whole);
    return {};
}

Result<void> appendTo(const QString &path, const StoredCheckpoint &checkpoint)
{
    QFile file(path);
    const bool isNew = !file.exists();
    const QByteArray line = checkpointLine(checkpoint.madeAt, checkpoint.note);
    bool isDone = file.open(QIODevice::ReadWrite | QIODevice::Append);
    if (isDone && isNew)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (isDone)
        MERGELOOM_CHECK(cutTornLine(file));
    isDone = isDone && file.write(line) == line.size() && file.flush() && ::fdatasync(file.handle()) == 0;
    if (!isDone)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()));
    return {};
}

Result<void> postTo(const QUrl &url, const StoredCheckpoint &checkpoint, std::stop_token stop)
{
    HttpRequest request{"POST", url, {{"content-type", "text/plain; charset=utf-8"}}, checkpoint.note, {}};
    request.timeouts = {
        std::chrono::seconds(10), std::chrono::seconds(20), std::chrono::seconds(20), std::chrono::seconds(30)};
    request.bodyLimit = 64 << 10;
    MERGELOOM_TRY(const HttpAnswer answer, HttpClient().send(request, std::move(stop)));
    if (answer.status < 200 || answer.status > 299)
        return failure(ErrorCode::Rejected, QStringLiteral("It answered with status %1.").arg(answer.status));
    return {};
}

} // namespace

CheckpointHolders::CheckpointHolders(Places places) : m_places(std::move(places))
{
    if (!m_places.file.isEmpty())
        m_state.append({m_places.file, 0, {}, {}});
    if (!m_places.url.isEmpty())
        m_state.append({m_places.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery), 0, {}, {}});
}

void CheckpointHolders::give(const StoredCheckpoint &checkpoint, std::stop_token stop)
{
    qsizetype place = 0;
    if (!m_places.file.isEmpty()) {
        QMutexLocker oneWriter(&m_file);
        note(place++, appendTo(m_places.file, checkpoint), checkpoint.size);
    }
    if (!m_places.url.isEmpty())
        note(place, postTo(m_places.url, checkpoint, std::move(stop)), checkpoint.size);
}

void CheckpointHolders::note(qsizetype place, const Result<void> &given, qint64 size)
{
    QMutexLocker lock(&m_mutex);
    api::CheckpointHolder &holder = m_state[place];
    const QString problem = given ? QString() : given.error().message;
    if (!problem.isEmpty() && problem != holder.problem)
        log::warning(QStringLiteral("A checkpoint of the audit log could not be given away"),
            {{"place", holder.place}, {"error", problem}});
    holder.problem = problem;
    if (!given)
        return;
    holder.size = size;
    holder.at = Timestamp::now();
}

QList<api::CheckpointHolder> CheckpointHolders::state() const
{
    QMutexLocker lock(&m_mutex);
    return m_state;
}

Result<QByteArray> CheckpointHolders::readFile() const
{
    QFile file(m_places.file);
    if (m_places.file.isEmpty() || !file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(m_places.file, file.errorString()));
    return file.readAll();
}

} // namespace mergeloom

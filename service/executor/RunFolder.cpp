#include "service/executor/RunFolder.h"

#include "service/platform/CloneUrl.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSaveFile>

namespace mergeloom {

namespace {

QString leaseRequestPath(const QString &runRoot, const QString &executor)
{
    // A name can hold what a file name cannot.
    const QByteArray hash = QCryptographicHash::hash(executor.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return runRoot + QStringLiteral("/lease-request-") + QString::fromLatin1(hash);
}

} // namespace

RunNote runNote(const QString &executor, JobEnvelope job, const Redactor &redactor)
{
    RunNote note{executor, job.jobId, job.runId, job.leaseId, std::nullopt, false};
    for (JobRepository &repository : job.repositories) {
        repository.credential = {};
        repository.cloneUrl = withoutCredentials(repository.cloneUrl);
    }
    if (auto clean = fromJson<JobEnvelope>(redactor.redact(toJson(job))))
        note.job = std::move(*clean);
    return note;
}

JobEnvelope jobWithCredentials(JobEnvelope noted, const JobEnvelope &fresh)
{
    for (JobRepository &repository : noted.repositories)
        for (const JobRepository &given : fresh.repositories)
            if (given.id == repository.id) {
                repository.credential = given.credential;
                repository.cloneUrl = given.cloneUrl;
            }
    noted.leaseId = fresh.leaseId;
    noted.leaseSeconds = fresh.leaseSeconds;
    return noted;
}

QString runFolder(const QString &runRoot, const RunId &run) { return runRoot + u'/' + run.text(); }

Result<void> writeRunNote(const QString &runRoot, const RunNote &note)
{
    const QString folder = runFolder(runRoot, note.runId);
    QSaveFile file(folder + QStringLiteral("/run.json"));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(compactJsonOf(note) + '\n') < 0
        || !file.commit())
        return failure(ErrorCode::Io,
            QStringLiteral("%1 cannot be written: %2. Check the rights and the free space.")
                .arg(file.fileName(), file.errorString()));
    return {};
}

Result<FileLock> lockRun(const QString &runRoot, const RunId &run)
{
    return FileLock::tryTake(runFolder(runRoot, run) + QStringLiteral("/lock"));
}

QList<RunNote> unreportedRuns(const QString &runRoot)
{
    QList<RunNote> notes;
    const QStringList folders = QDir(runRoot).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : folders) {
        QFile file(runRoot + u'/' + name + QStringLiteral("/run.json"));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto note = parseJsonAs<RunNote>(file.readAll());
        if (note && !note->isReported)
            notes.append(*note);
    }
    return notes;
}

QString readLeaseRequest(const QString &runRoot, const QString &executor)
{
    QFile file(leaseRequestPath(runRoot, executor));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(100)).trimmed() : QString();
}

Result<void> writeLeaseRequest(const QString &runRoot, const QString &executor, const QString &requestId)
{
    QSaveFile file(leaseRequestPath(runRoot, executor));
    if (!QDir().mkpath(runRoot) || !file.open(QIODevice::WriteOnly) || file.write(requestId.toLatin1() + '\n') < 0
        || !file.commit())
        return failure(
            ErrorCode::Io, QStringLiteral("%1 cannot be written: %2.").arg(file.fileName(), file.errorString()));
    return {};
}

} // namespace mergeloom

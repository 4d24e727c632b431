#include "service/executor/RunFolder.h"

#include "service/platform/CloneUrl.h"
#include "shared/core/SavedFile.h"

#include <QCryptographicHash>
#include <QDir>

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
    QDir().mkpath(folder);
    return saveFile(folder + QStringLiteral("/run.json"), compactJsonOf(note) + '\n');
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
    QDir().mkpath(runRoot);
    return saveFile(leaseRequestPath(runRoot, executor), requestId.toLatin1() + '\n');
}

} // namespace mergeloom

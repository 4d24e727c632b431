#include "service/executor/RunFolder.h"

#include "service/platform/CloneUrl.h"

#include <QDir>
#include <QSaveFile>

namespace mergeloom {

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

} // namespace mergeloom

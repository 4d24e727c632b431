#include "service/executor/RunFolder.h"

#include "service/platform/CloneUrl.h"
#include "shared/core/SavedFile.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace mergeloom {

namespace {

QString leaseRequestPath(const QString &runRoot, const QString &executor)
{
    // A name can hold what a file name cannot.
    const QByteArray hash = QCryptographicHash::hash(executor.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return runRoot + QStringLiteral("/lease-request-") + QString::fromLatin1(hash);
}

const QString noteFile = QStringLiteral("/run.json");
const QString removedPrefix = QStringLiteral(".removed-");
/// A name for each run that is not told yet, so that nobody has to look into those that are.
const QString openFolder = QStringLiteral("/.open");
const QString openKnown = QStringLiteral("/.open-known");

QString openMark(const QString &runRoot, const QString &run) { return runRoot + openFolder + u'/' + run; }

Result<void> openRun(const QString &runRoot, const QString &run)
{
    QFile mark(openMark(runRoot, run));
    if (QDir().mkpath(runRoot + openFolder) && mark.open(QIODevice::WriteOnly))
        return {};
    return failure(ErrorCode::Io,
        QStringLiteral("%1 cannot be written: %2. Check the rights and the free space.")
            .arg(mark.fileName(), mark.errorString()));
}

std::optional<RunNote> noteIn(const QString &folder)
{
    QFile file(folder + noteFile);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    auto note = parseJsonAs<RunNote>(file.readAll());
    return note ? std::optional(std::move(*note)) : std::nullopt;
}

/// Runs of a release that made no such names are looked at once.
void markOpenRuns(const QString &runRoot)
{
    QFile known(runRoot + openKnown);
    if (known.exists())
        return;
    bool isDone = true;
    for (const QString &run : QDir(runRoot).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (const auto note = noteIn(runRoot + u'/' + run); note && !note->isReported)
            isDone = openRun(runRoot, run) && isDone;
    if (isDone && QDir().mkpath(runRoot))
        (void)known.open(QIODevice::WriteOnly);
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
    if (!note.isReported)
        MERGELOOM_CHECK(openRun(runRoot, note.runId.text()));
    QDir().mkpath(folder);
    MERGELOOM_CHECK(saveFile(folder + noteFile, compactJsonOf(note) + '\n'));
    if (note.isReported)
        QFile::remove(openMark(runRoot, note.runId.text()));
    return {};
}

bool isRunOpen(const QString &runRoot, const QString &run) { return QFile::exists(openMark(runRoot, run)); }

Result<FileLock> lockRun(const QString &runRoot, const RunId &run)
{
    return FileLock::tryTake(runFolder(runRoot, run) + QStringLiteral("/lock"));
}

QList<RunNote> unreportedRuns(const QString &runRoot)
{
    markOpenRuns(runRoot);
    QList<RunNote> notes;
    for (const QString &run : QDir(runRoot + openFolder).entryList(QDir::Files, QDir::Name)) {
        const auto note = noteIn(runRoot + u'/' + run);
        if (note && !note->isReported)
            notes.append(*note);
        else if (note)
            QFile::remove(openMark(runRoot, run)); // the process ended in between
    }
    return notes;
}

int removeToldRuns(const QString &runRoot, std::chrono::seconds age, std::stop_token stop)
{
    for (const QString &left : QDir(runRoot).entryList({removedPrefix + u'*'}, QDir::Dirs | QDir::Hidden))
        QDir(runRoot + u'/' + left).removeRecursively();
    const QDateTime newest = QDateTime::currentDateTimeUtc().addSecs(-age.count());
    int removed = 0;
    for (const QString &run : QDir(runRoot).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString folder = runRoot + u'/' + run;
        if (stop.stop_requested())
            break;
        if (isRunOpen(runRoot, run) || QFileInfo(folder + noteFile).lastModified() > newest)
            continue;
        const auto lock = FileLock::tryTake(folder + QStringLiteral("/lock"));
        const auto note = noteIn(folder);
        const QString away = runRoot + u'/' + removedPrefix + run;
        if (!lock || !note || !note->isReported || !QDir().rename(folder, away))
            continue;
        QDir(away).removeRecursively();
        ++removed;
    }
    return removed;
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

#include "service/executor/RunFolder.h"

#include <QDir>
#include <QSaveFile>

namespace mergeloom {

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

QList<RunNote> unreportedRuns(const QString &runRoot, const QString &executor)
{
    QList<RunNote> notes;
    const QStringList folders = QDir(runRoot).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : folders) {
        QFile file(runRoot + u'/' + name + QStringLiteral("/run.json"));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto note = parseJsonAs<RunNote>(file.readAll());
        if (note && !note->isReported && note->executor == executor)
            notes.append(*note);
    }
    return notes;
}

} // namespace mergeloom

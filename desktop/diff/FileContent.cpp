#include "desktop/diff/FileContent.h"

#include "desktop/diff/DiffWords.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

namespace mergeloom {

namespace {

quint32 modeOf(const QFileInfo &file) { return file.isExecutable() ? 0100755 : 0100644; }

} // namespace

Result<FileContent> readFileContent(const QString &file, const QString &path)
{
    const QFileInfo about(file);
    FileContent content{path, 0, {}, 0};
    if (about.isSymLink() && (about.isDir() || !about.exists())) {
        content.mode = 0120000;
        content.bytes = QFile::encodeName(about.symLinkTarget());
        content.size = content.bytes.size();
        return content;
    }
    if (!about.exists())
        return failure(ErrorCode::NotFound, DiffWords::tr("%1 does not exist. Check the name.").arg(path));
    if (about.isDir())
        return failure(
            ErrorCode::InvalidInput, DiffWords::tr("%1 is a folder. Name two files or two folders.").arg(path));
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io,
            DiffWords::tr("%1 cannot be read: %2. Check its permissions.").arg(path, opened.errorString()));
    content.mode = modeOf(about);
    content.size = opened.isSequential() ? 0 : opened.size();
    if (content.size > largestShownFile)
        return content;
    while (!opened.atEnd() || opened.isSequential()) {
        const QByteArray part = opened.read(1 << 20);
        if (part.isEmpty())
            break;
        content.bytes += part;
        if (content.bytes.size() > largestShownFile)
            return failure(ErrorCode::InvalidInput,
                DiffWords::tr("%1 gives more than %2 MiB. Compare a part of it.")
                    .arg(path)
                    .arg(largestShownFile >> 20));
    }
    if (opened.error() != QFileDevice::NoError)
        return failure(ErrorCode::Io, DiffWords::tr("%1 cannot be read: %2.").arg(path, opened.errorString()));
    content.size = content.bytes.size();
    return content;
}

FileDiff differenceOf(std::optional<FileContent> before, std::optional<FileContent> after)
{
    const auto compared = [](const std::optional<FileContent> &side, const std::optional<FileContent> &other) {
        return side ? ComparedFile{side->path, side->bytes, side->mode} : ComparedFile{other->path, {}, 0};
    };
    FileDiff file = compareFiles(compared(before, after), compared(after, before));
    file.beforeSize = before ? before->size : -1;
    file.afterSize = after ? after->size : -1;
    const auto isLeftOut = [](const std::optional<FileContent> &side) {
        return side && side->size > side->bytes.size();
    };
    if (isLeftOut(before) || isLeftOut(after)) {
        file.isBinary = true;
        file.before = file.after = Text::of({});
        file.changes.clear();
        file.beforeBytes.clear();
        file.afterBytes.clear();
    }
    return file;
}

void joinRenames(QList<FileDiff> &files)
{
    QHash<QByteArray, qsizetype> deleted;
    for (qsizetype i = 0; i < files.size(); ++i)
        if (files[i].status == FileStatus::Deleted && !files[i].beforeBytes.isEmpty())
            deleted.insert(files[i].beforeBytes, i);
    QList<qsizetype> joined;
    for (FileDiff &file : files) {
        const auto source = deleted.constFind(file.afterBytes);
        if (file.status != FileStatus::Added || source == deleted.constEnd())
            continue;
        FileDiff &old = files[*source];
        FileDiff renamed = differenceOf(FileContent{old.beforePath, old.beforeMode, old.beforeBytes, old.beforeSize},
            FileContent{file.afterPath, file.afterMode, file.afterBytes, file.afterSize});
        renamed.status = FileStatus::Renamed;
        renamed.similarity = 100;
        file = std::move(renamed);
        joined.append(*source);
        deleted.erase(source);
    }
    std::sort(joined.begin(), joined.end(), std::greater<>());
    for (const qsizetype gone : joined)
        files.removeAt(gone);
}

} // namespace mergeloom

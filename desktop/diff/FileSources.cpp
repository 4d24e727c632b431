#include "desktop/diff/FileSources.h"

#include "desktop/diff/DiffWords.h"
#include "desktop/diff/FileContent.h"
#include "shared/core/PlainText.h"
#include "shared/diff/PatchReader.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMap>

namespace mergeloom {

namespace {

constexpr qsizetype mostFiles = 100000;

QString lastPart(const QString &path)
{
    return plainLine(QFileInfo(path).fileName().isEmpty() ? path : QFileInfo(path).fileName());
}

/// The files under a folder, by their paths in it.
Result<QMap<QString, QString>> filesUnder(const QString &folder, const std::stop_token &stop)
{
    const QFileInfo about(folder);
    if (!about.isDir() || !about.isReadable())
        return failure(
            ErrorCode::Io, DiffWords::tr("The folder %1 cannot be read. Check its name and permissions.").arg(folder));
    QMap<QString, QString> files;
    QDirIterator all(
        folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    const qsizetype prefix = QDir(folder).absolutePath().size() + 1;
    while (all.hasNext()) {
        const QString file = all.next();
        const QString path = QFileInfo(file).absoluteFilePath().mid(prefix);
        if (stop.stop_requested())
            return cancelledLoading();
        const bool isGit = path == QLatin1String(".git") || path.startsWith(QLatin1String(".git/"));
        if (isGit || (all.fileInfo().isDir() && !all.fileInfo().isSymLink()))
            continue;
        if (!all.fileInfo().isFile() && !all.fileInfo().isSymLink())
            continue; // a pipe or a device would never end
        files.insert(path, file);
        if (files.size() > mostFiles)
            return failure(ErrorCode::InvalidInput,
                DiffWords::tr("%1 holds more than %2 files. Compare a folder in it.").arg(folder).arg(mostFiles));
    }
    return files;
}

/// A file that is in the folder but cannot be read is part of the answer: its text says so.
std::optional<FileContent> contentAt(const QMap<QString, QString> &files, const QString &path)
{
    const auto found = files.constFind(path);
    if (found == files.constEnd())
        return {};
    auto content = readFileContent(*found, path);
    if (!content)
        return FileContent{
            path, 0100644, content.error().message.toUtf8(), qint64(content.error().message.toUtf8().size())};
    return std::move(*content);
}

} // namespace

Unexpected cancelledLoading()
{
    return failure(ErrorCode::Cancelled, DiffWords::tr("Loading the diff was cancelled."));
}

QString TwoFiles::title() const
{
    const QString before = lastPart(m_before);
    const QString after = lastPart(m_after);
    return before == after ? after : DiffWords::tr("%1 and %2").arg(before, after);
}

Result<DiffDocument> TwoFiles::load(std::stop_token stop) const
{
    // git difftool gives the empty device for a side that is not there.
    const auto side = [](const QString &file) -> Result<std::optional<FileContent>> {
        if (file == QLatin1String("/dev/null") || file.compare(QLatin1String("nul"), Qt::CaseInsensitive) == 0)
            return std::optional<FileContent>();
        MERGELOOM_TRY(FileContent content, readFileContent(file, file));
        return std::optional<FileContent>(std::move(content));
    };
    MERGELOOM_TRY(auto before, side(m_before));
    MERGELOOM_TRY(auto after, side(m_after));
    if (stop.stop_requested())
        return cancelledLoading();
    DiffDocument document;
    document.title = title();
    if (!before && !after)
        return document;
    FileDiff file = differenceOf(std::move(before), std::move(after));
    if (file.status == FileStatus::Renamed)
        file.status = FileStatus::Modified; // the two have two names anyhow
    document.files.append(std::move(file));
    return document;
}

QString TwoFolders::title() const { return DiffWords::tr("%1 and %2").arg(lastPart(m_before), lastPart(m_after)); }

Result<DiffDocument> TwoFolders::load(std::stop_token stop) const
{
    MERGELOOM_TRY(const auto before, filesUnder(m_before, stop));
    MERGELOOM_TRY(const auto after, filesUnder(m_after, stop));
    QMap<QString, bool> paths;
    for (auto it = before.begin(); it != before.end(); ++it)
        paths.insert(it.key(), true);
    for (auto it = after.begin(); it != after.end(); ++it)
        paths.insert(it.key(), true);
    DiffDocument document;
    document.title = title();
    for (auto path = paths.keyBegin(); path != paths.keyEnd(); ++path) {
        if (stop.stop_requested())
            return cancelledLoading();
        auto old = contentAt(before, *path);
        auto now = contentAt(after, *path);
        if (old && now && old->bytes == now->bytes && old->size == now->size && old->mode == now->mode)
            continue;
        document.files.append(differenceOf(std::move(old), std::move(now)));
    }
    joinRenames(document.files);
    return document;
}

QString PatchText::title() const
{
    if (m_file.isEmpty())
        return m_title;
    return m_file == QLatin1String("-") ? DiffWords::tr("Standard input") : lastPart(m_file);
}

Result<DiffDocument> PatchText::load(std::stop_token stop) const
{
    QByteArray bytes = m_bytes;
    if (m_file == QLatin1String("-")) {
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly))
            return failure(ErrorCode::Io, DiffWords::tr("Standard input cannot be read. Give the patch as a file."));
        while (bytes.size() <= largestShownFile) {
            const QByteArray part = input.read(1 << 16);
            if (part.isEmpty() || stop.stop_requested())
                break;
            bytes += part;
        }
        if (bytes.size() > largestShownFile)
            return failure(ErrorCode::InvalidInput,
                DiffWords::tr("The patch is larger than %1 MiB. Give a part of it.").arg(largestShownFile >> 20));
    } else if (!m_file.isEmpty()) {
        MERGELOOM_TRY(FileContent content, readFileContent(m_file, m_file));
        bytes = std::move(content.bytes);
        if (content.size > bytes.size())
            return failure(ErrorCode::InvalidInput,
                DiffWords::tr("The patch %1 is larger than %2 MiB. Give a part of it.")
                    .arg(m_file)
                    .arg(largestShownFile >> 20));
    }
    if (stop.stop_requested())
        return cancelledLoading();
    MERGELOOM_TRY(DiffDocument document, readPatch(bytes));
    document.title = title();
    return document;
}

} // namespace mergeloom

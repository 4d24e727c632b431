#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace mergeloom {

struct FileText {
    QByteArray bytes;
    bool isBinary = false; ///< has a NUL in its first 8,000 bytes
    bool isExecutable = false;
};

struct DirectoryEntry {
    QString path; ///< relative to the root, with `/`
    bool isDirectory = false;
    qint64 size = 0;
};

/// Files beneath one root, for agents. Every path is resolved by the kernel beneath an open directory (openat2 with
/// RESOLVE_BENEATH, or a walk by component): links that leave, absolute paths, `..` over the root, `.git`, devices and
/// FIFOs are refused with `forbidden` and a text that a model can act on.
class WorkspaceFiles
{
public:
    static Result<WorkspaceFiles> open(const QString &root);
    WorkspaceFiles(WorkspaceFiles &&other) noexcept;
    WorkspaceFiles &operator=(WorkspaceFiles &&other) noexcept;
    ~WorkspaceFiles();

    Result<FileText> read(const QString &path, qint64 limit = 4 << 20) const;
    /// Writes beside and renames, so that another name of the same file (a hard link) keeps the old content; makes missing
    /// directories; keeps the executable bit. `conflict`: a new name that differs from one there in nothing but case.
    Result<void> write(const QString &path, const QByteArray &bytes) const;
    Result<void> remove(const QString &path) const;
    /// Makes missing directories; `conflict` when something is at `to` already.
    Result<void> rename(const QString &from, const QString &to) const;
    /// Depth first, sorted, `.git` left out; links are listed, not followed. Stops at `limit` entries.
    Result<QList<DirectoryEntry>> list(const QString &path, bool recursive, qsizetype limit) const;

private:
    explicit WorkspaceFiles(int root) : m_root(root) {}
    int m_root = -1;
};

} // namespace mergeloom

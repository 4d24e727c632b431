#pragma once

#include "shared/core/Result.h"
#include "shared/diff/FileDiff.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace mergeloom {

/// A file as one side of a diff has it.
struct FileContent {
    QString path;
    quint32 mode = 0100644; ///< as git writes it
    QByteArray bytes;
    qint64 size = 0; ///< over bytes.size(): too large to be shown, `bytes` is empty
};

/// Files over this are named with their size and not shown.
constexpr qint64 largestShownFile = qint64(512) << 20;

/// Reads a file, a pipe, or (of a link to a folder) where it leads.
Result<FileContent> readFileContent(const QString &file, const QString &path);

/// The difference of two contents, at least one of which is there.
FileDiff differenceOf(std::optional<FileContent> before, std::optional<FileContent> after);

/// A deleted and an added file with the same bytes become one that was renamed.
void joinRenames(QList<FileDiff> &files);

} // namespace mergeloom

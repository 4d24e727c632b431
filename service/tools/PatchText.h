#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace mergeloom {

/// A change at one place of a file: lines that stay, go, or come.
struct PatchChunk {
    enum class Kind { Keep, Remove, Add };
    struct Line {
        Kind kind;
        QByteArray text;
    };
    QList<QByteArray> anchors; ///< of `@@` lines: each is looked for below the one before
    QList<Line> lines;
    bool isAtEnd = false; ///< `*** End of File`

    QList<QByteArray> before() const; ///< the lines that the file must have
};

struct FilePatch {
    enum class Kind { Add, Update, Delete };
    Kind kind = Kind::Update;
    QString path;
    QString moveTo;
    QList<QByteArray> added; ///< of Add
    QList<PatchChunk> chunks;
};

/// Reads the format that Codex models are trained on (`*** Begin Patch` … `*** End Patch`). Error `invalid_input` names
/// the line.
Result<QList<FilePatch>> parsePatch(const QString &text);

/// The file's bytes after the chunks. Error `conflict` says which lines were not found.
Result<QByteArray> applyChunks(const QByteArray &bytes, const FilePatch &patch);

} // namespace mergeloom

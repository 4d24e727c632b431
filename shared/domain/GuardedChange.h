#pragma once

#include "shared/core/Redactor.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace mergeloom {

/// A line of a diff.
struct GuardLine {
    enum class Kind { Context, Added, Removed };
    Kind kind = Kind::Context;
    int newLine = 0;     ///< number after the change; of a removed line: of the line that now stands there
    QByteArrayView text; ///< without sign and line feed; any bytes
};

/// A changed file as the rules of the diff guard look at it.
struct GuardedFile {
    QString path;
    QString oldPath; ///< of a renamed one
    QString change;  ///< `added`, `modified`, `deleted`, `renamed`, `mode_changed`
    bool isBinary = false;
    int additions = 0;
    int deletions = 0;
    qint64 size = 0; ///< bytes after the change
    int oldMode = 0; ///< as in git, e.g. 0100644; 0: was not there
    int newMode = 0;
    QByteArray head;        ///< the begin of the content after the change; of a link: where it leads
    QList<GuardLine> lines; ///< of all hunks, in order

    bool isThere() const { return change != u"deleted"; }
    bool isNew() const { return change == u"added"; }
};

/// What the diff guard is asked about. The texts of lines point into a patch that outlives it.
struct GuardedChange {
    QList<GuardedFile> files;
    /// The names that stand in each folder (empty: the root) into which a file came, after the change.
    QMap<QString, QStringList> folders;
    QStringList validationCommands;
    Redactor redactor;  ///< knows secrets by their shape, and maybe by their value
    bool isCut = false; ///< it was too large to be read whole
};

namespace file_kind {
constexpr int typeMask = 0170000;
constexpr int plainFile = 0100000;
constexpr int symbolicLink = 0120000;
constexpr int submodule = 0160000;
} // namespace file_kind

/// The lines of a unified diff of one file; what stands before its first hunk is passed over.
QList<GuardLine> hunkLines(QByteArrayView patchOfFile);

} // namespace mergeloom

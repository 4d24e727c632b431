#pragma once

#include "shared/diff/FileDiff.h"

#include <QMutex>
#include <QSet>
#include <QThreadPool>

namespace mergeloom {

/// Which files of diffs somebody has viewed, kept in a file. A mark is of a path with its content on both sides: when the
/// change becomes another one, it is not viewed any more. The oldest marks are dropped. Several windows and processes may keep
/// theirs in the same file.
class ViewedMarks
{
public:
    /// `file` empty: marks are kept for as long as this object is.
    explicit ViewedMarks(QString file = {});
    /// Beside the settings of the app.
    static QString standardFile();

    /// Any thread but the GUI's: reads the file.
    QSet<int> viewedOf(const DiffDocument &document) const;
    /// The file is written on another thread, at the latest when this object goes; what cannot be written is kept in memory.
    void set(const FileDiff &file, Qt::CheckState state);

private:
    struct Mark {
        QByteArray of;
        Qt::CheckState state;
    };
    QList<QByteArray> marks() const;
    void write();

    const QString m_file;
    mutable QMutex m_mutex;
    QList<Mark> m_unwritten;
    mutable QThreadPool m_writer; ///< one after the other; waits for all at the end
};

} // namespace mergeloom

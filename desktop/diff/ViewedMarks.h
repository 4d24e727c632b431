#pragma once

#include "shared/diff/FileDiff.h"

#include <QHash>
#include <QSet>

namespace mergeloom {

/// Which files of diffs somebody has viewed, kept in a file. A mark is of a path with its content on both sides: when the
/// change becomes another one, it is not viewed any more. The oldest marks are dropped.
class ViewedMarks
{
public:
    /// `file` empty: marks are kept for as long as this object is.
    explicit ViewedMarks(QString file = {});
    /// Beside the settings of the app.
    static QString standardFile();

    QSet<int> viewedOf(const DiffDocument &document) const;
    /// Writes the file; what cannot be written is kept in memory.
    void set(const FileDiff &file, Qt::CheckState state);

private:
    void write() const;

    QString m_file;
    QList<QByteArray> m_marks; ///< oldest first
    QSet<QByteArray> m_known;
};

} // namespace mergeloom

#pragma once

#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// The lines of a patch, one after the other. A patch that went through a program for Windows has \r\n in its own lines too.
class PatchLines
{
public:
    explicit PatchLines(QByteArrayView patch) : m_rest(patch) { find(); }
    bool isAtEnd() const { return m_rest.isEmpty(); }
    /// Without its newline.
    QByteArrayView line() const { return m_line; }
    /// The same without a \r at its end, for lines that are not content.
    QByteArrayView head() const { return m_line.endsWith('\r') ? m_line.chopped(1) : m_line; }
    qint64 number() const { return m_number; }
    void next();
    QByteArrayView rest() const { return m_rest; }
    /// Goes on behind what was read of `rest()`.
    void skipTo(QByteArrayView rest);

private:
    void find();
    QByteArrayView m_rest; // from the line on
    QByteArrayView m_line;
    qint64 m_number = 1;
};

/// Whether a file begins here: `diff --git`, or `---` and `+++`.
bool isFileStart(const PatchLines &lines);
/// `diff --cc`, `diff --combined`: with more than one side before.
bool isCombinedStart(const PatchLines &lines);

/// Reads the lines ahead of the content. False, with the lines after the first, when it names no file.
bool takeFileHeader(PatchLines &lines, FileDiff &file);

} // namespace mergeloom

#pragma once

#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// The lines of a patch, one after the other. A patch that went through a program for Windows has \r\n in its own lines too.
class PatchLines
{
public:
    explicit PatchLines(QByteArrayView patch) : _rest(patch) { find(); }
    bool isAtEnd() const { return _rest.isEmpty(); }
    /// Without its newline.
    QByteArrayView line() const { return _line; }
    /// The same without a \r at its end, for lines that are not content.
    QByteArrayView head() const { return _line.endsWith('\r') ? _line.chopped(1) : _line; }
    qint64 number() const { return _number; }
    void next();
    QByteArrayView rest() const { return _rest; }
    /// Goes on behind what was read of `rest()`.
    void skipTo(QByteArrayView rest);

private:
    void find();
    QByteArrayView _rest; // from the line on
    QByteArrayView _line;
    qint64 _number = 1;
};

/// Whether a file begins here: `diff --git`, or `---` and `+++`.
bool isFileStart(const PatchLines &lines);
/// `diff --cc`, `diff --combined`: with more than one side before.
bool isCombinedStart(const PatchLines &lines);

/// Reads the lines ahead of the content. False, with the lines after the first, when it names no file.
bool takeFileHeader(PatchLines &lines, FileDiff &file);

} // namespace mergeloom

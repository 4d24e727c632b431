#include "service/tools/TextLines.h"

namespace mergeloom {

TextLines TextLines::of(const QByteArray &bytes)
{
    TextLines text;
    if (bytes.isEmpty())
        return text;
    const qsizetype all = bytes.count('\n');
    if (const qsizetype windows = bytes.count("\r\n"); windows > 0 && windows == all)
        text.lineEnd = "\r\n"; // mixed ends stay as they are, line by line
    text.lines = bytes.split('\n');
    text.endsWithLineEnd = text.lines.last().isEmpty();
    if (text.endsWithLineEnd)
        text.lines.removeLast();
    if (text.lineEnd == "\r\n")
        for (qsizetype i = 0; i < text.lines.size(); ++i)
            if (text.lines.at(i).endsWith('\r') && (i + 1 < text.lines.size() || text.endsWithLineEnd))
                text.lines[i].chop(1);
    return text;
}

QByteArray TextLines::joined() const
{
    if (lines.isEmpty())
        return {};
    return lines.join(lineEnd) + (endsWithLineEnd ? lineEnd : QByteArray());
}

} // namespace mergeloom

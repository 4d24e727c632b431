// A patch from outside: any bytes are read or refused in words, and what was read can be laid out, written and read again.
#include "shared/diff/CopiedText.h"
#include "shared/diff/DiffLayout.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

void layOut(const FileDiff &file, Arrangement arrangement, const QList<MovedBlock> &moved)
{
    LayoutOptions options;
    options.arrangement = arrangement;
    options.wrapColumns = 7;
    const auto layout = DiffLayout::of(file, options, moved);
    for (const Side side : {Side::Before, Side::After}) {
        qsizetype count = 0;
        for (qsizetype row = 0; row < layout->rows().size(); ++row)
            count += layout->linesOf(side, row).count;
        fuzz::demand(count == (side == Side::Before ? file.before : file.after)->count(), "rows have every line once");
    }
    for (qsizetype row = 0; row < layout->rows().size(); ++row)
        (void)layout->spans(row);
    (void)copiedText(*layout, 0, layout->rows().size(), CopiedSides::Both, CopiedSigns::With);
}

/// Context may become less.
QByteArray changedLines(const FileDiff &file)
{
    QByteArray lines;
    for (const Change &change : file.changes) {
        lines += '-' + file.before->lines(change.before, change.removed).toByteArray();
        lines += '+' + file.after->lines(change.after, change.added).toByteArray();
    }
    return lines;
}

} // namespace

MERGELOOM_FUZZER(input)
{
    const auto document = readPatch(input);
    if (!document)
        return fuzz::demand(!document.error().message.isEmpty(), "an error says what is wrong");
    const auto moved = movedBlocks(*document, Whitespace::IgnoreAmount);
    for (qsizetype index = 0; index < document->files.size(); ++index) {
        const FileDiff &file = document->files[index];
        fuzz::demand(!file.beforePath.isEmpty() && !file.afterPath.isEmpty(), "a file has names");
        layOut(file, Arrangement::SideBySide, moved[index]);
        layOut(file, Arrangement::Unified, {});
        const auto written = writePatch(file);
        if (!written || written->isEmpty())
            continue;
        const auto again = readPatch(*written);
        fuzz::demand(again && again->files.size() == 1, "what is written can be read");
        fuzz::demand(again->files[0].afterPath == file.afterPath, "names stay");
        fuzz::demand(changedLines(again->files[0]) == changedLines(file), "changed lines stay");
        fuzz::demand(again->files[0].afterBytes == file.afterBytes || !file.isBinary, "binary content stays");
    }
}

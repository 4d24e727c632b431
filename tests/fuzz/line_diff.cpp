// Two texts: the changes make the one from the other, and every layout has all lines of both.
#include "shared/diff/DiffLayout.h"
#include "shared/diff/FindText.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

void compare(const FileDiff &file, Whitespace mode)
{
    QByteArray made;
    Change last;
    for (const Change &change : lineDiff(*file.before, *file.after, mode)) {
        const qsizetype place = last.before + last.removed;
        fuzz::demand(
            change.before - place == change.after - last.after - last.added, "as many lines stand between changes");
        made += file.before->lines(place, change.before - place);
        made += file.after->lines(change.after, change.added);
        last = change;
    }
    const qsizetype place = last.before + last.removed;
    made += file.before->lines(place, file.before->count() - place);
    fuzz::demand(mode != Whitespace::Exact || made == file.after->bytes(), "changes make the text after");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.size() < 2)
        return;
    // Two bytes say what is asked for; a line of two bars stands between the texts.
    const auto mode = Whitespace(uchar(input[0]) % 5);
    LayoutOptions options{uchar(input[0]) % 2 ? Arrangement::Unified : Arrangement::SideBySide, mode,
        uchar(input[1]) % 5, uchar(input[1]) / 16, 4, {{uchar(input[1]), 7}}};
    const qsizetype border = input.indexOf("||\n");
    FileDiff file;
    file.before = Text::of(input.sliced(2, std::max<qsizetype>(2, border) - 2).toByteArray());
    file.after = Text::of(border < 0 ? QByteArray() : input.sliced(border + 3).toByteArray());
    file.changes = lineDiff(*file.before, *file.after, Whitespace::Exact);
    compare(file, mode);
    DiffDocument document;
    document.files = {file, file};
    const auto moved = movedBlocks(document, mode);
    const auto layout = DiffLayout::of(file, options, moved[0]);
    for (const Side side : {Side::Before, Side::After}) {
        qsizetype next = 0;
        for (qsizetype row = 0; row < layout->rows().size(); ++row) {
            const DiffLayout::Lines lines = layout->linesOf(side, row);
            fuzz::demand(lines.count == 0 || lines.first == next, "rows go on with the next line");
            next += lines.count;
        }
        fuzz::demand(next == (side == Side::Before ? file.before : file.after)->count(), "rows have every line");
    }
    for (qsizetype row = 0; row < layout->rows().size(); ++row)
        (void)layout->spans(row);
    (void)findText(*layout, {QStringLiteral("a")});
}

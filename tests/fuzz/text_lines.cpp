// Any bytes are a text: its lines are the bytes again, and what is shown of them hides nothing.
#include "shared/diff/LineWidth.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    const auto text = Text::of(input.toByteArray());
    QByteArray bytes;
    for (qsizetype place = 0; place < text->count(); ++place) {
        bytes += text->lineWithEnd(place);
        fuzz::demand(text->end(place) != LineEnd::None || place + 1 == text->count(), "only the last line has no end");
        const QString shown = text->shown(place);
        for (const QChar unit : shown)
            fuzz::demand(unit == u'\t' || unit.unicode() >= 0x20, "control characters are shown as pictures");
        fuzz::demand(!shown.contains(QChar(0x202e)), "nothing turns the line around");
        for (const int columns : {1, 2, 5, 40}) {
            const QList<qsizetype> starts = wrapStarts(shown, columns, 4);
            for (qsizetype i = 1; i < starts.size(); ++i)
                fuzz::demand(starts[i] > starts[i - 1] && starts[i] < shown.size(), "display lines are never empty");
            fuzz::demand(displayLinesOf(*text, place, columns, 4) == starts.size(), "display lines are counted");
        }
    }
    fuzz::demand(bytes == input, "lines are the bytes again");
}

#include "desktop/diff/DiffColours.h"

#include <algorithm>
#include <cmath>

namespace mergeloom {

namespace {

/// Relative luminance, as WCAG 2 has it.
double luminance(const QColor &colour)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

bool isReadable(const QColor &text, const QColor &ground)
{
    const auto [dark, light] = std::minmax({luminance(text), luminance(ground)}); // values, not references
    return (light + 0.05) / (dark + 0.05) >= 4.5;
}

DiffColours made(const Colours &look)
{
    DiffColours c;
    c.look = look;
    c.movedSpan = look.isDark ? QColor(0x343c78) : QColor(0xcfd6fb);
    c.movedSign = look.isDark ? QColor(0x9aa6ff) : QColor(0x4a56bd);
    c.selection = look.isDark ? QColor(0x33478a) : QColor(0xb9ccff);
    c.found = look.isDark ? QColor(0x5c4a12) : QColor(0xffe58a);
    c.foundCurrent = look.isDark ? QColor(0x8a5a00) : QColor(0xffb84d);
    c.syntax = {look.text, look.codeComment, look.codeKeyword, look.codeString, look.codeNumber, look.codeType,
        look.codeMeta, look.codeTitle};
    const std::array grounds{look.addedSpan, look.removedSpan, c.movedSpan, c.selection, c.found, c.foundCurrent};
    for (size_t i = 0; i < c.syntax.size(); ++i)
        c.markedSyntax[i] = std::all_of(grounds.begin(), grounds.end(),
                                [&](const QColor &ground) { return isReadable(c.syntax[i], ground); })
            ? c.syntax[i]
            : look.text;
    return c;
}

} // namespace

const DiffColours &DiffColours::of(const QPalette &palette)
{
    static const DiffColours light = made(lightColours());
    static const DiffColours dark = made(darkColours());
    return coloursOf(palette).isDark ? dark : light;
}

QColor DiffColours::line(Mark mark) const
{
    switch (mark) {
    case Mark::Added:
        return look.added;
    case Mark::Removed:
        return look.removed;
    case Mark::MovedHere:
    case Mark::MovedAway:
        return look.moved;
    case Mark::None:
    case Mark::Same:
    case Mark::Changed:
        break;
    }
    return {};
}

QColor DiffColours::span(Mark mark) const
{
    switch (mark) {
    case Mark::Added:
        return look.addedSpan;
    case Mark::Removed:
        return look.removedSpan;
    case Mark::MovedHere:
    case Mark::MovedAway:
        return movedSpan;
    case Mark::None:
    case Mark::Same:
    case Mark::Changed:
        break;
    }
    return {};
}

QColor DiffColours::sign(Mark mark) const
{
    switch (mark) {
    case Mark::Added:
        return look.completed;
    case Mark::Removed:
        return look.failed;
    case Mark::MovedHere:
    case Mark::MovedAway:
        return movedSign;
    case Mark::None:
    case Mark::Same:
    case Mark::Changed:
        break;
    }
    return look.faint;
}

} // namespace mergeloom

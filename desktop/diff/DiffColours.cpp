#include "desktop/diff/DiffColours.h"

namespace mergeloom {

namespace {

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

QColor DiffColours::code(SyntaxClass syntaxClass, bool isInSpan) const
{
    return isInSpan && syntaxClass == SyntaxClass::Comment ? look.text : syntax[size_t(syntaxClass)];
}

} // namespace mergeloom

#include "desktop/diff/DiffCanvas.h"

#include <QClipboard>
#include <QGuiApplication>

namespace mergeloom {

namespace {

CopiedSides copiedSides(const CanvasScene &scene)
{
    if (!scene.geometry.isSideBySide())
        return CopiedSides::Both;
    return scene.selection.side == Side::Before ? CopiedSides::Before : CopiedSides::After;
}

QString markWord(Mark mark)
{
    switch (mark) {
    case Mark::Added:
        return DiffCanvas::tr("added");
    case Mark::Removed:
        return DiffCanvas::tr("removed");
    case Mark::MovedHere:
        return DiffCanvas::tr("moved here");
    case Mark::MovedAway:
        return DiffCanvas::tr("moved away");
    case Mark::None:
        return DiffCanvas::tr("nothing on this side");
    case Mark::Same:
    case Mark::Changed:
        break;
    }
    return DiffCanvas::tr("unchanged");
}

} // namespace

void DiffCanvas::selectAll()
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    const qsizetype last = m_scene.layout->rows().size() - 1;
    m_scene.selection.anchor = {0, 0};
    m_scene.selection.caret = {last, lineSize(last)};
    viewport()->update();
    Q_EMIT caretMoved();
}

QString DiffCanvas::selectedText() const
{
    const CanvasSelection &selection = m_scene.selection;
    if (!m_scene.layout || selection.isEmpty())
        return {};
    const CanvasPlace first = selection.first();
    const CanvasPlace last = selection.last();
    const auto part = [this, &selection](qsizetype row, qsizetype from, qsizetype until) {
        const auto line = cellLine(row, selection.side);
        if (!line)
            return QString();
        if (from > 0 || until < line->text.size())
            return line->text.mid(from, until - from);
        // A whole line is as the file has it, with what cannot be seen.
        const QString whole = copiedText(*m_scene.layout, row, row, copiedSides(m_scene), CopiedSigns::Without);
        return whole.endsWith(QLatin1Char('\n')) ? whole.chopped(1) : whole;
    };
    if (first.row == last.row)
        return part(first.row, first.unit, last.unit);
    QString text;
    if (cellLine(first.row, selection.side))
        text = part(first.row, first.unit, lineSize(first.row)) + QLatin1Char('\n');
    if (last.row > first.row + 1)
        text += copiedText(*m_scene.layout, first.row + 1, last.row - 1, copiedSides(m_scene), CopiedSigns::Without);
    return text + part(last.row, 0, last.unit);
}

QString DiffCanvas::copied(CopiedSigns signs) const
{
    const CanvasSelection &selection = m_scene.selection;
    if (signs == CopiedSigns::Without || !m_scene.layout || selection.isEmpty())
        return selectedText();
    // A selection that ends ahead of a line's first character does not mean the line.
    const bool endsAhead = selection.last().unit == 0 && selection.last().row > selection.first().row;
    return copiedText(*m_scene.layout, selection.first().row, selection.last().row - (endsAhead ? 1 : 0),
        copiedSides(m_scene), signs);
}

void DiffCanvas::copy(CopiedSigns signs) const
{
    if (const QString text = copied(signs); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

QString DiffCanvas::spokenLine() const
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return tr("No lines");
    const qsizetype row = m_scene.selection.caret.row;
    const DiffRow &shown = m_scene.layout->rows()[row];
    if (shown.kind != RowKind::Line)
        return CanvasPainter::foldText(shown);
    const Side pane = m_scene.selection.side;
    const auto side = shownSide(*m_scene.layout, row, pane);
    if (!side)
        return pane == Side::Before ? tr("Before: nothing on this side") : tr("After: nothing on this side");
    const FileDiff &file = m_scene.layout->file();
    const Text &text = *side == Side::Before ? *file.before : *file.after;
    const qsizetype line = shownPlace(*m_scene.layout, row, pane);
    const QString where = *side == Side::Before ? tr("Before, line %1") : tr("After, line %1");
    const QString mark = markWord(shownMark(*m_scene.layout, row, pane));
    const QString content = text.shown(line);
    if (const auto attribution = *side == Side::After ? attributionOf(row) : std::nullopt)
        return tr("%1, %2, for %3: %4").arg(where.arg(text.number(line)), mark, attribution->label, content);
    return tr("%1, %2: %3").arg(where.arg(text.number(line)), mark, content);
}

} // namespace mergeloom

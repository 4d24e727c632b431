#include "desktop/pages/ActivityView.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace mergeloom {

namespace {
constexpr int linesAtOnce = 1500; ///< some 10 ms of work
constexpr std::chrono::milliseconds pauseBetween{40};
constexpr int nearEnd = 600; ///< lines
} // namespace

ActivityView::ActivityView(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("What the stage did"));
    setCursorWidth(1);
    viewport()->setMouseTracking(true);
    document()->setDocumentMargin(22); // the signs of items stand in it
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseBetween);
    connect(&m_soon, &QTimer::timeout, this, &ActivityView::takeOver);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ActivityView::scrolled);
}

void ActivityView::show(Activity *activity)
{
    m_activity = activity;
    m_turned.clear();
    drawAgain();
}

void ActivityView::drawAgain()
{
    m_isWriting = true;
    m_shown.clear();
    clear();
    m_isWriting = false;
    if (m_activity)
        m_activity->takeStable();
    takeOver();
}

void ActivityView::refresh()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void ActivityView::takeOver()
{
    if (!m_activity)
        return;
    m_isWriting = true;
    m_budget = linesAtOnce;
    removeFrom(m_activity->takeStable());
    const QList<ActivityItem> &items = m_activity->items();
    for (qsizetype i = 0; i < m_shown.size() && m_budget > 0; ++i) {
        if (items[i].revision != m_shown[i].revision)
            render(i, false);
        renderOutput(i);
    }
    while (m_shown.size() < items.size() && m_budget > 0) {
        m_shown << Shown{items[m_shown.size()].id};
        render(m_shown.size() - 1, true);
        renderOutput(m_shown.size() - 1);
    }
    m_isWriting = false;
    if (m_budget <= 0)
        refresh();
    if (m_isFollowing)
        toEnd();
    else
        scrolled();
}

int ActivityView::firstBlock(qsizetype index) const
{
    int after = 0; // what changes is near the end
    for (qsizetype i = index; i < m_shown.size(); ++i)
        after += m_shown[i].blocks;
    return blockCount() - after;
}

void ActivityView::removeFrom(qsizetype index)
{
    if (index >= m_shown.size())
        return;
    const int first = firstBlock(index);
    QTextCursor cursor(document()->findBlockByNumber(first));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    if (first > 0) {
        cursor.setPosition(document()->findBlockByNumber(first).position() - 1);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    }
    cursor.removeSelectedText();
    if (first == 0)
        cursor.block().setUserData(nullptr);
    m_shown.resize(index);
}

void ActivityView::write(QTextCursor &cursor, const QList<ActivityLine> &lines, bool beginsBlock)
{
    for (const ActivityLine &line : lines) {
        QTextBlockFormat format;
        if (line.back.isValid())
            format.setBackground(line.back);
        const QTextCharFormat letters = line.pieces.isEmpty() ? QTextCharFormat() : line.pieces.first().format;
        if (beginsBlock) {
            cursor.insertBlock(format, letters);
        } else {
            cursor.setBlockFormat(format);
            cursor.setBlockCharFormat(letters);
        }
        beginsBlock = true;
        for (const ActivityLine::Piece &piece : line.pieces)
            cursor.insertText(piece.text, piece.format);
        --m_budget;
    }
}

void ActivityView::render(qsizetype index, bool isNew)
{
    const ActivityItem &item = m_activity->items()[index];
    Shown &shown = m_shown[index];
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    const bool isFirst = isNew && index == 0;
    if (isNew) {
        cursor.movePosition(QTextCursor::End);
    } else {
        const int first = firstBlock(index);
        cursor.setPosition(document()->findBlockByNumber(first).position());
        const QTextBlock last = document()->findBlockByNumber(first + shown.blocks - 1);
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }
    const bool open = isOpen(item);
    const int columns = qMax(40, viewport()->width() / qMax(1, QFontMetrics(codeFont()).horizontalAdvance(u'0')) - 8);
    const QList<ActivityLine> lines = ActivityText(coloursOf(palette())).lines(item, open, columns);
    write(cursor, lines, isNew && !isFirst);
    QTextBlock block = cursor.block();
    for (qsizetype i = lines.size() - 1; i >= 0; --i, block = block.previous())
        block.setUserData(new ActivityMark(item.id, lines[i].role, lines[i].extra));
    cursor.endEditBlock();
    shown.revision = item.revision;
    shown.blocks = int(lines.size());
    shown.outputLines = 0;
    shown.isOutputOpen = false;
    if (open && item.skippedFrom > 0)
        Q_EMIT outputWanted(item.commandId);
}

void ActivityView::renderOutput(qsizetype index)
{
    const ActivityItem &item = m_activity->items()[index];
    Shown &shown = m_shown[index];
    if (!item.output || !isOpen(item))
        return;
    const TerminalOutput &output = *item.output;
    if (shown.outputLines == output.count() && !shown.isOutputOpen)
        return;
    if (shown.outputLines == 0 && !output.isEmpty() && shown.blocks > 0 && item.skippedFrom == 0) {
        // "No output yet" has had its time.
        const ActivityMark *mark =
            static_cast<ActivityMark *>(document()->findBlockByNumber(firstBlock(index) + shown.blocks - 1).userData());
        if (mark && mark->role == ActivityLine::Role::Body && item.footnote.isEmpty()
            && item.kind == ActivityItem::Kind::Command)
            render(index, false);
    }
    const int last = firstBlock(index) + shown.blocks - 1;
    QTextCursor cursor(document()->findBlockByNumber(last));
    cursor.beginEditBlock();
    if (shown.isOutputOpen) { // the last line is another one by now
        cursor.select(QTextCursor::BlockUnderCursor);
        cursor.removeSelectedText();
        --shown.blocks;
        --shown.outputLines;
    }
    cursor.movePosition(QTextCursor::EndOfBlock);
    const ActivityText text(coloursOf(palette()));
    while (shown.outputLines < output.count() && m_budget > 0) {
        write(cursor, {text.outputLine(output, shown.outputLines)}, true);
        cursor.block().setUserData(new ActivityMark(item.id, ActivityLine::Role::Output, {}));
        ++shown.outputLines;
        ++shown.blocks;
    }
    shown.isOutputOpen = output.isOpen() && shown.outputLines == output.count();
    cursor.endEditBlock();
}

const ActivityItem *ActivityView::itemAt(const QTextBlock &block, ActivityLine::Role *role) const
{
    const auto *mark = static_cast<ActivityMark *>(block.userData());
    if (!mark || !m_activity)
        return nullptr;
    if (role)
        *role = mark->role;
    return m_activity->find(mark->item);
}

void ActivityView::activate(const QTextBlock &block)
{
    ActivityLine::Role role{};
    const ActivityItem *item = itemAt(block, &role);
    if (!item)
        return;
    if (role == ActivityLine::Role::File)
        return Q_EMIT fileChosen(static_cast<ActivityMark *>(block.userData())->extra);
    if (role != ActivityLine::Role::Head || !item->canOpen())
        return;
    if (!m_turned.remove(item->id))
        m_turned.insert(item->id);
    const auto shown =
        std::find_if(m_shown.begin(), m_shown.end(), [&](const Shown &one) { return one.id == item->id; });
    if (shown == m_shown.end())
        return;
    m_isWriting = true;
    m_budget = linesAtOnce;
    const int first = firstBlock(shown - m_shown.begin());
    render(shown - m_shown.begin(), false);
    renderOutput(shown - m_shown.begin());
    setTextCursor(QTextCursor(document()->findBlockByNumber(first + 1)));
    m_isWriting = false;
    refresh();
}

void ActivityView::step(int by)
{
    QTextBlock block = textCursor().block();
    ActivityLine::Role role{};
    do {
        block = by > 0 ? block.next() : block.previous();
        role = ActivityLine::Role::Space;
        itemAt(block, &role);
    } while (block.isValid() && role != ActivityLine::Role::Head);
    if (block.isValid())
        setTextCursor(QTextCursor(block));
}

void ActivityView::setFollowing(bool isFollowing)
{
    if (isFollowing)
        toEnd();
    if (std::exchange(m_isFollowing, isFollowing) != isFollowing)
        Q_EMIT followingChanged(isFollowing);
}

void ActivityView::toEnd()
{
    m_isWriting = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_isWriting = false;
}

void ActivityView::scrolled()
{
    if (m_isWriting)
        return;
    const QScrollBar *bar = verticalScrollBar();
    const bool isAtEnd = bar->value() >= bar->maximum() - 1;
    if (m_isFollowing != isAtEnd && (m_isFollowing || isAtEnd)) {
        m_isFollowing = isAtEnd;
        Q_EMIT followingChanged(isAtEnd);
    }
    if (bar->maximum() - bar->value() < nearEnd)
        Q_EMIT endNeared();
}

} // namespace mergeloom

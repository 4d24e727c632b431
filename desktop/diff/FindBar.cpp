#include "desktop/diff/FindBar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace mergeloom {

FindBar::FindBar(QWidget *parent) : QWidget(parent), m_field(new QLineEdit(this)), m_count(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    m_field->setPlaceholderText(tr("Find in this diff"));
    m_field->setAccessibleName(tr("Find in this diff"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(220);
    row->addWidget(m_field, 1);
    m_case = toggle(QStringLiteral("Aa"), tr("Match case"), QStringLiteral("Alt+C"));
    m_word = toggle(QStringLiteral("“ab”"), tr("Whole words"), QStringLiteral("Alt+W"));
    m_expression = toggle(QStringLiteral(".*"), tr("Regular expression"), QStringLiteral("Alt+R"));
    for (QToolButton *one : {m_case, m_word, m_expression})
        row->addWidget(one);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(99999).arg(99999)));
    m_count->setAccessibleName(tr("Places found"));
    row->addWidget(m_count);
    QToolButton *previous = button(QStringLiteral("↑"), tr("Previous place (Shift F3)"));
    QToolButton *next = button(QStringLiteral("↓"), tr("Next place (F3)"));
    QToolButton *close = button(QStringLiteral("✕"), tr("Close the find bar (Escape)"));
    for (QToolButton *one : {previous, next, close})
        row->addWidget(one);
    row->addStretch(1);

    connect(previous, &QToolButton::clicked, this, &FindBar::previousWanted);
    connect(next, &QToolButton::clicked, this, &FindBar::nextWanted);
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::changed);
    for (QToolButton *one : {m_case, m_word, m_expression})
        connect(one, &QToolButton::toggled, this, &FindBar::changed);
}

QToolButton *FindBar::button(const QString &text, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setAutoRaise(true);
    return button;
}

QToolButton *FindBar::toggle(const QString &text, const QString &name, const QString &shortcut)
{
    QToolButton *made = button(text, name);
    made->setCheckable(true);
    made->setShortcut(QKeySequence(shortcut));
    made->setToolTip(tr("%1 (%2)").arg(name, made->shortcut().toString(QKeySequence::NativeText)));
    return made;
}

FindQuery FindBar::query() const
{
    return {m_field->text(), m_case->isChecked(), m_word->isChecked(), m_expression->isChecked()};
}

void FindBar::open(const QString &text)
{
    show();
    if (!text.isEmpty() && !text.contains(QLatin1Char('\n')))
        m_field->setText(text);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::showCount(qsizetype current, qsizetype count, const QString &notice)
{
    if (!notice.isEmpty() || m_field->text().isEmpty())
        m_count->setText(notice);
    else if (count == 0)
        m_count->setText(tr("Not found"));
    else
        m_count->setText(
            current < 0 ? tr("%n place(s)", nullptr, int(count)) : tr("%1 of %2").arg(current + 1).arg(count));
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->modifiers().testFlag(Qt::ShiftModifier) ? Q_EMIT previousWanted() : Q_EMIT nextWanted();
    else
        QWidget::keyPressEvent(event);
}

} // namespace mergeloom

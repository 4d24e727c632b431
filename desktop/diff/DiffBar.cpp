#include "desktop/diff/DiffBar.h"

#include "desktop/widgets/Icons.h"
#include "desktop/widgets/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace mergeloom {

DiffBar::DiffBar(QWidget *parent)
    : QWidget(parent), previous(action("chevron-up", tr("Previous change"), Qt::SHIFT | Qt::Key_F8)),
      next(action("chevron-down", tr("Next change"), Qt::Key_F8)),
      find(action("search", tr("Find"), QKeySequence::Find)),
      wrap(action("text-wrap", tr("Wrap long lines"), Qt::ALT | Qt::Key_Z)),
      save(action("download", tr("Save as patch…"), QKeySequence::Save)), m_arrangement(new QComboBox(this)),
      m_whitespace(new QComboBox(this)), m_position(new QLabel(this))
{
    wrap->setCheckable(true);
    m_arrangement->addItems({tr("Automatic"), tr("Side by side"), tr("Unified")});
    m_arrangement->setAccessibleName(tr("Arrangement"));
    m_arrangement->setToolTip(tr("Arrangement of the two sides (Ctrl+D)"));
    m_whitespace->addItems({tr("All white space counts"), tr("Not at line ends"), tr("Not its amount"),
        tr("No white space counts"), tr("No empty lines")});
    m_whitespace->setAccessibleName(tr("White space"));
    m_whitespace->setToolTip(tr("Which white space makes a difference (Ctrl+I)"));
    m_position->setTextFormat(Qt::PlainText);
    m_position->setAccessibleName(tr("Place among the changes"));
    setLook(m_position, "soft");

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(4);
    const auto button = [this, row](QAction *action) {
        auto *made = new QToolButton(this);
        made->setDefaultAction(action);
        made->setAutoRaise(true);
        made->setIconSize(QSize(16, 16));
        made->setAccessibleName(action->text());
        made->setFocusPolicy(Qt::TabFocus);
        row->addWidget(made);
    };
    button(previous);
    button(next);
    row->addSpacing(4);
    row->addWidget(m_position);
    row->addStretch(1);
    row->addWidget(m_arrangement);
    row->addWidget(m_whitespace);
    row->addSpacing(4);
    button(wrap);
    button(find);
    button(save);

    connect(m_arrangement, &QComboBox::currentIndexChanged, this, &DiffBar::optionsChanged);
    connect(m_whitespace, &QComboBox::currentIndexChanged, this, &DiffBar::optionsChanged);
    connect(wrap, &QAction::toggled, this, &DiffBar::optionsChanged);
}

QAction *DiffBar::action(const char *icon, const QString &name, const QKeySequence &shortcut)
{
    auto *made = new QAction(lineIcon(QLatin1String(icon)), name, this);
    made->setShortcut(shortcut);
    made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    made->setToolTip(tr("%1 (%2)").arg(name, made->shortcut().toString(QKeySequence::NativeText)));
    return made;
}

ArrangementChoice DiffBar::arrangement() const { return ArrangementChoice(m_arrangement->currentIndex()); }

void DiffBar::setArrangement(ArrangementChoice choice) { m_arrangement->setCurrentIndex(int(choice)); }

Whitespace DiffBar::whitespace() const { return Whitespace(m_whitespace->currentIndex()); }

void DiffBar::setWhitespace(Whitespace mode) { m_whitespace->setCurrentIndex(int(mode)); }

void DiffBar::showPosition(qsizetype change, qsizetype count)
{
    if (count == 0)
        m_position->clear();
    else
        m_position->setText(
            change < 0 ? tr("%n change(s)", nullptr, int(count)) : tr("Change %1 of %2").arg(change + 1).arg(count));
}

void DiffBar::say(const QString &text) { m_position->setText(text); }

} // namespace mergeloom

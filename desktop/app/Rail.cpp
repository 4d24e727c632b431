#include "desktop/app/Rail.h"

#include "desktop/pages/PageRegistry.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/Theme.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

constexpr int openWidth = 184;
constexpr int foldedWidth = 52;

} // namespace

Rail::Rail(QWidget *parent) : QFrame(parent), m_group(new QButtonGroup(this))
{
    setLook(this, "rail");
    setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 8);
    layout->setSpacing(2);
    RailPlace group = RailPlace::Work;
    int number = 0;
    for (const PageRow &row : pageRows()) {
        if (!row.isInRail())
            continue;
        if (row.rail != group)
            layout->addSpacing(16);
        group = row.rail;
        QToolButton *button = addButton(QString::fromLatin1(row.icon), row.shownTitle());
        button->setCheckable(true);
        button->setProperty("page", QString::fromLatin1(row.id));
        ++number;
        button->setToolTip(number <= 9 ? tr("%1 (Ctrl %2)").arg(row.shownTitle()).arg(number) : row.shownTitle());
        m_group->addButton(button);
        layout->addWidget(button);
        connect(
            button, &QToolButton::clicked, this, [this, id = QString::fromLatin1(row.id)] { Q_EMIT pageChosen(id); });
    }
    layout->addStretch(1);
    m_fold = addButton(QStringLiteral("panel-left-close"), tr("Fold"));
    connect(m_fold, &QToolButton::clicked, this, &Rail::foldWanted);
    layout->addWidget(m_fold);
    setWidth(Width::Open);
}

QToolButton *Rail::addButton(const QString &icon, const QString &text)
{
    auto *button = new QToolButton(this);
    setLook(button, "rail");
    button->setIcon(lineIcon(icon));
    button->setIconSize({16, 16});
    button->setText(u' ' + text); // the style leaves no room after the icon
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_buttons << button;
    return button;
}

void Rail::showPage(const QString &id)
{
    m_group->setExclusive(false);
    for (QAbstractButton *button : m_group->buttons())
        button->setChecked(button->property("page").toString() == id);
    m_group->setExclusive(true);
}

void Rail::setWidth(Width width)
{
    m_width = width;
    const bool isOpen = width == Width::Open;
    setFixedWidth(isOpen ? openWidth : foldedWidth);
    for (QToolButton *button : m_buttons)
        button->setToolButtonStyle(isOpen ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_fold->setIcon(lineIcon(isOpen ? QStringLiteral("panel-left-close") : QStringLiteral("panel-left-open")));
    const QString word = isOpen ? tr("Fold") : tr("Unfold");
    m_fold->setText(u' ' + word);
    m_fold->setAccessibleName(word);
    m_fold->setToolTip(word);
}

} // namespace mergeloom

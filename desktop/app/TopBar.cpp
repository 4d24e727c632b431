#include "desktop/app/TopBar.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace mergeloom {

namespace {

/// A name in a menu or on a button, where `&` would make a mnemonic.
QString menuText(const QString &name) { return shownLine(name).replace(u'&', QStringLiteral("&&")); }

} // namespace

TopBar::TopBar(Workers &workers, QWidget *parent) : QFrame(parent), m_workers(workers)
{
    setLook(this, "top");
    m_back = addButton(QStringLiteral("arrow-left"), tr("Back"));
    m_forward = addButton(QStringLiteral("arrow-right"), tr("Forward"));
    m_worker = addButton(QStringLiteral("server"), tr("Worker"));
    m_worker->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_worker->setPopupMode(QToolButton::InstantPopup);
    m_workerMenu = new QMenu(m_worker);
    m_worker->setMenu(m_workerMenu);
    connect(m_workerMenu, &QMenu::aboutToShow, this, &TopBar::fillWorkers);
    auto *search = addButton(QStringLiteral("search"), tr("Search or go to …"));
    setLook(search, "search");
    search->setText(u' ' + tr("Search or go to …   Ctrl K"));
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    search->setMinimumWidth(120);
    m_theme = addButton(QStringLiteral("monitor"), tr("Theme"));
    auto *more = addButton(QStringLiteral("ellipsis"), tr("Menu"));
    more->setPopupMode(QToolButton::InstantPopup);
    m_menu = new QMenu(more);
    more->setMenu(m_menu);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addWidget(m_back);
    layout->addWidget(m_forward);
    layout->addSpacing(8);
    layout->addWidget(m_worker);
    layout->addStretch(1);
    layout->addWidget(search);
    layout->addStretch(1);
    layout->addWidget(m_theme);
    layout->addWidget(more);
    connect(m_back, &QToolButton::clicked, this, &TopBar::backWanted);
    connect(m_forward, &QToolButton::clicked, this, &TopBar::forwardWanted);
    connect(search, &QToolButton::clicked, this, &TopBar::paletteWanted);
    connect(m_theme, &QToolButton::clicked, this, &TopBar::themeWanted);
    connect(&workers, &Workers::stateChanged, this, [this] { showWorker(m_shown); });
    connect(&workers, &Workers::renamed, this, [this] { showWorker(m_shown); });
    setWays(NoWay);
}

QToolButton *TopBar::addButton(const QString &icon, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setIcon(lineIcon(icon));
    button->setIconSize({16, 16});
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

void TopBar::setWays(Ways ways)
{
    m_back->setEnabled(ways.testFlag(Back));
    m_forward->setEnabled(ways.testFlag(Forward));
}

void TopBar::showWorker(Worker *worker)
{
    m_shown = worker;
    if (!worker) {
        m_worker->setIcon(lineIcon(QStringLiteral("server-off")));
        m_worker->setText(u' ' + tr("No worker"));
        m_worker->setAccessibleName(tr("No worker; opens the list of workers"));
        return;
    }
    qsizetype away = 0;
    for (const Worker *each : m_workers.all())
        away += each != worker && each->state() != Worker::State::Online ? 1 : 0;
    QString text = menuText(worker->name());
    if (worker->state() != Worker::State::Online)
        text += QStringLiteral(" · ") + stateWord(worker->state());
    if (away > 0)
        text += QStringLiteral(" · ") + tr("%n other(s) not online", nullptr, int(away));
    m_worker->setIcon(stateDot(worker->state()));
    m_worker->setText(u' ' + text);
    m_worker->setAccessibleName(
        tr("Worker %1, %2; opens the list of workers").arg(shownLine(worker->name()), stateWord(worker->state())));
    m_worker->setToolTip(shownToolTip(worker->stateText().isEmpty() ? worker->connection().url : worker->stateText()));
}

void TopBar::fillWorkers()
{
    m_workerMenu->clear();
    for (Worker *worker : m_workers.all()) {
        const QString name = menuText(worker->name());
        QAction *action = m_workerMenu->addAction(stateDot(worker->state()),
            worker->state() == Worker::State::Online ? name
                                                     : QStringLiteral("%1 · %2").arg(name, stateWord(worker->state())));
        action->setCheckable(true);
        action->setChecked(worker == m_shown);
        connect(action, &QAction::triggered, this, [this, id = worker->id()] { Q_EMIT workerChosen(id); });
    }
    m_workerMenu->addSeparator();
    connect(m_workerMenu->addAction(lineIcon(QStringLiteral("plus")), tr("Add a worker …")), &QAction::triggered, this,
        &TopBar::addWanted);
    connect(m_workerMenu->addAction(lineIcon(QStringLiteral("settings")), tr("Connections …")), &QAction::triggered,
        this, &TopBar::connectionsWanted);
}

void TopBar::showTheme(ThemeChoice choice)
{
    const QString word = choice == ThemeChoice::System ? tr("as the system")
        : choice == ThemeChoice::Light                 ? tr("light")
                                                       : tr("dark");
    m_theme->setIcon(lineIcon(choice == ThemeChoice::System ? QStringLiteral("monitor")
            : choice == ThemeChoice::Light                  ? QStringLiteral("sun")
                                                            : QStringLiteral("moon")));
    m_theme->setAccessibleName(tr("Theme: %1. Change").arg(word));
    m_theme->setToolTip(tr("Theme: %1").arg(word));
}

} // namespace mergeloom

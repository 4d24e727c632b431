#include "desktop/app/MainWindow.h"

#include "desktop/app/CommandPalette.h"
#include "desktop/app/HelpWindow.h"
#include "desktop/app/PageHost.h"
#include "desktop/app/Rail.h"
#include "desktop/app/ShortcutSheet.h"
#include "desktop/app/StateBanner.h"
#include "desktop/app/TopBar.h"
#include "desktop/app/Tray.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QResizeEvent>
#include <QToolButton>

namespace mergeloom {

namespace {

constexpr QSize firstSize{1280, 820};
constexpr QSize smallestSize{560, 420};
constexpr int railFoldsUnder = 1000;
constexpr int mostNumbered = 9;

ThemeChoice themeOf(const QString &word)
{
    return word == u"dark" ? ThemeChoice::Dark : word == u"light" ? ThemeChoice::Light : ThemeChoice::System;
}

QString themeWord(ThemeChoice choice)
{
    return choice == ThemeChoice::Dark ? QStringLiteral("dark")
        : choice == ThemeChoice::Light ? QStringLiteral("light")
                                       : QStringLiteral("system");
}

} // namespace

MainWindow::MainWindow(Workers &workers, TokenStore &tokens, KeptSettings &settings, Theme &theme, QWidget *parent)
    : QMainWindow(parent), m_workers(workers), m_settings(settings), m_theme(theme)
{
    setMinimumSize(smallestSize);
    m_desk = new ConnectionDesk(workers, tokens, this);
    m_notices = new RunNotices(workers, this);
    m_tray = new Tray(workers, *m_notices, this);
    makeParts();
    makeActions();
    connectParts();
    restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeParts()
{
    auto *middle = new QWidget(this);
    m_rail = new Rail(middle);
    m_top = new TopBar(m_workers, middle);
    m_banner = new StateBanner(middle);
    m_host = new PageHost(m_workers, middle);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_top);
    right->addWidget(m_banner);
    right->addWidget(m_host, 1);
    auto *layout = new QHBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(right, 1);
    setCentralWidget(middle);
}

QAction *MainWindow::addKey(
    const QString &text, const QString &icon, const QKeySequence &key, std::function<void()> act)
{
    auto *action = new QAction(icon.isEmpty() ? QIcon() : lineIcon(icon), text, this);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    m_keys << action;
    return action;
}

void MainWindow::makeActions()
{
    addKey(tr("Search and commands"), QStringLiteral("search"), QKeySequence(Qt::CTRL | Qt::Key_K),
        [this] { showPalette(); });
    addKey(tr("Help"), QStringLiteral("circle-question-mark"), QKeySequence(Qt::Key_F1), [this] { showHelp(); });
    addKey(tr("Keys"), QStringLiteral("keyboard"), QKeySequence(Qt::Key_Question), [this] { showKeys(); });
    addKey(tr("Reload"), QStringLiteral("refresh-cw"), QKeySequence(Qt::Key_F5), [this] { m_host->reload(); });
    addKey(tr("Back"), QStringLiteral("arrow-left"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { m_host->back(); });
    addKey(tr("Forward"), QStringLiteral("arrow-right"), QKeySequence(Qt::ALT | Qt::Key_Right),
        [this] { m_host->forward(); });
    addKey(tr("Add a worker …"), QStringLiteral("plus"), {}, [this] { m_desk->add(); });
    addKey(tr("Connections …"), QStringLiteral("server"), {}, [this] { m_desk->showAll(); });
    addKey(tr("Change the theme"), QStringLiteral("moon"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T),
        [this] { nextTheme(); });
    addKey(tr("Fold or unfold the pages"), QStringLiteral("panel-left-close"), QKeySequence(Qt::CTRL | Qt::Key_B),
        [this] { foldRail(); });
    m_notify = addKey(tr("Notifications"), QStringLiteral("bell"), {}, [this] {
        setNotifications(m_settings.memory().notifications == u"on" ? QStringLiteral("off") : QStringLiteral("on"));
    });
    m_notify->setCheckable(true);
    addKey(tr("About MergeLoom"), QStringLiteral("info"), {}, [this] { showAbout(); });
    addKey(tr("Quit"), QStringLiteral("x"), QKeySequence(Qt::CTRL | Qt::Key_Q), [] { QApplication::quit(); });
    m_top->menu()->addActions(m_keys);
    makePageActions();
}

void MainWindow::makePageActions()
{
    int number = 0;
    for (const PageRow &row : pageRows()) {
        if (!row.isInRail() || ++number > mostNumbered)
            continue;
        auto *action = new QAction(row.shownTitle(), this);
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)));
        connect(action, &QAction::triggered, this, [this, id = QString::fromLatin1(row.id)] { go({id, {}, {}}); });
        addAction(action);
    }
}

void MainWindow::connectParts()
{
    connect(m_rail, &Rail::pageChosen, this, [this](const QString &id) { go({id, {}, {}}); });
    connect(m_rail, &Rail::foldWanted, this, &MainWindow::foldRail);
    connect(m_top, &TopBar::backWanted, m_host, &PageHost::back);
    connect(m_top, &TopBar::forwardWanted, m_host, &PageHost::forward);
    connect(m_top, &TopBar::workerChosen, this, [this](const QString &id) { go({m_host->place().page, {}, id}); });
    connect(m_top, &TopBar::addWanted, m_desk, &ConnectionDesk::add);
    connect(m_top, &TopBar::connectionsWanted, m_desk, &ConnectionDesk::showAll);
    connect(m_top, &TopBar::paletteWanted, this, &MainWindow::showPalette);
    connect(m_top, &TopBar::themeWanted, this, &MainWindow::nextTheme);
    connect(m_host, &PageHost::placeShown, this, &MainWindow::showPlace);
    connect(m_desk, &ConnectionDesk::added, this, [this](const QString &id) { go({{}, {}, id}); });
    for (const StateButtons *buttons : {m_banner->buttons(), m_host->stateView()->buttons()}) {
        connect(buttons, &StateButtons::changeWanted, m_desk, &ConnectionDesk::change);
        connect(buttons, &StateButtons::trustWanted, m_desk, &ConnectionDesk::trust);
        connect(buttons, &StateButtons::messagesWanted, m_desk, &ConnectionDesk::showMessages);
    }
    connect(m_host->stateView(), &StateView::addWanted, m_desk, &ConnectionDesk::add);
    connect(m_host->stateView(), &StateView::addLocalWanted, m_desk, &ConnectionDesk::addLocal);
    connect(&m_workers, &Workers::stateChanged, this, &MainWindow::showPlace);
    connect(&m_workers, &Workers::renamed, this, &MainWindow::showPlace);
    connect(&m_theme, &Theme::changed, this, &MainWindow::showPlace);
    connect(m_tray, &Tray::placeWanted, this, &MainWindow::go);
    connect(m_tray, &Tray::windowWanted, this, &MainWindow::raiseWindow);
    connect(m_tray, &Tray::quitWanted, this, [] { QApplication::quit(); });
    connect(m_tray, &Tray::notificationsWanted, this, &MainWindow::setNotifications);
}

void MainWindow::restore()
{
    const AppMemory memory = m_settings.memory(); // a copy: what is shown on the way is remembered too
    m_theme.choose(themeOf(memory.theme));
    m_top->showTheme(m_theme.choice());
    m_notify->setChecked(memory.notifications == u"on");
    m_tray->setNotifications(memory.notifications);
    if (!restoreGeometry(QByteArray::fromBase64(memory.windowGeometry.toLatin1())))
        resize(firstSize);
    m_rail->setWidth(memory.rail == u"folded" || width() < railFoldsUnder ? Rail::Width::Folded : Rail::Width::Open);
    m_host->go({memory.page, memory.argument, memory.workerId});
    if (!m_settings.problem().isEmpty())
        m_desk->say(tr("Settings"), m_settings.problem());
}

void MainWindow::go(const Place &place) { m_host->go(place); }

void MainWindow::showPlace()
{
    const Place place = m_host->place();
    Worker *worker = m_host->worker();
    const PageRow *row = pageRow(place.page);
    const QString title = m_host->page() ? m_host->page()->title() : row ? row->shownTitle() : QString();
    setWindowTitle(shownLine(worker && !title.isEmpty() ? tr("%1 · %2 · MergeLoom").arg(title, worker->name())
                                                        : QStringLiteral("MergeLoom")));
    m_top->showWorker(worker);
    m_top->setWays((m_host->canGoBack() ? TopBar::Back : TopBar::NoWay)
        | (m_host->canGoForward() ? TopBar::Forward : TopBar::NoWay));
    m_rail->setVisible(worker);
    m_rail->showPage(place.page);
    m_banner->showWorker(m_host->page() ? worker : nullptr, m_host->page());
    if (!m_host->page())
        m_host->stateView()->showWorker(worker);
    if (!worker)
        return;
    m_settings.change([&](AppMemory &memory) {
        memory.workerId = place.workerId;
        memory.page = place.page;
        memory.argument = place.argument;
    });
}

void MainWindow::showPalette()
{
    QList<QAction *> actions = m_keys;
    for (QAction *action : m_host->page() ? m_host->page()->findChildren<QAction *>() : QList<QAction *>())
        if (!action->shortcut().isEmpty())
            actions.prepend(action); // what this page can do
    auto *palette = new CommandPalette(m_workers, m_host->worker(), actions, this);
    connect(palette, &CommandPalette::placeChosen, this, [this](Place place) {
        if (place.page.isEmpty()) // a worker
            place.page = m_host->place().page;
        go(place);
    });
    palette->show();
}

void MainWindow::showKeys()
{
    const QList<QAction *> ofPage = m_host->page() ? m_host->page()->findChildren<QAction *>() : QList<QAction *>();
    auto *sheet = new ShortcutSheet(actions(), ofPage, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showHelp()
{
    if (!m_help) {
        m_help = new HelpWindow(this);
        connect(m_help, &HelpWindow::placeWanted, this, [this](const Place &place) {
            go(place);
            raiseWindow();
        });
    }
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::showAbout()
{
    const Worker *worker = m_host->worker();
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About MergeLoom"),
        tr("MergeLoom %1, desktop app\nQt %2\n\nFree software under the GNU General Public License, version 3 or later. "
           "Icons: Lucide (ISC licence).")
            .arg(QStringLiteral(MERGELOOM_VERSION), QString::fromLatin1(qVersion())),
        QMessageBox::Close, this);
    box->setTextFormat(Qt::PlainText);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    if (worker && !worker->identity().version.isEmpty())
        box->setInformativeText(shownLine(tr("%1 is of version %2; you are %3 (%4) there.")
                                              .arg(worker->name(), worker->identity().version, worker->identity().name,
                                                  enumName(worker->identity().role))));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::nextTheme()
{
    const ThemeChoice next = m_theme.choice() == ThemeChoice::System ? ThemeChoice::Light
        : m_theme.choice() == ThemeChoice::Light                     ? ThemeChoice::Dark
                                                                     : ThemeChoice::System;
    m_settings.change([&](AppMemory &memory) { memory.theme = themeWord(next); });
    m_theme.choose(next);
    m_top->showTheme(next);
}

void MainWindow::setNotifications(const QString &onOrOff)
{
    m_settings.change([&](AppMemory &memory) { memory.notifications = onOrOff; });
    m_notify->setChecked(onOrOff == u"on");
    m_tray->setNotifications(onOrOff);
}

void MainWindow::foldRail()
{
    const bool isOpen = m_rail->width() == Rail::Width::Open;
    m_rail->setWidth(isOpen ? Rail::Width::Folded : Rail::Width::Open);
    m_settings.change(
        [&](AppMemory &memory) { memory.rail = isOpen ? QStringLiteral("folded") : QStringLiteral("open"); });
}

void MainWindow::raiseWindow()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

bool MainWindow::event(QEvent *event)
{
    const bool isDone = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !std::exchange(m_isPainted, true))
        QMetaObject::invokeMethod(this, &MainWindow::painted, Qt::QueuedConnection);
    return isDone;
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const bool isNarrow = event->size().width() < railFoldsUnder;
    const bool wasNarrow = event->oldSize().isValid() && event->oldSize().width() < railFoldsUnder;
    if (isNarrow != wasNarrow)
        m_rail->setWidth(isNarrow || m_settings.memory().rail == u"folded" ? Rail::Width::Folded : Rail::Width::Open);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.change(
        [&](AppMemory &memory) { memory.windowGeometry = QString::fromLatin1(saveGeometry().toBase64()); });
    QMainWindow::closeEvent(event);
}

} // namespace mergeloom

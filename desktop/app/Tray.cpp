#include "desktop/app/Tray.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QGuiApplication>
#include <QMenu>

namespace mergeloom {

namespace {

constexpr int shownForMs = 10'000;
constexpr qsizetype longestNotice = 200;

} // namespace

Tray::Tray(Workers &workers, RunNotices &notices, QObject *parent)
    : QObject(parent), m_workers(workers), m_menu(std::make_unique<QMenu>())
{
    m_icon.setIcon(QGuiApplication::windowIcon());
    m_icon.setContextMenu(m_menu.get());
    connect(m_menu.get(), &QMenu::aboutToShow, this, &Tray::fillMenu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT windowWanted();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] { open(m_lastPlace); });
    connect(&m_desktop, &DesktopNotices::clicked, this, &Tray::open);
    const auto tell = [this] { m_icon.setToolTip(shownToolTip(summary())); };
    connect(&m_workers, &Workers::stateChanged, this, tell);
    connect(&m_workers, &Workers::added, this, tell);
    connect(&notices, &RunNotices::noticed, this, &Tray::show);
    tell();
    fillMenu();
    m_icon.show(); // in a tray that comes later, too
}

Tray::~Tray() { m_icon.hide(); }

void Tray::setNotifications(const QString &onOrOff) { m_notifications = onOrOff; }

QString Tray::summary() const
{
    qsizetype online = 0;
    for (const Worker *worker : m_workers.all())
        online += worker->state() == Worker::State::Online ? 1 : 0;
    return tr("MergeLoom · %1 of %2 workers online").arg(online).arg(m_workers.all().size());
}

void Tray::fillMenu()
{
    m_menu->clear();
    connect(m_menu->addAction(tr("Open MergeLoom")), &QAction::triggered, this, &Tray::windowWanted);
    m_menu->addSeparator();
    for (const Worker *worker : m_workers.all()) {
        QAction *action = m_menu->addAction(stateDot(worker->state()),
            shownLine(QStringLiteral("%1 · %2").arg(worker->name(), stateWord(worker->state())))
                .replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, place = Place{{}, {}, worker->id()}] { open(place); });
    }
    m_menu->addSeparator();
    QAction *notify = m_menu->addAction(tr("Notifications"));
    notify->setCheckable(true);
    notify->setChecked(m_notifications == u"on");
    connect(notify, &QAction::triggered, this,
        [this](bool isOn) { Q_EMIT notificationsWanted(isOn ? QStringLiteral("on") : QStringLiteral("off")); });
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, this, &Tray::quitWanted);
}

void Tray::open(const Place &place)
{
    Q_EMIT windowWanted();
    Q_EMIT placeWanted(place);
}

void Tray::show(const QString &title, const QString &text, const Place &place, Tone tone)
{
    if (m_notifications != u"on")
        return;
    const QString head = shownLine(title).left(longestNotice);
    const QString body = shownLine(text).left(longestNotice);
    m_desktop.show(head, body, place, tone, [=, this] { showBalloon(head, body, place, tone); });
}

void Tray::showBalloon(const QString &title, const QString &text, const Place &place, Tone tone)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_lastPlace = place;
    const QSystemTrayIcon::MessageIcon sign = tone == Tone::Failed ? QSystemTrayIcon::Critical
        : tone == Tone::Waiting                                    ? QSystemTrayIcon::Warning
                                                                   : QSystemTrayIcon::Information;
    m_icon.showMessage(title, text.toHtmlEscaped(), sign, shownForMs);
}

} // namespace mergeloom

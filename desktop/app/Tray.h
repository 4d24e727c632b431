#pragma once

#include "desktop/app/DesktopNotices.h"
#include "desktop/app/RunNotices.h"

#include <QSystemTrayIcon>

class QMenu;

namespace mergeloom {

/// The app in the system tray, where and as soon as there is one: how its workers are. And notices of runs, tray or not, which
/// can be switched off.
class Tray : public QObject
{
    Q_OBJECT

public:
    Tray(Workers &workers, RunNotices &notices, QObject *parent = nullptr);
    ~Tray() override;

    void setNotifications(const QString &onOrOff);
    /// What the tray would say by now; for its tooltip and for tests.
    QString summary() const;

Q_SIGNALS:
    void placeWanted(const Place &place);
    void windowWanted();
    void quitWanted();
    void notificationsWanted(const QString &onOrOff);

private:
    void fillMenu();
    void show(const QString &title, const QString &text, const Place &place, Tone tone);
    void showBalloon(const QString &title, const QString &text, const Place &place, Tone tone);
    void open(const Place &place);

    Workers &m_workers;
    QSystemTrayIcon m_icon;
    std::unique_ptr<QMenu> m_menu;
    DesktopNotices m_desktop;
    Place m_lastPlace; ///< of the newest balloon: where a click on it goes
    QString m_notifications = QStringLiteral("on");
};

} // namespace mergeloom

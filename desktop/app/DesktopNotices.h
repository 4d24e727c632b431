#pragma once

#include "desktop/pages/Page.h"
#include "desktop/widgets/Colours.h"

#include <QDBusMessage>
#include <QHash>

#include <functional>

namespace mergeloom {

/// Notices through the notification service of the desktop (org.freedesktop.Notifications 1.2), of which each knows where a
/// click on it leads. QSystemTrayIcon::showMessage() of Qt 6.4 uses that service only with a tray of D-Bus, and there a click
/// is not told.
class DesktopNotices : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotices(QObject *parent = nullptr);

    /// Plain text. `refused`: no service took it.
    void show(const QString &title, const QString &text, const Place &place, Tone tone, std::function<void()> refused);

Q_SIGNALS:
    void clicked(const Place &place);

private Q_SLOTS:
    void takeAction(uint id, const QString &action);
    void takeEnd(uint id, uint reason);

private:
    void ask(const QDBusMessage &call, std::function<void(const QDBusMessage &reply)> done);

    QHash<uint, Place> m_places; ///< by the ids of what is shown
};

} // namespace mergeloom

#include "desktop/app/DesktopNotices.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QVariantMap>

namespace mergeloom {

namespace {

constexpr QLatin1StringView noticeService("org.freedesktop.Notifications");
constexpr QLatin1StringView noticePath("/org/freedesktop/Notifications");
constexpr QLatin1StringView clickAction("default");

QDBusMessage noticeCall(const char *method)
{
    return QDBusMessage::createMethodCall(noticeService, noticePath, noticeService, QString::fromLatin1(method));
}

enum Urgency : uchar { Normal = 1, Critical = 2 };

} // namespace

DesktopNotices::DesktopNotices(QObject *parent) : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(noticeService, noticePath, noticeService, QStringLiteral("ActionInvoked"), this,
        SLOT(takeAction(uint, QString)));
    bus.connect(noticeService, noticePath, noticeService, QStringLiteral("NotificationClosed"), this,
        SLOT(takeEnd(uint, uint)));
}

void DesktopNotices::ask(const QDBusMessage &call, std::function<void(const QDBusMessage &reply)> done)
{
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [answer, done = std::move(done)] {
        answer->deleteLater();
        done(answer->reply());
    });
}

void DesktopNotices::show(
    const QString &title, const QString &text, const Place &place, Tone tone, std::function<void()> refused)
{
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("org.mergeloom.Desktop")},
        {QStringLiteral("urgency"), QVariant::fromValue<uchar>(tone == Tone::Waiting ? Critical : Normal)}};
    // Some services take a few HTML tags in the text, and say so.
    ask(noticeCall("GetCapabilities"), [=, this](const QDBusMessage &capabilities) {
        if (capabilities.type() != QDBusMessage::ReplyMessage)
            return refused();
        const bool isMarkup = capabilities.arguments().value(0).toStringList().contains(u"body-markup");
        QDBusMessage call = noticeCall("Notify");
        call << QStringLiteral("MergeLoom") << 0u << QStringLiteral("org.mergeloom.Desktop") << title
             << (isMarkup ? text.toHtmlEscaped() : text) << QStringList{clickAction, DesktopNotices::tr("Open")}
             << hints << -1;
        ask(call, [this, place, refused](const QDBusMessage &shown) {
            if (shown.type() != QDBusMessage::ReplyMessage)
                return refused();
            m_places.insert(shown.arguments().value(0).toUInt(), place);
        });
    });
}

void DesktopNotices::takeAction(uint id, const QString &action)
{
    if (action == clickAction && m_places.contains(id)) // the signal comes to all programs
        Q_EMIT clicked(m_places.value(id));
}

void DesktopNotices::takeEnd(uint id, uint) { m_places.remove(id); }

} // namespace mergeloom

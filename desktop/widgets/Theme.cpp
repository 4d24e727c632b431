#include "desktop/widgets/Theme.h"

#include "desktop/widgets/StyleSheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QMetaProperty>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QWidget>

namespace mergeloom {

Theme::Theme(QApplication &application, QObject *parent) : QObject(parent), m_application(application)
{
    m_wasSystemDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    m_application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    font.setPixelSize(14);
    QApplication::setFont(font);
    // Qt 6.5 and later say what the system wants, and when that changes.
    QStyleHints *hints = QGuiApplication::styleHints();
    const int scheme = hints->metaObject()->indexOfProperty("colorScheme");
    if (scheme >= 0)
        connect(hints, hints->metaObject()->property(scheme).notifySignal(), this,
            metaObject()->method(metaObject()->indexOfSlot("applyAgain()")));
    apply();
}

void Theme::choose(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

bool Theme::isSystemDark() const
{
    const QVariant scheme = QGuiApplication::styleHints()->property("colorScheme");
    constexpr int unknown = 0, dark = 2; // Qt::ColorScheme
    return scheme.isValid() && scheme.toInt() != unknown ? scheme.toInt() == dark : m_wasSystemDark;
}

void Theme::apply()
{
    const bool isDark = m_choice == ThemeChoice::System ? isSystemDark() : m_choice == ThemeChoice::Dark;
    const Colours &colours = isDark ? darkColours() : lightColours();
    m_isDark = isDark;
    QApplication::setPalette(paletteOf(colours));
    m_application.setStyleSheet(styleSheetOf(colours));
    Q_EMIT changed();
}

void Theme::applyAgain()
{
    if (m_choice == ThemeChoice::System && isSystemDark() != m_isDark)
        apply();
}

void setLook(QWidget *widget, const char *look)
{
    widget->setProperty("look", QString::fromLatin1(look));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(13);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace mergeloom

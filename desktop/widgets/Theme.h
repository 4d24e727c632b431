#pragma once

#include "desktop/widgets/Colours.h"

#include <QFont>
#include <QObject>

class QApplication;
class QWidget;

namespace mergeloom {

enum class ThemeChoice { System, Light, Dark };

/// Gives the application its palette, style sheet and font, and changes them at any time. Widgets ask coloursOf(palette())
/// and hear of a change by QEvent::PaletteChange.
///
/// What the style sheet knows, by the property `look` of a widget:
/// QLabel `title` (20 px), `heading` (16 px), `soft`, `faint`, `code`, `error`; QPushButton `primary`, `quiet`, `danger`;
/// QFrame `panel` (surface with a line), `sunken`, `banner`; QToolButton `rail`.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    void choose(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    bool isDark() const { return m_isDark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void applyAgain();

private:
    void apply();
    bool isSystemDark() const;

    QApplication &m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_wasSystemDark = false; ///< as the palette was before ours
    bool m_isDark = false;
};

/// Gives a widget a look that the style sheet knows.
void setLook(QWidget *widget, const char *look);
/// The system's monospace font at the size of code.
QFont codeFont();

} // namespace mergeloom

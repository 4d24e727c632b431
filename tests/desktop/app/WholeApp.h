#pragma once

#include "desktop/app/MainWindow.h"
#include "desktop/app/PageHost.h"
#include "desktop/widgets/Icons.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace mergeloom::test {

/// The app as main() puts it together, over a settings file.
struct App {
    explicit App(const QString &path)
        : settings(path), workers(settings, tokens), theme(withIcon(*qApp)), window(workers, tokens, settings, theme)
    {
        window.resize(1280, 820);
        window.show();
    }
    KeptSettings settings;
    TokenStore tokens;
    Workers workers;
    Theme theme;
    MainWindow window;

private:
    static QApplication &withIcon(QApplication &application)
    {
        QApplication::setWindowIcon(appIcon());
        return application;
    }
};

template <class T>
T *shown(const QWidget &window)
{
    for (T *each : window.findChildren<T *>())
        if (each->isVisible())
            return each;
    return nullptr;
}

inline QPushButton *button(const QWidget &parent, const QString &text)
{
    for (QPushButton *each : parent.findChildren<QPushButton *>())
        if (each->text() == text && each->isVisible())
            return each;
    return nullptr;
}

inline QLineEdit *field(const QWidget &parent, const QString &name)
{
    for (QLineEdit *each : parent.findChildren<QLineEdit *>())
        if (each->accessibleName() == name)
            return each;
    return nullptr;
}

inline QStringList textsOf(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        if (label->isVisible())
            texts << label->text();
    return texts;
}

/// Shown text, in one.
inline QString textOf(const QWidget &widget) { return textsOf(widget).join(u'\n'); }

inline QString faultsOf(const QWidget &dialog)
{
    QStringList faults;
    for (const QLabel *label : dialog.findChildren<QLabel *>())
        if (label->property("look").toString() == u"error" && label->isVisible())
            faults << label->text();
    return faults.join(u'\n');
}

} // namespace mergeloom::test

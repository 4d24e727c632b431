#pragma once

#include "desktop/widgets/Theme.h"
#include "desktop/workers/Workers.h"

#include <QFrame>

class QLabel;
class QMenu;
class QToolButton;

namespace mergeloom {

/// Over the page: back and forward, the workers with their states, the palette, the theme, and a menu.
class TopBar : public QFrame
{
    Q_OBJECT

public:
    explicit TopBar(Workers &workers, QWidget *parent = nullptr);

    void showWorker(Worker *worker);
    void showTheme(ThemeChoice choice);
    enum Way { NoWay = 0, Back = 1, Forward = 2 };
    Q_DECLARE_FLAGS(Ways, Way)
    void setWays(Ways ways);
    QMenu *menu() const { return m_menu; }
    QToolButton *workerButton() const { return m_worker; }

Q_SIGNALS:
    void backWanted();
    void forwardWanted();
    void workerChosen(const QString &id);
    void addWanted();
    void connectionsWanted();
    void paletteWanted();
    void themeWanted();

private:
    void fillWorkers();
    QToolButton *addButton(const QString &icon, const QString &name);

    Workers &m_workers;
    Worker *m_shown = nullptr;
    QToolButton *m_back;
    QToolButton *m_forward;
    QToolButton *m_worker;
    QLabel *m_others;
    QToolButton *m_theme;
    QMenu *m_workerMenu;
    QMenu *m_menu;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(TopBar::Ways)

} // namespace mergeloom

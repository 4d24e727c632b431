#pragma once

#include "desktop/app/ConnectionDesk.h"
#include "desktop/app/RunNotices.h"
#include "desktop/widgets/Theme.h"
#include "desktop/workers/Workers.h"

#include <QElapsedTimer>
#include <QMainWindow>

namespace mergeloom {

class HelpWindow;
class PageHost;
class Rail;
class StateBanner;
class TopBar;
class Tray;

/// The window around the pages. Remembers its size, the worker and the page.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Workers &workers, TokenStore &tokens, KeptSettings &settings, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    void go(const Place &place);
    PageHost *host() const { return m_host; }
    ConnectionDesk *desk() const { return m_desk; }
    Tray *tray() const { return m_tray; }

Q_SIGNALS:
    /// Once, when the window has been painted for the first time.
    void painted();

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void makeParts();
    void makeActions();
    void makePageActions();
    void connectParts();
    void restore();
    QAction *addKey(const QString &text, const QString &icon, const QKeySequence &key, std::function<void()> act);
    void showPlace();
    void showPalette();
    void showKeys();
    void showHelp();
    void showAbout();
    void nextTheme();
    void setNotifications(const QString &onOrOff);
    void foldRail();
    void raiseWindow();

    Workers &m_workers;
    KeptSettings &m_settings;
    Theme &m_theme;
    Rail *m_rail;
    TopBar *m_top;
    StateBanner *m_banner;
    PageHost *m_host;
    ConnectionDesk *m_desk;
    RunNotices *m_notices;
    Tray *m_tray;
    HelpWindow *m_help = nullptr; ///< made when it is first asked for
    QAction *m_notify = nullptr;
    QList<QAction *> m_keys;
    bool m_isPainted = false;
};

} // namespace mergeloom

#pragma once

#include "desktop/pages/Drafts.h"
#include "desktop/pages/WorkerPage.h"

class QGridLayout;

namespace mergeloom {

class DayChart;
class FirstSteps;

/// What runs, what waits, what needs a person, and what came out; on a new worker the guide instead, until it is left.
class DashboardPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit DashboardPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override { m_dashboard.reload(); }

protected:
    void workerChanged() override;

private:
    struct Line {
        QString state;
        QString word; ///< empty: that of the state
        QString title;
        QString under;
        QString right;
        QString place; ///< argument of the run page
        QString verb;  ///< of a button; empty: none
        std::function<void()> act;
    };
    enum class Guide { Shown, Left };
    void makeBoard();
    void makeTiles(QVBoxLayout *column);
    void showDashboard();
    void fill(QVBoxLayout *list, const QList<Line> &lines, const QString &emptyTitle, const QString &emptyText);
    QWidget *makeLine(const Line &line, QWidget *parent);
    void showGuide(const api::Dashboard &dashboard);
    void turnGuide(Guide guide);
    QString guideName() const { return QStringLiteral("guide ") + worker().id(); }
    QList<Line> activeLines(const api::Dashboard &dashboard);
    QList<Line> personLines(const api::Dashboard &dashboard);
    QList<Line> recentLines(const api::Dashboard &dashboard);
    QList<Line> queueLines(const api::Dashboard &dashboard);

    Asking<api::Dashboard> m_dashboard;
    Drafts m_drafts; ///< remembers that the guide was left
    bool m_isGuideLeft;
    QPushButton *m_write;
    QPushButton *m_health;
    QList<QLabel *> m_figures;
    QList<QLabel *> m_under;
    QPushButton *m_leaveGuide;
    QPushButton *m_backToGuide;
    FirstSteps *m_guide;
    QWidget *m_board;
    QVBoxLayout *m_active;
    QVBoxLayout *m_person;
    QVBoxLayout *m_recent;
    QVBoxLayout *m_queue;
    DayChart *m_outcomes;
    DayChart *m_spend;
    QTimer m_tick;
};

} // namespace mergeloom

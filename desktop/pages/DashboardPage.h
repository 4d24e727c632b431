#pragma once

#include "desktop/pages/WorkerPage.h"

class QGridLayout;

namespace mergeloom {

class DayChart;

/// What runs, what waits, what needs a person, and what came out.
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
    void makeTiles(QVBoxLayout *column);
    void showDashboard();
    void fill(QVBoxLayout *list, const QList<Line> &lines, const QString &emptyTitle, const QString &emptyText);
    QWidget *makeLine(const Line &line, QWidget *parent);
    void showGuide(const api::Dashboard &dashboard);
    QList<Line> activeLines(const api::Dashboard &dashboard);
    QList<Line> personLines(const api::Dashboard &dashboard);
    QList<Line> recentLines(const api::Dashboard &dashboard);
    QList<Line> queueLines(const api::Dashboard &dashboard);

    Asking<api::Dashboard> m_dashboard;
    QPushButton *m_write;
    QPushButton *m_health;
    QList<QLabel *> m_figures;
    QList<QLabel *> m_under;
    QFrame *m_guide;
    QVBoxLayout *m_guideLines;
    QVBoxLayout *m_active;
    QVBoxLayout *m_person;
    QVBoxLayout *m_recent;
    QVBoxLayout *m_queue;
    DayChart *m_outcomes;
    DayChart *m_spend;
    QTimer m_tick;
};

} // namespace mergeloom

#pragma once

#include "desktop/pages/WorkerPage.h"

namespace mergeloom {

/// The legal hold on a run, and its buttons; what goes wrong is told on the page.
class RunHold : public QWidget
{
    Q_OBJECT

public:
    explicit RunHold(WorkerPage &page, QWidget *parent = nullptr);

    void open(const RunId &run);
    void reload() { m_hold.reload(); }

private:
    void showHold();
    void place();
    void release();

    WorkerPage &m_page;
    RunId m_run;
    Asking<api::HoldView> m_hold;
    QLabel *m_text;
    QPushButton *m_place;
    QPushButton *m_release;
};

} // namespace mergeloom

#pragma once

#include "desktop/app/StateView.h"
#include "desktop/pages/Page.h"

#include <QFrame>
#include <QTimer>

namespace mergeloom {

/// The line over a page whose worker is not online: what is wrong, since when what is shown is old, and what to do.
class StateBanner : public QFrame
{
    Q_OBJECT

public:
    explicit StateBanner(QWidget *parent = nullptr);

    /// Null, or online: it hides itself. `page`: what is shown below.
    void showWorker(Worker *worker, const Page *page);
    StateButtons *buttons() const { return m_buttons; }

private:
    void say();

    QPointer<Worker> m_worker;
    QPointer<const Page> m_page;
    QLabel *m_icon;
    QLabel *m_text;
    StateButtons *m_buttons;
    QTimer m_everySecond; ///< counts down to the next try
};

} // namespace mergeloom

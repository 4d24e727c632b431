#pragma once

#include "desktop/app/StateView.h"

#include <QFrame>
#include <QTimer>

namespace mergeloom {

/// The line over a page whose worker is not online: what is wrong, since when what is shown is old, and what to do.
class StateBanner : public QFrame
{
    Q_OBJECT

public:
    explicit StateBanner(QWidget *parent = nullptr);

    /// Null, or online: it hides itself.
    void showWorker(Worker *worker);
    StateButtons *buttons() const { return m_buttons; }

private:
    void say();

    QPointer<Worker> m_worker;
    QLabel *m_icon;
    QLabel *m_text;
    StateButtons *m_buttons;
    QTimer m_everySecond; ///< counts down to the next try
};

} // namespace mergeloom

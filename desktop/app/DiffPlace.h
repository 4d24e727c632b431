#pragma once

#include "desktop/workers/KeptSettings.h"

namespace mergeloom {

class DiffWindow;

/// Gives a window of differences the size and the choices of the last one, and remembers what becomes of them.
class DiffPlace : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    DiffPlace(KeptSettings &settings, DiffWindow &window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void restore();
    void rememberChoices();
    void rememberPlace();

    KeptSettings &m_settings;
    DiffWindow &m_window;
};

} // namespace mergeloom

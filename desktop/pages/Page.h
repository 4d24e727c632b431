#pragma once

#include "desktop/workers/Worker.h"
#include "shared/core/Timestamp.h"

#include <QWidget>

namespace mergeloom {

/// Where one can go: a page of a worker, and what it shows there (a run id, say).
struct Place {
    QString page;     ///< id of a row of PageRegistry.cpp
    QString argument; ///< what the page understands; empty: its beginning
    QString workerId; ///< empty: the worker that is shown

    bool operator==(const Place &) const = default;
};

/// One page of the window, of one worker; made when it is first gone to, and kept. The worker outlives it.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Worker &worker, QWidget *parent = nullptr) : QWidget(parent), m_worker(worker) {}

    /// What stands over the window; may change with what is shown (then titleChanged()).
    virtual QString title() const = 0;
    /// It is gone to: shows `argument`. Comes again when one comes back to it.
    virtual void open(const QString &argument) = 0;
    /// F5, and when the worker can be read again.
    virtual void reload() {}
    /// Another page is shown: what polls or follows may rest.
    virtual void leave() {}
    /// When what is shown was read from the worker; zero: nothing was yet. The window says it while the worker is away.
    virtual Timestamp readAt() const { return {}; }

    Worker &worker() const { return m_worker; }

Q_SIGNALS:
    /// Go there.
    void placeWanted(const Place &place);
    /// What open() showed has another argument by now (a filter, a chosen tab): it is what back and the next start come to.
    void argumentChanged(const QString &argument);
    void titleChanged();

private:
    Worker &m_worker;
};

} // namespace mergeloom

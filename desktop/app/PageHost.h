#pragma once

#include "desktop/pages/PageRegistry.h"
#include "desktop/workers/Workers.h"

#include <QHash>
#include <QStackedWidget>

namespace mergeloom {

class StateView;

/// Shows the page of a place, keeps pages once they were made, and knows the way back.
class PageHost : public QStackedWidget
{
    Q_OBJECT

public:
    explicit PageHost(Workers &workers, QWidget *parent = nullptr);

    /// Without a worker: that of the place before, else the first one.
    void go(const Place &place);
    void back();
    void forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_history.size(); }
    void reload();

    /// Empty parts: nothing is shown yet.
    Place place() const { return m_history.value(m_at); }
    Worker *worker() const;
    Page *page() const { return m_page; }
    StateView *stateView() const { return m_state; }

Q_SIGNALS:
    /// Another place, or another title.
    void placeShown();

private:
    Place whole(Place place) const;
    void show(const Place &place);
    Page *pageOf(const Place &place);
    void takeState(Worker *worker);
    void forget(Worker *worker);

    Workers &m_workers;
    StateView *m_state;
    QHash<QString, Page *> m_pages; ///< by worker and page
    Page *m_page = nullptr;         ///< that is shown; null: the state of a worker, or the welcome
    QList<Place> m_history;
    qsizetype m_at = -1;
};

} // namespace mergeloom

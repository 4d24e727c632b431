#include "desktop/app/PageHost.h"

#include "desktop/app/StateView.h"

namespace mergeloom {

namespace {

constexpr qsizetype longestHistory = 200;

QString cacheKey(const QString &workerId, const QString &page) { return workerId + u'/' + page; }

} // namespace

PageHost::PageHost(Workers &workers, QWidget *parent)
    : QStackedWidget(parent), m_workers(workers), m_state(new StateView(this))
{
    addWidget(m_state);
    connect(&m_workers, &Workers::stateChanged, this, &PageHost::takeState);
    connect(&m_workers, &Workers::aboutToBeRemoved, this, &PageHost::forget);
}

Worker *PageHost::worker() const { return m_workers.worker(place().workerId); }

Place PageHost::whole(Place place) const
{
    if (!m_workers.worker(place.workerId))
        place.workerId = worker()       ? worker()->id()
            : m_workers.all().isEmpty() ? QString()
                                        : m_workers.all().first()->id();
    if (!pageRow(place.page) && !pageRows().isEmpty()) {
        place.page = QString::fromLatin1(pageRows().first().id);
        place.argument.clear();
    }
    return place;
}

void PageHost::go(const Place &wanted)
{
    const Place place = whole(wanted);
    if (place == this->place())
        return show(place);
    m_history.resize(m_at + 1);
    m_history << place;
    if (m_history.size() > longestHistory)
        m_history.removeFirst();
    m_at = m_history.size() - 1;
    show(place);
}

void PageHost::back()
{
    if (canGoBack())
        show(m_history.at(--m_at));
}

void PageHost::forward()
{
    if (canGoForward())
        show(m_history.at(++m_at));
}

Page *PageHost::pageOf(const Place &place)
{
    Worker *worker = m_workers.worker(place.workerId);
    const PageRow *row = pageRow(place.page);
    if (!worker || !row)
        return nullptr;
    const QString key = cacheKey(place.workerId, place.page);
    if (Page *page = m_pages.value(key))
        return page;
    if (!worker->isReadable())
        return nullptr; // nothing to show but why
    Page *page = row->make(*worker, this);
    m_pages.insert(key, page);
    addWidget(page);
    connect(page, &Page::placeWanted, this, [this, worker](Place wanted) {
        if (wanted.workerId.isEmpty())
            wanted.workerId = worker->id();
        go(wanted);
    });
    connect(page, &Page::argumentChanged, this, [this, page](const QString &argument) {
        if (page == m_page && m_at >= 0) {
            m_history[m_at].argument = argument;
            Q_EMIT placeShown();
        }
    });
    connect(page, &Page::titleChanged, this, &PageHost::placeShown);
    return page;
}

void PageHost::show(const Place &place)
{
    Page *page = pageOf(place);
    if (m_page && m_page != page)
        m_page->leave();
    m_page = page;
    if (page) {
        setCurrentWidget(page);
        page->open(place.argument);
        // Where it was, or where the page has put it. No focus proxy: Tab would jump over what stands before that.
        QWidget *inside = page->focusWidget();
        (inside && inside->isVisibleTo(page) ? inside : page)->setFocus();
    } else {
        m_state->showWorker(m_workers.worker(place.workerId));
        setCurrentWidget(m_state);
    }
    Q_EMIT placeShown();
}

void PageHost::reload()
{
    if (m_page)
        m_page->reload();
    else if (Worker *shown = worker())
        shown->tryNow();
}

void PageHost::takeState(Worker *changed)
{
    if (changed != worker())
        return;
    if (!m_page)
        show(place()); // it may be readable by now
    else if (changed->state() == Worker::State::Online)
        m_page->reload();
}

void PageHost::forget(Worker *worker)
{
    const QString id = worker->id();
    const bool wasShown = place().workerId == id;
    for (auto it = m_pages.begin(); it != m_pages.end();) {
        if (!it.key().startsWith(id + u'/')) {
            ++it;
            continue;
        }
        if (it.value() == m_page)
            m_page = nullptr;
        delete it.value(); // it speaks to a worker that goes
        it = m_pages.erase(it);
    }
    const Place now = place();
    m_history.removeIf([&](const Place &place) { return place.workerId == id; });
    m_at = wasShown ? m_history.size() - 1 : m_history.lastIndexOf(now);
    if (!wasShown)
        return;
    // After it has left the list.
    QMetaObject::invokeMethod(
        this, [this] { m_at >= 0 ? show(place()) : go({}); }, Qt::QueuedConnection);
}

} // namespace mergeloom

#pragma once

#include "desktop/pages/Asking.h"

namespace mergeloom {

/// A list of the API, page by page. After a change the beginning is read again, and what was below it stays in reach.
template <class PageType>
class PagedList : public QObject
{
public:
    using Item = typename decltype(PageType::items)::value_type;
    using Maker = std::function<ApiCall<PageType>(const QString &cursor, int limit)>;
    static constexpr int pageSize = 50;
    static constexpr int mostAtOnce = 200; ///< what the API gives

    PagedList(Worker &worker, QObject *parent, std::function<void()> onChange)
        : QObject(parent), m_worker(worker), m_onChange(onChange), m_first(worker, this, [this] { takeFirst(); })
    {
        QObject::connect(&worker, &Worker::stateChanged, this, [this] { m_isReadingMore = false; });
    }

    void open(Maker maker)
    {
        m_maker = std::move(maker);
        ++m_number;
        m_isReadingMore = false;
        m_wasRead = false;
        m_first.change(m_maker({}, pageSize));
    }
    void follow(std::function<bool(const api::EventView &)> isAbout)
    {
        QObject::connect(&m_worker, &Worker::eventArrived, this, [this, isAbout](const api::EventView &event) {
            if (isAbout(event))
                reloadSoon();
        });
    }
    void reload()
    {
        if (m_maker)
            m_first.change(m_maker({}, sizeAgain()));
    }
    void more()
    {
        if (!hasMore() || m_isReadingMore || m_first.isAsking() || !m_worker.isReadable())
            return;
        m_isReadingMore = true;
        m_worker.client()->template send<PageType>(
            m_maker(*m_next, pageSize), this, [this, number = m_number](const Result<PageType> &page) {
                if (number != m_number)
                    return;
                m_isReadingMore = false;
                m_moreError.reset();
                if (page) {
                    m_items += page->items;
                    m_next = page->nextCursor;
                } else if (!isSaidByWindow(m_worker, page.error())) {
                    m_moreError = page.error();
                }
                m_onChange();
            });
    }

    const QList<Item> &items() const { return m_items; }
    bool hasMore() const { return m_next && !m_next->isEmpty(); }
    bool wasRead() const { return m_wasRead; }
    bool isAsking() const { return m_first.isAsking(); }
    const std::optional<Error> &error() const { return m_moreError ? m_moreError : m_first.error(); }
    Timestamp readAt() const { return m_first.readAt(); }

private:
    int sizeAgain() const { return int(qBound(qsizetype(pageSize), m_items.size(), qsizetype(mostAtOnce))); }
    void reloadSoon()
    {
        if (m_isWaiting || !m_maker)
            return;
        m_isWaiting = true;
        QTimer::singleShot(400, this, [this] {
            m_isWaiting = false;
            reload();
        });
    }
    void takeFirst()
    {
        if (!m_first.isAsking() && m_first.value() && m_first.readAt() > m_taken) {
            m_taken = m_first.readAt();
            ++m_number;
            m_isReadingMore = false;
            m_moreError.reset();
            m_items = m_first.value()->items;
            m_next = m_first.value()->nextCursor;
            m_wasRead = true;
        }
        m_onChange();
    }

    Worker &m_worker;
    std::function<void()> m_onChange;
    Asking<PageType> m_first;
    Maker m_maker;
    QList<Item> m_items;
    std::optional<QString> m_next;
    std::optional<Error> m_moreError;
    Timestamp m_taken;
    int m_number = 0;
    bool m_isReadingMore = false;
    bool m_isWaiting = false;
    bool m_wasRead = false;
};

} // namespace mergeloom

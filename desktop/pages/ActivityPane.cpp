#include "desktop/pages/ActivityPane.h"

#include "desktop/pages/ActivityView.h"

#include <QVBoxLayout>

namespace mergeloom {

ActivityPane::ActivityPane(const QString &emptyTitle, const QString &emptyText, QWidget *parent) : QWidget(parent)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    m_notice = new NoticeLine(this);
    lines->addWidget(m_notice);
    m_empty = makeEmpty(emptyTitle, emptyText, this);
    lines->addWidget(m_empty);
    m_view = new ActivityView(this);
    lines->addWidget(m_view, 1);
    lines->addStretch(0);
    connect(m_view, &ActivityView::fileChosen, this, &ActivityPane::fileChosen);
    connect(m_view, &ActivityView::outputWanted, this, [this](const QString &command) {
        if (m_events)
            m_events->readOutput(command);
    });
    connect(m_view, &ActivityView::endNeared, this, [this] {
        if (m_events && m_events->hasMore())
            m_events->more();
    });
}

void ActivityPane::open(StageEvents *events)
{
    m_view->show(nullptr);
    delete std::exchange(m_events, events);
    m_notice->clear();
    if (m_events) {
        m_events->setParent(this);
        m_view->show(&m_events->activity());
        connect(m_events, &StageEvents::changed, this, &ActivityPane::refresh);
        connect(m_events, &StageEvents::rebuilt, this, [this] { m_view->show(&m_events->activity()); });
        m_events->more();
    }
    refresh();
}

void ActivityPane::refresh()
{
    if (m_events)
        m_view->refresh();
    if (m_events && m_events->error() && !m_events->isAway())
        m_notice->showError(*m_events->error(), [this] { m_events->more(); });
    else
        m_notice->clear();
    const bool hasItems = m_events && !m_events->activity().items().isEmpty();
    m_view->setVisible(hasItems);
    m_empty->setVisible(!hasItems && !(m_events && m_events->isReading()));
    Q_EMIT changed();
}

} // namespace mergeloom

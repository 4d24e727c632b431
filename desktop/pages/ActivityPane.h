#pragma once

#include "desktop/pages/PageParts.h"
#include "desktop/pages/StageEvents.h"

namespace mergeloom {

class ActivityView;

/// What events of a run did, read on as the reader goes on; says why there is nothing, and what could not be read.
class ActivityPane : public QWidget
{
    Q_OBJECT

public:
    ActivityPane(const QString &emptyTitle, const QString &emptyText, QWidget *parent = nullptr);

    /// Takes them over, and begins to read; null: there are none.
    void open(StageEvents *events);
    StageEvents *events() const { return m_events; }
    ActivityView *view() const { return m_view; }
    void refresh();

Q_SIGNALS:
    void changed();
    void fileChosen(const QString &path);

private:
    NoticeLine *m_notice;
    QWidget *m_empty;
    ActivityView *m_view;
    StageEvents *m_events = nullptr;
};

} // namespace mergeloom

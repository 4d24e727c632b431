#pragma once

#include "desktop/pages/PageParts.h"
#include "shared/domain/RunView.h"

#include <QTimer>

namespace mergeloom {

/// What a run came to, and the facts about it.
class RunHead : public QWidget
{
    Q_OBJECT

public:
    explicit RunHead(QWidget *parent = nullptr);
    void setView(const RunView &view);

private:
    void showFacts();
    QLabel *addFact(const QString &name);

    RunSummary m_run;
    StatusPill *m_state;
    StatusPill *m_validation;
    StatusPill *m_pushed;
    StatusPill *m_replay;
    StatusPill *m_noSandbox;
    QLabel *m_id;
    QList<QLabel *> m_facts; ///< repository, branch, provider, requester, time, tokens, limits, sandbox
    NoticeLine *m_outcome;
    QTimer m_tick;
};

} // namespace mergeloom

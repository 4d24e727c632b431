#pragma once

#include "desktop/pages/RunFindings.h"
#include "desktop/pages/WorkerPage.h"

namespace mergeloom {

class AuditLogPanel;
class RecordTable;
class RunHold;
struct Column;

/// What a run comes to for who audits it: how far the log proves it, claims beside facts, findings, stages, what came of a replay.
class AuditSummary : public QWidget
{
    Q_OBJECT

public:
    /// The page tells what goes wrong.
    explicit AuditSummary(WorkerPage &page, QWidget *parent = nullptr);

    void open(const RunId &run);
    void reload();
    void setView(const RunView &view);

Q_SIGNALS:
    void stageWanted(const QString &key);
    void fileWanted(const QString &path);
    void runWanted(const QString &id);

private:
    void makeSides(QVBoxLayout *column);
    RecordTable *addTable(QVBoxLayout *column, const QString &title, const QList<Column> &columns, const QString &key,
        const QString &empty);
    void addFact(const QString &name, const QString &value);
    void askClaim();
    void showClaims();
    void showFacts();
    void showReplay();
    void showTables();
    void showProof();

    Asking<api::Page<api::EventView>> m_finishes; ///< the tool calls of the last provider call
    Asking<api::Page<api::EventView>> m_last;     ///< the last event
    RunView m_view;
    qint64 m_asked = 0; ///< last event of the run when these were asked for
    AuditLogPanel *m_log;
    QLabel *m_proof;
    RunHold *m_hold;
    NoticeLine *m_replay;
    QPushButton *m_replayed;
    QVBoxLayout *m_claims;
    QVBoxLayout *m_facts;
    RecordTable *m_findings;
    RecordTable *m_stages;
};

} // namespace mergeloom

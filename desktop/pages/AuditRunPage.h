#pragma once

#include "desktop/pages/RunFindings.h"
#include "desktop/pages/WorkerPage.h"

class QSaveFile;

namespace mergeloom {

class AuditLogPanel;
class RecordTable;
class RunHead;
struct Column;

/// The whole record of one run: claims beside facts, stages, calls, commands, files, findings, and what proves it. `argument`: its id.
class AuditRunPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit AuditRunPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;
    /// Writes the export or the bundle into a file; a file that was there stays until the new one is whole.
    void saveTo(const QString &file, const ApiCall<QByteArray> &call);

protected:
    void workerChanged() override;

private:
    void makeActions();
    RecordTable *addTable(QVBoxLayout *column, const QString &title, const QList<Column> &columns, const QString &key,
        const QString &empty);
    void showRun();
    void showClaims(const RunView &view);
    void showFacts(const RunView &view);
    void showTables(const RunView &view);
    void showHold();
    void showProof();
    void askClaim(const RunView &view);
    void chooseFile(const QString &suggested, const ApiCall<QByteArray> &call);
    void placeHold();
    void releaseHold();
    void replay();

    Asking<RunView> m_run;
    Asking<api::HoldView> m_hold;
    Asking<api::Page<api::EventView>> m_finishes; ///< the tool calls of the last provider call
    Asking<api::Page<api::EventView>> m_last;     ///< the last event
    RunId m_id;
    RunHead *m_head;
    AuditLogPanel *m_log;
    QLabel *m_proof;
    QLabel *m_holdText;
    QPushButton *m_placeHold;
    QPushButton *m_releaseHold;
    QPushButton *m_export;
    QPushButton *m_bundle;
    QPushButton *m_replay;
    QVBoxLayout *m_claims;
    QVBoxLayout *m_facts;
    RecordTable *m_findings;
    RecordTable *m_stages;
    RecordTable *m_calls;
    RecordTable *m_commands;
    RecordTable *m_files;
};

} // namespace mergeloom

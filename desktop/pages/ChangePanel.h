#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/PageParts.h"

namespace mergeloom {

class DiffView;
class PatchCompletion;

/// What a run has changed, in the diff viewer. A newer change takes the place of the one that is shown.
class ChangePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ChangePanel(Worker &worker, QWidget *parent = nullptr);

    /// The newest change of the run; read when the panel is seen.
    void setView(const RunView &view);
    void showFile(const QString &path);
    DiffView *diff() const { return m_diff; }

Q_SIGNALS:
    /// Who wrote a line is asked for in the margin.
    void auditWanted(const QString &run);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void showPatch();
    void takeDiff();
    void showWantedFile();

    Worker &m_worker;
    Asking<api::PatchView> m_patch;
    RunId m_run;
    QString m_title;
    QString m_ticket;
    qint64 m_seq = 0;   ///< of the change that is wanted
    qint64 m_asked = 0; ///< of the one that was asked for
    Timestamp m_shown;  ///< when the patch that is shown was read
    NoticeLine *m_notice;
    QWidget *m_empty;
    DiffView *m_diff;
    PatchCompletion *m_completion;
    QString m_wantedFile;
};

} // namespace mergeloom

#pragma once

#include "desktop/pages/ActivityPane.h"

namespace mergeloom {

class RecordTable;

/// Each call of the provider in figures, and what was asked and answered in the chosen one.
class CallsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CallsPanel(Worker &worker, QWidget *parent = nullptr);

    void setView(const RunView &view);
    /// The event that began it; empty: none is chosen.
    QString call() const;
    void setCall(const QString &firstSeq);

Q_SIGNALS:
    void callChosen();
    void fileChosen(const QString &path);

private:
    void showCall();
    /// Where what belongs to the call ends: at the next one, or with its stage.
    qint64 endOf(const ProviderCallView &call) const;

    Worker &m_worker;
    RunView m_view;
    RecordTable *m_table;
    QLabel *m_sum;
    ActivityPane *m_pane;
    qint64 m_shown = 0; ///< event that began the call that is shown
    QString m_wanted;
};

} // namespace mergeloom

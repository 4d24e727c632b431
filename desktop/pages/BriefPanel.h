#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/PageParts.h"

class QPlainTextEdit;

namespace mergeloom {

class RecordTable;

/// What the model was told: the sources of the brief, and its text.
class BriefPanel : public QWidget
{
    Q_OBJECT

public:
    explicit BriefPanel(Worker &worker, QWidget *parent = nullptr);

    void setView(const RunView &view);
    /// The text that an event tells a model, or an agent program; empty: it tells none.
    static QString textIn(const Event &event);

private:
    void showText();

    Asking<api::Page<api::EventView>> m_first;
    RunId m_run;
    qsizetype m_calls = 0; ///< of the run, when it was asked for
    NoticeLine *m_notice;
    RecordTable *m_sources;
    QLabel *m_head;
    QPlainTextEdit *m_text;
};

} // namespace mergeloom

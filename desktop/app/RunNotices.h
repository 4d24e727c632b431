#pragma once

#include "desktop/pages/Page.h"
#include "desktop/widgets/Colours.h"
#include "desktop/workers/Workers.h"

namespace mergeloom {

/// Tells which events of all workers a person wants to hear of: a run ended, or asks. Looks up what the event does not say.
class RunNotices : public QObject
{
    Q_OBJECT

public:
    explicit RunNotices(Workers &workers, QObject *parent = nullptr);

Q_SIGNALS:
    /// One line each; plain text that came from tickets.
    void noticed(const QString &title, const QString &text, const Place &place, Tone tone);

private:
    void take(Worker *worker, const api::EventView &event);
    void tellEnd(Worker *worker, const JobId &job);
    void tellQuestion(Worker *worker, const RunId &run, const QString &why);

    Workers &m_workers;
};

} // namespace mergeloom

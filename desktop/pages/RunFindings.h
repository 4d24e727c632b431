#pragma once

#include "shared/domain/RunView.h"

#include <QCoreApplication>

namespace mergeloom {

/// What was found wrong in a run, and what became of it.
struct RunFinding {
    QString by;
    QString text;
    QString place; ///< `src/a.c:7`, or empty
    QString rule;
    QString fate;
    bool isMended = false;
};

/// What the model said of an attempt that then was red.
struct EarlierClaim {
    int attempt = 0;
    QString claim;
    QStringList failed; ///< command lines
};

class RunFindings
{
    Q_DECLARE_TR_FUNCTIONS(RunFindings)

public:
    /// Red commands, findings of the diff guard, conflicts.
    static QList<RunFinding> of(const RunView &view);
    static QList<EarlierClaim> earlierClaims(const RunView &view);
    /// The closing statement of the model among these events: of its last `finish` call; empty: it gave none.
    static QString closingClaim(const QList<Event> &events);

private:
    static QList<RunFinding> redCommands(const RunView &view);
    static QList<RunFinding> guarded(const RunView &view);
};

} // namespace mergeloom

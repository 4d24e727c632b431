#pragma once

#include "shared/domain/RunView.h"

#include <QCoreApplication>

namespace mergeloom {

/// A limit of runs: how it is called, written and typed.
struct RunLimit {
    const char *name; ///< of the field of Budgets
    QString label;
    QString amount; ///< of a form: what one of it is counted in
    QString field;  ///< of a form that adds to it
    double unit;    ///< how much of the limit one of the form's is
    QString (*shown)(double value);
};

class RunLimits
{
    Q_DECLARE_TR_FUNCTIONS(RunLimits)

public:
    static QList<RunLimit> all();
    static double value(const Budgets &budgets, const QString &name);
    static void set(Budgets &budgets, const QString &name, double value);
    /// Those that have a limit and are not yet at what the worker allows.
    static QList<RunLimit> extensible(const SteeringView &steering);
    /// What somebody typed. What is no number is refused, never taken for none; empty is 0.
    static Result<double> read(const QString &typed, const RunLimit &limit);
    /// What was used of it; none: not known.
    static std::optional<double> used(const RunUse &use, const QString &name);
};

/// `12 of 50 turns, 3 min of 20 min`; empty: there is none.
QString limitsInWords(const RunSummary &run);

} // namespace mergeloom

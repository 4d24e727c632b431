#pragma once

#include "shared/core/Timestamp.h"
#include "shared/domain/RunView.h"

#include <QCoreApplication>

namespace mergeloom {

/// How things are called and figures are written on every page; the same words as in the web pages.
class Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)

public:
    /// `review_fix` → `Review fix`, for codes that have no words of their own.
    static QString plain(const QString &code);
    static QString stage(const QString &stage);
    static QString stage(const StageView &stage);
    /// What a reason code means, as a sentence; empty for none.
    static QString reason(const QString &reason);
    /// State of a run; one that waits for a person says so.
    static QString state(const RunSummary &run);
    /// What a run came to, in plain sentences.
    static QString outcome(const RunSummary &run);

    /// `950`, `12.4 k`, `3.1 M`
    static QString count(qint64 value);
    /// A cost that is not known is said, never shown as nothing.
    static QString money(std::optional<double> usd);
    static QString lines(int additions, int deletions);
    static QString removed(const QString &policy, const Timestamp &at);

    static qint64 milliseconds(const Timestamp &from, const std::optional<Timestamp> &to);
};

} // namespace mergeloom

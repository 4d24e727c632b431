#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Event.h"

#include <QString>

#include <functional>

namespace mergeloom {

struct JournalState {
    qint64 lastSeq = 0;
    QString lastHash;      ///< `prev` of the next event; empty for an empty journal
    qint64 wholeBytes = 0; ///< up to the end of the last whole line
    bool isTorn = false;   ///< a last line without its end was left out
};

/// Reads a journal from `fromByte` (the beginning of a line) on, checking numbers and hashes. A torn last line is left
/// out; any other damage is `corrupt`, naming the line. `expected` is the state that `fromByte` was reached with.
Result<JournalState> readJournal(const QString &path,
    const std::function<void(const QByteArray &line, const Event &)> &onEvent, const JournalState &expected = {});

} // namespace mergeloom

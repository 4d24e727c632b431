#pragma once

#include "shared/core/Timestamp.h"
#include "shared/domain/Ids.h"

#include <functional>
#include <optional>

namespace mergeloom {

/// What a list of runs is narrowed by; all of it must hold. Empty fields do not filter.
struct RunFilter {
    QString state; ///< `running` or an outcome
    QString repository;
    QString ticketKey;
    QString provider;
    /// Full-text: every word must begin a word of key, title, body, summary, requester, branch, or commit.
    QString text;
    std::optional<JobId> jobId;
    QString reason; ///< a code
    QString requester;
    QString model;
    QString branch;
    std::optional<Timestamp> since; ///< started then or later
    std::optional<Timestamp> until; ///< started before
    double minimumUsd = 0;          ///< leaves out runs of unknown cost
    qint64 minimumTokens = 0;
    enum class Pushed { Either, Yes, No };
    Pushed pushed = Pushed::Either;
};

/// A filter as it is asked for: in the query of the API, and as an option of a command.
struct RunFilterField {
    const char *query;
    const char *option;
    const char *value; ///< what the help calls it
    const char *help;
};
const QList<RunFilterField> &runFilterFields();

/// `textOf(field)` gives what was asked for, or nothing. `invalid_input` names the field and what it may be.
Result<RunFilter> readRunFilter(const std::function<QString(const RunFilterField &)> &textOf);

} // namespace mergeloom

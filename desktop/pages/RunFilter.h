#pragma once

#include "shared/client/ApiCall.h"

namespace mergeloom {

/// What somebody chose in the filters of a list of runs, as it was typed.
struct RunFilter {
    QString text;
    QString state;
    QString repository;
    QString provider;
    QString reason;
    QString requester;
    QString model;
    QString pushed; ///< `yes`, `no`
    QString ticket;
    QString branch;
    QString since; ///< a day of the reader's time zone, `2026-01-31`
    QString until; ///< the same; that day belongs to it
    QString minimumUsd;
    QString minimumTokens;

    bool isEmpty() const { return *this == RunFilter{}; }
    bool operator==(const RunFilter &) const = default;
    /// As the API counts: days in UTC.
    RunQuery query() const;
    /// Of those that are not always in sight: how many are set.
    int furtherCount() const;
};

} // namespace mergeloom

#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

struct StoredTicket {
    TicketId id;
    Ticket ticket;
    int priority = 0;
    QString refusal; ///< why it was not queued; empty when it was
    Timestamp createdAt;
};

struct TicketStore {
    /// `conflict` when the source has the key already.
    static Result<void> insert(const WriteTransaction &transaction, const StoredTicket &ticket);
    static Result<void> setRefusal(const WriteTransaction &transaction, const TicketId &id, const QString &refusal);
    static Result<std::optional<StoredTicket>> find(const ReadTransaction &transaction, const TicketId &id);
    static Result<std::optional<StoredTicket>> findByKey(
        const ReadTransaction &transaction, const QString &source, const QString &key);
    /// Newest first, each with its job; `text` is looked for in key and title.
    static Result<api::Page<api::TicketView>> list(
        const ReadTransaction &transaction, const QString &text, int limit, const QString &cursor);
    static Result<int> count(const ReadTransaction &transaction);
};

} // namespace mergeloom

#pragma once

#include "service/storage/Database.h"
#include "shared/core/Timestamp.h"

namespace mergeloom {

/// Whose request it was: the same key of another caller or route is another request.
struct IdempotencyKey {
    QString key; ///< header Idempotency-Key
    QString principal;
    QString route; ///< method and path
};

struct RememberedReply {
    QString requestHash; ///< SHA-256 of the body: the same key with another body is refused by the caller
    int status = 200;
    QByteArray contentType;
    QByteArray body;
};

/// Answers of POST requests, kept for 24 hours.
struct IdempotencyStore {
    static Result<std::optional<RememberedReply>> find(
        const ReadTransaction &transaction, const IdempotencyKey &key, const Timestamp &now);
    /// Keeps the first answer; forgets those that are too old.
    static Result<void> remember(const WriteTransaction &transaction, const IdempotencyKey &key,
        const RememberedReply &reply, const Timestamp &now);
};

} // namespace mergeloom

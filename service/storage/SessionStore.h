#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Roles.h"

namespace mergeloom {

/// A browser that is signed in; of its cookie only the SHA-256 is kept.
struct SignedInBrowser {
    SessionId id;
    QString cookieHash;
    QString tokenId; ///< empty: signed in by the login link of a start
    QString name;
    Role role = Role::Viewer;
    QString address;
    QString browser;
    Timestamp openedAt;
    Timestamp usedAt;
    Timestamp endsAt;
};

struct SessionStore {
    static Result<void> insert(const WriteTransaction &transaction, const SignedInBrowser &session);
    static Result<void> markUsed(const WriteTransaction &transaction, const SessionId &id, const Timestamp &now);
    static Result<void> remove(const WriteTransaction &transaction, const QList<SessionId> &ids);
    static Result<void> removeOfToken(const WriteTransaction &transaction, const TokenId &token);
    static Result<QList<SignedInBrowser>> list(const ReadTransaction &transaction);
};

} // namespace mergeloom

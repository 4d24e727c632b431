#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// Access tokens of people and programs: only their SHA-256 is kept.
struct TokenStore {
    static Result<void> insert(const WriteTransaction &transaction, const api::TokenView &token, const QString &hash);
    /// `not_found` when there is none, or it was revoked before.
    static Result<void> revoke(const WriteTransaction &transaction, const TokenId &id, const Timestamp &now);
    static Result<void> markUsed(const WriteTransaction &transaction, const TokenId &id, const Timestamp &now);
    /// Not the revoked ones, nor those that have expired at `now`.
    static Result<std::optional<api::TokenView>> findByHash(
        const ReadTransaction &transaction, const QString &hash, const Timestamp &now);
    static Result<QList<api::TokenView>> list(const ReadTransaction &transaction);
    /// Only those that do not expire: one of them has to stay.
    static Result<int> countLastingAdmins(const ReadTransaction &transaction);
};

/// A token with which workers enrol, limited in uses and time.
struct StoredEnrollmentToken {
    TokenId id;
    QString name;
    int usesLeft = 1;
    Timestamp expiresAt;
};

struct EnrollmentTokenStore {
    static Result<void> insert(
        const WriteTransaction &transaction, const StoredEnrollmentToken &token, const QString &hash);
    /// Takes one use; false when there is none left, it is too old, revoked, or unknown.
    static Result<bool> use(const WriteTransaction &transaction, const QString &hash, const Timestamp &now);
    static Result<void> revoke(const WriteTransaction &transaction, const TokenId &id);
    static Result<QList<StoredEnrollmentToken>> list(const ReadTransaction &transaction);
};

} // namespace mergeloom

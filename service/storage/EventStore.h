#pragma once

#include "service/ledger/MerkleTree.h"
#include "service/storage/Database.h"
#include "shared/domain/Event.h"

#include <functional>

namespace mergeloom {

/// The stream of the controller's and the gateway's own events.
inline constexpr auto controllerStream = "controller";

/// An event with the line it was read from.
struct EventLine {
    Event event;
    QByteArray line; ///< without its line feed
};

/// Where a stream ends.
struct StreamHead {
    qint64 seq = 0; ///< 0: nothing yet
    QString hash;   ///< `prev` of the next event
};

/// What the Merkle log holds of an event: its stream, a line feed, and its line byte for byte.
QByteArray logEntry(const QString &stream, const QByteArray &line);
/// Its hash, without making the whole.
merkle::Hash logLeaf(const QString &stream, const QByteArray &line);

/// Audit events. Append-only: the database itself refuses update and delete. Each is sealed in the Merkle log by the
/// transaction that stores it.
struct EventStore {
    static Result<StreamHead> head(const ReadTransaction &transaction, const QString &stream);

    /// Appends in order. An event that is there already is skipped. Errors: `conflict` with details.wanted_seq on a gap;
    /// `corrupt` when `prev` does not fit, or a line differs from the one stored under its number. Gives the new head.
    static Result<StreamHead> append(
        const WriteTransaction &transaction, const QString &stream, const QList<EventLine> &events);

    /// Makes the next event of a stream of ours.
    static Result<void> record(
        const WriteTransaction &transaction, const QString &stream, const QString &type, const QJsonObject &data);

    /// Events of one stream after `seq`, oldest first.
    static Result<QList<StoredEvent>> ofStream(
        const ReadTransaction &transaction, const QString &stream, qint64 afterSeq, int limit);
    /// Of one stream and of one of these types.
    static Result<QList<StoredEvent>> ofStream(const ReadTransaction &transaction, const QString &stream,
        const QStringList &types, qint64 afterSeq, int limit);
    /// All of them, parsed, a batch at a time; ends with the first error that `take` answers with.
    static Result<void> eachOfStream(const ReadTransaction &transaction, const QString &stream,
        const QStringList &types, const std::function<Result<void>(Event)> &take);
    /// The same from the end, newest first; `beforeSeq` 0: from the newest. For pages that start at the end.
    static Result<QList<StoredEvent>> ofStreamBackwards(
        const ReadTransaction &transaction, const QString &stream, qint64 beforeSeq, int limit);
    static Result<QList<StoredEvent>> ofStreamBackwards(const ReadTransaction &transaction, const QString &stream,
        const QStringList &types, qint64 beforeSeq, int limit);
    /// Events of all streams after `id`, oldest first.
    static Result<QList<StoredEvent>> all(const ReadTransaction &transaction, qint64 afterId, int limit);
    /// Of one type in all streams after `id`, oldest first.
    static Result<QList<StoredEvent>> ofType(
        const ReadTransaction &transaction, const QString &type, qint64 afterId, int limit);
    static Result<std::optional<StoredEvent>> find(
        const ReadTransaction &transaction, const QString &stream, qint64 seq);
    /// Ids of the first `count` events of a stream, in its order.
    static Result<QList<qint64>> ids(const ReadTransaction &transaction, const QString &stream, qint64 count);
    static Result<qint64> newestId(const ReadTransaction &transaction);
    /// Names of all streams, oldest first.
    static Result<QStringList> streams(const ReadTransaction &transaction);
};

/// What the next event of the stream has as its `prev`: the hash of the line, also when that was removed.
Result<QString> lineHash(const StoredEvent &event);

/// The event in a stored line; `corrupt` when it is none.
Result<Event> parseEventLine(const QByteArray &line);

} // namespace mergeloom

#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Event.h"

#include <QHash>

namespace mergeloom {

/// What is stored of an event in the place of its line, once that was removed. `seq` and `type` are those of its row.
struct Remains {
    Timestamp ts;
    QJsonObject data; ///< what keptData() keeps
    QString hash;     ///< of the line that was

    static constexpr auto jsonName = "Remains";
    static constexpr auto fields()
    {
        return fieldList(
            required("ts", &Remains::ts), required("data", &Remains::data), required("hash", &Remains::hash));
    }
};

/// One removal, as its event says.
struct RemovalSaid {
    RunId run;
    QString content;
    QString policy;
    QString why;
    QString by;
    qint64 events = 0;
    qint64 bytes = 0;
    QList<QList<qint64>> ids; ///< [first, last], rising
    QString digest;           ///< hex; SHA-256 over sealedRemains() of each
    qint64 replaces = 0;      ///< an earlier removal, of which nothing is left then

    static constexpr auto jsonName = "RemovalSaid";
    static constexpr auto fields()
    {
        return fieldList(required("run_id", &RemovalSaid::run), required("content", &RemovalSaid::content),
            required("policy", &RemovalSaid::policy), required("why", &RemovalSaid::why),
            required("by", &RemovalSaid::by), required("events", &RemovalSaid::events),
            required("bytes", &RemovalSaid::bytes), required("ids", &RemovalSaid::ids),
            required("digest", &RemovalSaid::digest), optional("replaces", &RemovalSaid::replaces));
    }
};

/// What a removal seals of one event: where it is, what it is, and what stays of it. One after the other, by id, they are hashed.
QByteArray sealedRemains(qint64 id, const QString &stream, qint64 seq, const QString &type, const QByteArray &remains);

/// Makes events of what stays of them.
class RemovalReader
{
public:
    explicit RemovalReader(const ReadTransaction &transaction) : m_transaction(transaction) {}
    /// `event.line` is what is stored; becomes the line of an event that says it was removed. What does not fit together
    /// is for the verification to tell; readers get what there is.
    Result<void> fill(StoredEvent &event, const QString &type);

private:
    Result<RemovedMark> markOf(qint64 removal);

    const ReadTransaction &m_transaction;
    QHash<qint64, RemovedMark> m_marks;
};

} // namespace mergeloom

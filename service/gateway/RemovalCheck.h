#pragma once

#include "service/storage/EventStore.h"
#include "service/storage/RemovalReader.h"
#include "shared/domain/AuditReport.h"

#include <QCryptographicHash>
#include <QMap>
#include <QSet>

#include <functional>
#include <memory>

namespace mergeloom {

/// Tells events that a policy has removed from those that somebody took out: what is sealed in the log itself must say of
/// each which it was, and what stays of them must be what was sealed. Follows a verification through the log.
class RemovalCheck
{
public:
    using Tell = std::function<void(AuditFault)>;
    explicit RemovalCheck(Tell tell) : m_tell(std::move(tell)) {}

    /// Takes in what the log says of removals and holds by now; in each transaction before its events. Those up to
    /// `upTo` are compared as a whole; later ones came while the log was read.
    Result<void> hear(const ReadTransaction &transaction, qint64 upTo);
    /// An event on the way, in the order of ids.
    void take(const StoredEvent &event);
    /// Compares what was taken, and the holds.
    Result<void> end(const ReadTransaction &transaction, AuditReport &report);

private:
    struct Removal {
        qint64 event = 0;
        Timestamp at;
        RemovalSaid said;
        bool isCompared = false; ///< all of its events pass by
        bool isReplaced = false;
        qint64 seen = 0;
        std::shared_ptr<QCryptographicHash> remains;
    };
    struct Range {
        qint64 last = 0;
        qint64 removal = 0;
    };
    void hearRemoval(const StoredEvent &stored, const Event &event, qint64 upTo);
    qint64 coveredBy(qint64 id) const;
    void takeRemoved(const StoredEvent &event, Removal &removal);

    const Tell m_tell;
    qint64 m_heardUpTo = 0;
    QMap<qint64, Removal> m_removals; ///< by the id of their events
    QMap<qint64, Range> m_covered;    ///< by first id; those of a later removal in the place of the one it replaces
    QSet<QString> m_held;             ///< by what the log says
};

} // namespace mergeloom

#pragma once

#include "service/ledger/Checkpoint.h"

namespace mergeloom {

/// An event in a record: its line byte for byte, and its leaf in the log.
struct RecordedEvent {
    qint64 index = 0; ///< of the leaf
    merkle::Hash leaf{};
    QByteArray line;
};

/// All events of a run with the proof that they are in a log, as one text that is checked with the log's public key alone:
///
///     mergeloom run-record 1
///     run <stream>
///     key <NoteKey>
///     events <count>
///     <index> <leaf hash> <line>          one for each event; hash and line in base64
///     proof <count>
///     <hash>                              of merkle::inclusionProofOfMany()
///     checkpoint <signed note, in base64>
///     end
struct RunRecord {
    QString stream;
    QString key;
    QList<RecordedEvent> events;
    QList<merkle::Hash> proof;
    QByteArray checkpoint;

    /// The text in pieces, so that a large record need not be in memory.
    static QByteArray head(const QString &stream, const QString &key, qsizetype events);
    static QByteArray eventLine(const RecordedEvent &event);
    static QByteArray tail(const QList<merkle::Hash> &proof, const QByteArray &checkpoint);
};

/// `invalid_input`, naming the line, when the text is no such record.
Result<RunRecord> parseRunRecord(const QByteArray &text);

/// What does not fit.
struct RecordFault {
    qint64 seq = 0; ///< number of the event in its run; 0: of none that could be named
    QString text;   ///< one sentence
};

struct RecordReport {
    QList<RecordFault> faults; ///< the first event that does not fit comes first
    Checkpoint checkpoint;
    qint64 events = 0;
    bool isEnded = false; ///< the last event is the end of the run; else later ones may exist

    bool isGood() const { return faults.isEmpty(); }
};

/// Checks all of it: each text against its leaf, the order of the events, the proof, the signature.
RecordReport checkRunRecord(const RunRecord &record, const NoteKey &trusted);

} // namespace mergeloom

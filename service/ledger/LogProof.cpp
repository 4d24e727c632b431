#include "service/ledger/LogProof.h"

namespace mergeloom {

namespace {

constexpr qsizetype largestProof = 80 << 20; // an event of 64 MB, as base64
constexpr qsizetype longestPath = 63;
const QByteArray heading = QByteArrayLiteral("c2sp.org/tlog-proof@v1");

Unexpected noProof(const QString &why)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("This is no proof of an audit log: %1.").arg(why));
}

} // namespace

QByteArray LogProof::text() const
{
    QByteArray text = heading + '\n';
    if (!entry.isNull())
        text += "extra " + entry.toBase64() + '\n';
    text += "index " + QByteArray::number(index) + '\n';
    for (const merkle::Hash &hash : hashes)
        text += bytesOf(hash).toBase64() + '\n';
    return text + '\n' + checkpoint;
}

Result<LogProof> parseLogProof(const QByteArray &text)
{
    if (text.size() > largestProof)
        return noProof(QStringLiteral("it is longer than 80 MB"));
    const qsizetype end = text.indexOf("\n\n");
    if (end < 0)
        return noProof(QStringLiteral("it has no checkpoint after an empty line"));
    QByteArrayList lines = text.first(end).split('\n');
    LogProof proof;
    proof.checkpoint = text.mid(end + 2);
    if (lines.takeFirst() != heading)
        return noProof(QStringLiteral("its first line is not \"%1\"").arg(QString::fromLatin1(heading)));
    if (!lines.isEmpty() && lines.first().startsWith("extra ")) {
        const auto entry =
            QByteArray::fromBase64Encoding(lines.takeFirst().mid(6), QByteArray::AbortOnBase64DecodingErrors);
        if (!entry)
            return noProof(QStringLiteral("its extra line is damaged"));
        proof.entry = entry.decoded.isNull() ? QByteArray("") : entry.decoded;
    }
    bool isNumber = false;
    if (!lines.isEmpty() && lines.first().startsWith("index "))
        proof.index = lines.first().mid(6).toLongLong(&isNumber);
    if (!isNumber || proof.index < 0 || "index " + QByteArray::number(proof.index) != lines.takeFirst())
        return noProof(QStringLiteral("it has no line with its index"));
    if (lines.size() > longestPath)
        return noProof(QStringLiteral("it has more hashes than any tree has levels"));
    for (const QByteArray &line : std::as_const(lines)) {
        const auto hash = hashFromBase64(line);
        if (!hash)
            return noProof(QStringLiteral("one of its hashes is damaged"));
        proof.hashes.append(*hash);
    }
    return proof;
}

Result<ProvenEntry> checkLogProof(const LogProof &proof, const NoteKey &key)
{
    MERGELOOM_TRY(const SignedNote note, parseNote(proof.checkpoint));
    if (!note.isSignedBy(key))
        return failure(ErrorCode::Rejected,
            QStringLiteral(
                "The checkpoint in the proof is not signed by the key %1. It is of another log, or was changed.")
                .arg(key.text()));
    MERGELOOM_TRY(const Checkpoint checkpoint, parseCheckpoint(note.body));
    if (proof.entry.isNull())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The proof is without the entry %1 that it is for: that was removed from the log's database. Whoever kept it can check it: give it with the proof.")
                .arg(proof.index));
    const merkle::Hash leaf = merkle::leafHash({proof.entry});
    MERGELOOM_TRY(const merkle::Hash root, merkle::rootByInclusion(leaf, proof.index, checkpoint.size, proof.hashes));
    if (root != checkpoint.root)
        return failure(ErrorCode::Rejected,
            QStringLiteral("The entry is not number %1 of the log: it, or the proof, was changed.").arg(proof.index));
    return ProvenEntry{proof.entry, proof.index, checkpoint};
}

} // namespace mergeloom

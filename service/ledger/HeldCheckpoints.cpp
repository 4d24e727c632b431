#include "service/ledger/HeldCheckpoints.h"

#include "shared/core/Json.h"

namespace mergeloom {

namespace {

/// A line of a file of checkpoints.
struct HeldCheckpoint {
    Timestamp madeAt;
    QString note;

    static constexpr auto jsonName = "HeldCheckpoint";
    static constexpr auto fields()
    {
        return fieldList(optional("made_at", &HeldCheckpoint::madeAt), required("note", &HeldCheckpoint::note));
    }
};

} // namespace

QByteArray checkpointLine(const Timestamp &madeAt, const QByteArray &note)
{
    return compactJsonOf(HeldCheckpoint{madeAt, QString::fromUtf8(note)}) + '\n';
}

Result<QList<SignedNote>> parseCheckpoints(const QByteArray &text)
{
    if (!text.startsWith('{')) {
        MERGELOOM_TRY(const SignedNote note, parseNote(text));
        return QList<SignedNote>{note};
    }
    QList<SignedNote> notes;
    const QByteArrayList lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].isEmpty())
            continue;
        const auto held = parseJsonAs<HeldCheckpoint>(lines[i]);
        const auto note = held ? parseNote(held->note.toUtf8()) : Result<SignedNote>(Unexpected(held.error()));
        if (!note && i == lines.size() - 1)
            break; // written half when the power went
        if (!note)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("Line %1 of the checkpoints cannot be read. %2").arg(i + 1).arg(note.error().message));
        notes.append(*note);
    }
    return notes;
}

} // namespace mergeloom

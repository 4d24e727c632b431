// What an auditor is handed by others: keys, signed notes, checkpoints, files of them, and proofs.
#include "service/ledger/HeldCheckpoints.h"
#include "service/ledger/LogProof.h"
#include "service/ledger/RunRecord.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

const NoteKey &trusted()
{
    static const NoteKey key(QStringLiteral("log"), QByteArray(32, 'k'));
    return key;
}

void note(const QByteArray &text)
{
    const auto parsed = parseNote(text);
    if (!parsed)
        return fuzz::demand(!parsed.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(parsed->text() == text, "a note that is read is the note that was written");
    fuzz::demand(!parsed->isSignedBy(trusted()), "nobody can sign for a key that nobody has");
    if (const auto checkpoint = parseCheckpoint(parsed->body))
        fuzz::demand(parsed->body.startsWith(checkpoint->body()), "a checkpoint has one spelling");
}

void proof(const QByteArray &text)
{
    const auto parsed = parseLogProof(text);
    if (!parsed)
        return fuzz::demand(!parsed.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(!checkLogProof(*parsed, trusted()), "nothing is proven without a signature");
    const auto again = parseLogProof(parsed->text());
    fuzz::demand(again && again->index == parsed->index && again->hashes == parsed->hashes
            && again->entry == parsed->entry && again->checkpoint == parsed->checkpoint,
        "a proof comes back as it was written");
    // Sizes and paths of all kinds come to an end.
    (void)merkle::rootByInclusion({}, parsed->index, parsed->index + parsed->entry.size(), parsed->hashes);
    (void)merkle::checkConsistency(parsed->entry.size(), {}, parsed->index, {}, parsed->hashes);
}

void record(const QByteArray &text)
{
    const auto parsed = parseRunRecord(text);
    if (!parsed)
        return fuzz::demand(!parsed.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(!checkRunRecord(*parsed, trusted()).isGood(), "nothing is proven without a signature");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    const QByteArray text = input.toByteArray();
    if (const auto key = NoteKey::parse(QString::fromUtf8(text)))
        fuzz::demand(NoteKey::parse(key->text()).value() == *key, "a key comes back as it was written");
    note(text);
    proof(text);
    record(text);
    (void)parseCheckpoints(text);
}

#include "service/controller/WorkerCheckpoints.h"

#include "service/ledger/Checkpoint.h"
#include "service/storage/CounterStore.h"
#include "service/storage/EventStore.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

/// Longer than that of any log that is signed by one or two.
constexpr qsizetype longestNote = 4096;

Result<Checkpoint> checkpointIn(const QString &text)
{
    if (text.size() > longestNote)
        return failure(ErrorCode::InvalidInput, QStringLiteral("it is too long"));
    MERGELOOM_TRY(const SignedNote note, parseNote(text.toUtf8()));
    if (note.signatures.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("nobody has signed it"));
    return parseCheckpoint(note.body);
}

} // namespace

Result<void> WorkerCheckpoints::take(const WriteTransaction &transaction, const WorkerId &worker, const QString &note)
{
    if (note.isEmpty())
        return {};
    const auto checkpoint = checkpointIn(note);
    if (!checkpoint) {
        log::warning(QStringLiteral("A worker gave a checkpoint that is none"),
            {{"worker", worker.text()}, {"error", checkpoint.error().message}});
        return {};
    }
    MERGELOOM_TRY(const bool isNew,
        CounterStore::raise(transaction, QStringLiteral("checkpoint of ") + worker.text(), checkpoint->size));
    if (!isNew)
        return {};
    return EventStore::record(transaction, QLatin1StringView(controllerStream),
        QLatin1StringView(event_type::workerCheckpoint),
        {{"worker_id", worker.text()}, {"origin", checkpoint->origin}, {"size", checkpoint->size}, {"note", note}});
}

} // namespace mergeloom

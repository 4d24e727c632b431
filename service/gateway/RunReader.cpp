#include "service/gateway/RunReader.h"

#include "service/storage/EventStore.h"
#include "service/storage/JobStore.h"

namespace mergeloom {

namespace {

Unexpected noRun(const ReadTransaction &transaction, const RunId &id)
{
    if (const auto job = JobStore::findByRun(transaction, id); job && *job) {
        const api::JobView &view = (*job)->view;
        QString message =
            QStringLiteral("The record of run %1 is not here: the worker %2, which did it for %3, keeps it.")
                .arg(id.text(), view.worker, view.ticketKey);
        // It may also have been unable to write one.
        if (!view.summary.isEmpty())
            message += QStringLiteral(" It ended with: %1").arg(view.summary);
        return failure(ErrorCode::NotFound, message);
    }
    return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(id.text()));
}

/// `one more` than the page was asked for.
Result<api::Page<api::EventView>> pageOf(
    const QList<StoredEvent> &stored, int limit, qint64 (*cursorOf)(const StoredEvent &))
{
    api::Page<api::EventView> page;
    for (const StoredEvent &event : stored) {
        if (page.items.size() == limit) {
            page.nextCursor = QString::number(cursorOf(stored.at(limit - 1)));
            break;
        }
        MERGELOOM_TRY(api::EventView view, eventView(event));
        page.items.append(std::move(view));
    }
    return page;
}

qint64 seqOf(const StoredEvent &event) { return event.seq; }
qint64 idOf(const StoredEvent &event) { return event.id; }
int atLeastOne(int limit) { return limit < 1 ? 1 : limit; }

} // namespace

Result<api::EventView> eventView(const StoredEvent &event)
{
    MERGELOOM_TRY(Event parsed, parseEventLine(event.line));
    return api::EventView{
        event.id, event.stream == QLatin1StringView(controllerStream) ? QString() : event.stream, std::move(parsed)};
}

QByteArray eventEntryJson(const StoredEvent &event)
{
    const QString run = event.stream == QLatin1StringView(controllerStream) ? QString() : event.stream;
    return "{\"id\":" + QByteArray::number(event.id) + ",\"run_id\":" + compactJson(QJsonArray{run}).mid(1).chopped(1)
        + ",\"event\":" + event.line + '}';
}

Result<api::RunPage> RunReader::list(const RunFilter &filter, int limit, const QString &cursor)
{
    return m_database.read(
        [&](const ReadTransaction &transaction) { return RunStore::list(transaction, filter, limit, cursor); });
}

Result<api::RunChoices> RunReader::choices()
{
    return m_database.read([](const ReadTransaction &transaction) { return RunStore::choices(transaction); });
}

Result<RunView> RunReader::view(const RunId &id)
{
    if (const auto active = m_ingest.active(id); active && !m_database.isShared()) // else another gateway may know more
        return *active;
    return m_database.read([&](const ReadTransaction &transaction) -> Result<RunView> {
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, id));
        if (!summary)
            return noRun(transaction, id);
        return loadRunView(transaction, id);
    });
}

Result<RunSummary> RunReader::summary(const RunId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<RunSummary> {
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, id));
        if (!summary)
            return noRun(transaction, id);
        return *summary;
    });
}

Result<RunChange> RunReader::change(const RunId &id)
{
    MERGELOOM_TRY(RunView run, view(id));
    if (const RemovalView *removal = wholeRemoval(run))
        return failure(
            ErrorCode::NotFound, QStringLiteral("The diff of run %1 was %2.").arg(id.text(), removedInWords(*removal)));
    if (run.changeSeq == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("Run %1 has changed nothing yet.").arg(id.text()));
    RunChange change{run.run.repository, run.run.baseCommit, run.changeTree, std::move(run.files), run.changeSeq};
    if (!change.tree.isEmpty())
        return change;
    // A view that was stored by an earlier version does not tell.
    MERGELOOM_TRY(const Event event, changeEvent(id, change.seq));
    change.tree = event.data.value("tree").toString();
    return change;
}

Result<Event> RunReader::changeEvent(const RunId &id, qint64 seq)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<Event> {
        MERGELOOM_TRY(const auto stored, EventStore::find(transaction, id.text(), seq));
        if (!stored)
            return failure(
                ErrorCode::Corrupt, QStringLiteral("Event %1 of run %2 is missing.").arg(seq).arg(id.text()));
        return parseEventLine(stored->line);
    });
}

Result<api::PatchView> RunReader::patch(const RunId &id)
{
    MERGELOOM_TRY(RunChange change, this->change(id));
    MERGELOOM_TRY(const Event event, changeEvent(id, change.seq));
    const QJsonObject &json = event.data;
    return api::PatchView{json.value("base").toString(), json.value("tree").toString(), json.value("patch").toString(),
        json.value("is_cut").toBool(), std::move(change.files)};
}

Result<api::Page<api::EventView>> RunReader::events(
    const RunId &id, const QStringList &types, qint64 afterSeq, int limit)
{
    limit = atLeastOne(limit);
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::Page<api::EventView>> {
        MERGELOOM_TRY(const auto stored, EventStore::ofStream(transaction, id.text(), types, afterSeq, limit + 1));
        return pageOf(stored, limit, seqOf);
    });
}

Result<api::Page<api::EventView>> RunReader::allEvents(qint64 afterId, int limit)
{
    limit = atLeastOne(limit);
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::Page<api::EventView>> {
        MERGELOOM_TRY(const auto stored, EventStore::all(transaction, afterId, limit + 1));
        return pageOf(stored, limit, idOf);
    });
}

Result<api::Page<api::EventView>> RunReader::controllerEvents(qint64 beforeSeq, int limit)
{
    limit = atLeastOne(limit);
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::Page<api::EventView>> {
        MERGELOOM_TRY(const auto stored,
            EventStore::ofStreamBackwards(transaction, QLatin1StringView(controllerStream), beforeSeq, limit + 1));
        return pageOf(stored, limit, seqOf);
    });
}

Result<QList<StoredEvent>> RunReader::stored(const QString &stream, qint64 after, int limit)
{
    return m_database.read([&](const ReadTransaction &transaction) {
        return stream.isEmpty() ? EventStore::all(transaction, after, limit)
                                : EventStore::ofStream(transaction, stream, after, limit);
    });
}

Result<qint64> RunReader::newestId()
{
    return m_database.read([](const ReadTransaction &transaction) { return EventStore::newestId(transaction); });
}

} // namespace mergeloom

#include "service/gateway/Ingest.h"

#include "service/storage/RunStore.h"

namespace mergeloom {

namespace {

/// A snapshot is written at the end, and when a reader would have to apply so many events, or events of so long.
constexpr qint64 eventsUntilSnapshot = 1000;
constexpr std::chrono::seconds timeUntilSnapshot{10};
constexpr qsizetype longestLine = 64 * 1024 * 1024;

Result<QList<EventLine>> parseLines(const QByteArray &text)
{
    QList<EventLine> events;
    qsizetype from = 0;
    while (from < text.size()) {
        qsizetype end = text.indexOf('\n', from);
        if (end < 0)
            end = text.size();
        const QByteArray line = text.mid(from, end - from);
        from = end + 1;
        if (line.isEmpty())
            continue;
        auto event = line.size() <= longestLine
            ? parseJsonAs<Event>(line)
            : Result<Event>(failure(ErrorCode::InvalidInput, QStringLiteral("it is too long")));
        if (!event)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("Line %1 is no event: %2").arg(events.size() + 1).arg(event.error().message),
                {{"line", events.size() + 1}});
        if (event->removed) // only this program says so, of what it has removed itself
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("Line %1 says of itself that it was removed.").arg(events.size() + 1),
                {{"line", events.size() + 1}});
        events.append({std::move(*event), line});
    }
    return events;
}

} // namespace

std::shared_ptr<Ingest::ActiveRun> Ingest::open(const RunId &run)
{
    QMutexLocker lock(&m_mutex);
    std::shared_ptr<ActiveRun> &active = m_active[run];
    if (!active)
        active = std::make_shared<ActiveRun>();
    return active;
}

void Ingest::close(const RunId &run)
{
    QMutexLocker lock(&m_mutex);
    m_active.remove(run);
}

std::shared_ptr<const RunView> Ingest::active(const RunId &run)
{
    QMutexLocker lock(&m_mutex);
    const auto found = m_active.value(run);
    return found ? found->view : nullptr;
}

Result<RunView> loadRunView(const ReadTransaction &transaction, const RunId &run)
{
    MERGELOOM_TRY(auto snapshot, RunStore::snapshot(transaction, run));
    RunView view = snapshot ? std::move(*snapshot) : RunView{};
    view.run.id = run;
    for (;;) {
        MERGELOOM_TRY(const auto events, EventStore::ofStream(transaction, run.text(), view.run.lastSeq, 1000));
        for (const StoredEvent &stored : events) {
            MERGELOOM_TRY(const Event event, parseEventLine(stored.line));
            applyEvent(view, event);
        }
        if (events.size() < 1000) {
            settleView(view);
            return view;
        }
    }
}

Result<protocol::IngestAnswer> Ingest::ingest(const RunId &run, const QByteArray &lines)
{
    if (run.isEmpty() || run.text() == QLatin1StringView(controllerStream))
        return failure(ErrorCode::InvalidInput, QStringLiteral("\"%1\" is no run.").arg(run.text()));
    MERGELOOM_TRY(const QList<EventLine> events, parseLines(lines));
    const std::shared_ptr<ActiveRun> active = open(run);
    QMutexLocker oneBatch(&active->mutex);
    const auto now = std::chrono::steady_clock::now();
    std::shared_ptr<RunView> next;
    bool isSnapshot = false;
    const auto head = m_database.writeBeside([&](const WriteTransaction &transaction) -> Result<StreamHead> {
        // Keeps the stream until the end. Another gateway may have taken in what came before.
        MERGELOOM_TRY(const StreamHead before, EventStore::head(transaction, run.text()));
        if (active->view && active->view->run.lastSeq == before.seq) {
            next = std::make_shared<RunView>(*active->view);
        } else {
            MERGELOOM_TRY(RunView view, loadRunView(transaction, run));
            next = std::make_shared<RunView>(std::move(view));
        }
        MERGELOOM_TRY(const StreamHead end, EventStore::append(transaction, run.text(), events));
        const qint64 lastSeq = next->run.lastSeq;
        for (const EventLine &event : events)
            if (event.event.seq == next->run.lastSeq + 1)
                applyEvent(*next, event.event);
        if (next->run.lastSeq == lastSeq)
            return end;
        MERGELOOM_CHECK(RunStore::putSummary(transaction, next->run, next->ticketBody));
        isSnapshot = next->run.finishedAt || next->run.lastSeq - active->snapshotSeq >= eventsUntilSnapshot
            || now - active->snapshotAt >= timeUntilSnapshot;
        if (isSnapshot)
            MERGELOOM_CHECK(RunStore::putSnapshot(transaction, *next));
        return end;
    });
    if (!head) {
        close(run); // what is in memory is read from the database again
        return failure(head);
    }
    if (isSnapshot) {
        active->snapshotSeq = next->run.lastSeq;
        active->snapshotAt = now;
    }
    const bool isFinished = next->run.finishedAt.has_value();
    {
        QMutexLocker lock(&m_mutex);
        active->view = next;
    }
    if (isFinished)
        close(run);
    return protocol::IngestAnswer{head->seq};
}

Result<protocol::IngestAnswer> Ingest::stored(const RunId &run)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<protocol::IngestAnswer> {
        MERGELOOM_TRY(const StreamHead head, EventStore::head(transaction, run.text()));
        return protocol::IngestAnswer{head.seq};
    });
}

} // namespace mergeloom

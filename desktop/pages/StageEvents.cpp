#include "desktop/pages/StageEvents.h"

namespace mergeloom {

namespace {
constexpr int pageOfEvents = 200; ///< what the API gives at most
}

StageEvents::StageEvents(Worker &worker, const RunView &view, const StageView &stage, QObject *parent)
    : QObject(parent), m_worker(worker), m_run(view.run.id), m_highest(stage.firstSeq - 1)
{
    StagePlan plan = StagePlan::of(stage, view.commands, view.run.lastSeq);
    m_skips = plan.skips;
    m_planned = stage.lastSeq > 0 ? stage.lastSeq : view.run.lastSeq;
    if (stage.lastSeq > 0) {
        m_later = plan.segments;
    } else {
        m_later = takeTail(plan.segments, pageOfEvents);
        m_earlier = plan.segments;
    }
    watch();
}

StageEvents::StageEvents(
    Worker &worker, const RunId &run, const StagePlan &plan, const QStringList &types, QObject *parent)
    : QObject(parent), m_worker(worker), m_run(run), m_types(types), m_later(plan.segments), m_skips(plan.skips)
{
    if (!m_later.isEmpty()) {
        m_highest = m_later.first().from - 1;
        m_planned = m_later.last().to;
    }
    watch();
}

void StageEvents::watch()
{
    connect(&m_worker, &Worker::stateChanged, this, [this] {
        m_isReading = false; // of a client that has gone nothing is answered
        if (m_worker.isReadable() && m_error)
            more();
    });
}

void StageEvents::read(const Segment &segment, qint64 most, const QStringList &types, const Taken &taken)
{
    m_isReading = true;
    const int limit = int(qMin(most, segment.to - segment.from + 1));
    m_worker.client()->send<api::Page<api::EventView>>(api_call::runEvents(m_run, segment.from - 1, limit, types), this,
        [this, segment, taken](const Result<api::Page<api::EventView>> &page) {
            m_isReading = false;
            m_error.reset();
            if (!page) {
                m_error = page.error();
                Q_EMIT changed();
                return;
            }
            QList<Event> events;
            for (const api::EventView &entry : page->items)
                if (entry.event.seq <= segment.to)
                    events << entry.event;
            taken(events);
            if (!m_isReading && !m_wantedOutputs.isEmpty())
                readOutput(m_wantedOutputs.takeFirst());
        });
}

void StageEvents::more()
{
    if (m_isReading)
        return;
    if (m_later.isEmpty())
        return settle();
    read(m_later.first(), pageOfEvents, m_types, [this](const QList<Event> &events) {
        for (const Event &event : events)
            append(event);
        Segment &segment = m_later.first();
        const qint64 last = events.isEmpty() ? segment.to : events.last().seq;
        if (last >= segment.to)
            m_later.removeFirst();
        else
            segment.from = last + 1;
        // Short segments are what is left around long outputs: a page is full when something of it can be seen.
        if (!m_later.isEmpty() && events.size() < pageOfEvents / 4)
            more();
        settle();
        Q_EMIT changed();
    });
}

void StageEvents::moreBefore()
{
    if (m_isReading || (m_earlier.isEmpty() && m_before.isEmpty()))
        return;
    if (m_before.isEmpty()) { // else the last try failed
        m_before = takeTail(m_earlier, pageOfEvents);
        m_beforeEvents.clear();
    }
    readBefore();
}

void StageEvents::readBefore()
{
    read(m_before.first(), pageOfEvents, m_types, [this](const QList<Event> &events) {
        m_beforeEvents += events;
        m_before.removeFirst();
        if (!m_before.isEmpty())
            return readBefore();
        m_events = std::exchange(m_beforeEvents, {}) + m_events;
        m_activity = std::make_unique<Activity>();
        for (const Event &event : std::as_const(m_events))
            show(event);
        Q_EMIT rebuilt();
        settle();
        Q_EMIT changed();
    });
}

void StageEvents::takeLive(const Event &event)
{
    m_planned = qMax(m_planned, event.seq);
    if (m_isReading || !m_later.isEmpty()) {
        m_waiting << event;
        return;
    }
    append(event);
    Q_EMIT changed();
}

void StageEvents::catchUp(qint64 newest)
{
    if (newest <= m_planned)
        return;
    // One that is being read has its end; another one can be longer.
    if (m_later.size() > (m_isReading ? 1 : 0) && m_later.last().to == m_planned)
        m_later.last().to = newest;
    else
        m_later << Segment{m_planned + 1, newest};
    m_planned = newest;
    more();
}

void StageEvents::readOutput(const QString &commandId)
{
    const auto skip = std::find_if(
        m_skips.begin(), m_skips.end(), [&](const SkippedOutput &one) { return one.commandId == commandId; });
    if (skip == m_skips.end())
        return;
    if (m_isReading) {
        if (!m_wantedOutputs.contains(commandId))
            m_wantedOutputs << commandId;
        return;
    }
    const QStringList types{event_type::commandOutput};
    read(skip->range, pageOfEvents, types, [this, commandId](const QList<Event> &events) {
        const auto found = std::find_if(
            m_skips.begin(), m_skips.end(), [&](const SkippedOutput &one) { return one.commandId == commandId; });
        const bool isWhole = events.isEmpty() || events.last().seq >= found->range.to;
        found->range.from = isWhole ? found->range.to + 1 : events.last().seq + 1;
        m_activity->fillSkipped(commandId, events, isWhole ? 0 : found->range.from);
        if (isWhole)
            m_skips.erase(found);
        settle();
        Q_EMIT changed();
    });
}

void StageEvents::append(const Event &event)
{
    if (event.seq <= m_highest)
        return;
    m_highest = event.seq;
    m_events << event;
    show(event);
}

void StageEvents::show(const Event &event)
{
    m_activity->take(event);
    if (event.type == QLatin1StringView(event_type::commandFinished))
        leaveOutput(event);
    if (event.type != QLatin1StringView(event_type::commandStarted))
        return;
    for (const SkippedOutput &skip : std::as_const(m_skips))
        if (skip.commandId == event.data.value(QStringLiteral("command_id")).toString())
            m_activity->markSkipped(skip.commandId, skip.range.from, skip.range.to);
}

/// Of a command whose output was not asked for: all of it lies between its two ends.
void StageEvents::leaveOutput(const Event &finished)
{
    if (m_types.isEmpty() || m_types.contains(QLatin1StringView(event_type::commandOutput)))
        return;
    const QString id = finished.data.value(QStringLiteral("command_id")).toString();
    const qint64 began = m_activity->beginOfCommand(id);
    if (began == 0 || finished.seq <= began + 1)
        return;
    m_skips << SkippedOutput{id, {began + 1, finished.seq - 1}};
    m_activity->markSkipped(id, began + 1, finished.seq - 1);
}

void StageEvents::settle()
{
    if (m_isReading || !m_later.isEmpty())
        return;
    for (const Event &event : std::exchange(m_waiting, {}))
        append(event);
}

} // namespace mergeloom

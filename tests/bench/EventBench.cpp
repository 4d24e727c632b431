// P05: how many events a second one gateway takes in for good, each sealed in the Merkle log, and how long a batch waits for
// its answer. Prints one line of JSON. With many runs it also makes the database that P07 asks.

#include "service/gateway/Ingest.h"
#include "service/storage/LedgerStore.h"
#include "shared/core/Json.h"
#include "shared/core/Ulid.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace mergeloom;

namespace {

/// The journal of a run, event by event: the mix and the sizes of a run with a few calls and commands.
class Journal
{
public:
    Journal(int number, int events) : m_number(number), m_left(events), m_ended(events) {}
    bool isOver() const { return m_left == 0; }

    QByteArray next(int count)
    {
        QByteArray lines;
        for (; count > 0 && m_left > 0; --count, --m_left) {
            const auto [type, data] = event();
            const QByteArray line = compactJsonOf(Event{++m_seq, Timestamp::now(), type, data, m_prev});
            m_prev = eventHash(line);
            lines += line + '\n';
        }
        return lines;
    }

private:
    std::pair<QString, QJsonObject> event()
    {
        const int step = int(m_seq);
        if (m_seq == 0)
            return {event_type::runStarted,
                {{"job_id", makeUlid()}, {"ticket_key", QStringLiteral("LOCAL-%1").arg(m_number)},
                    {"title",
                        QStringLiteral("Make the %1 of part %2 faster")
                            .arg(m_number % 2 ? "start" : "search")
                            .arg(m_number)},
                    {"body", QStringLiteral("It takes too long with %1 entries; see the profile.").arg(m_number * 7)},
                    {"requester", QStringLiteral("person-%1").arg(m_number % 40)},
                    {"repository", QStringLiteral("repository-%1").arg(m_number % 25)},
                    {"branch", QStringLiteral("tickets/local-%1").arg(m_number)}, {"provider", "scripted"},
                    {"model", m_number % 3 ? "large" : "small"}, {"worker", "bench"}, {"attempt", 1},
                    {"is_replay", false}, {"limits", QJsonObject{}}, {"most", QJsonObject{}}, {"sandbox", "bubblewrap"},
                    {"sandbox_missing", QJsonArray{}}}};
        if (m_left == 1)
            return {event_type::runFinished,
                {{"outcome", m_number % 10 ? "completed" : "failed"}, {"reason", m_number % 10 ? "" : "internal"},
                    {"summary", "The change was pushed."}, {"is_pushed", m_number % 10 != 0}}};
        switch (step % 6) {
        case 0:
            return {event_type::providerRequest,
                {{"call", step / 6}, {"attempt", 0}, {"model", "large"}, {"messages", step},
                    {"request", QJsonObject{{"text", QString(800, u'r')}}}}};
        case 1:
            return {event_type::providerDelta,
                {{"call", step / 6}, {"kind", "text"}, {"text", "I will look at the file first."}}};
        case 2:
            return {event_type::providerResponse,
                {{"call", step / 6}, {"content", QJsonArray{}}, {"stop", "tool_use"},
                    {"usage", QJsonObject{{"input", 1200}, {"output", 80}}}, {"latency_ms", 900}}};
        case 3:
            return {event_type::toolCall,
                {{"call_id", QString::number(step)}, {"name", "run_command"},
                    {"input", QJsonObject{{"command", "make test"}}}}};
        case 4:
            return {event_type::commandOutput,
                {{"command_id", QString::number(step / 6)}, {"stream", "stdout"}, {"text", QString(400, u'o')}}};
        default:
            return {event_type::toolResult,
                {{"call_id", QString::number(step - 2)}, {"name", "run_command"}, {"is_error", false},
                    {"text", QString(600, u't')}, {"duration_ms", 40}}};
        }
    }

    int m_number;
    int m_left;
    int m_ended;
    qint64 m_seq = 0;
    QString m_prev;
};

double at(const QList<double> &sorted, double part) { return sorted[qsizetype(double(sorted.size() - 1) * part)]; }

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{"directory", "Data directory to fill.", "path"},
        {"url", "PostgreSQL instead of SQLite.", "url"}, {"runs", "How many runs.", "count", "100"},
        {"events", "Of each run.", "count", "1000"}, {"batch", "Events in one delivery.", "count", "200"}});
    parser.process(application);
    const int runs = parser.value("runs").toInt();
    const int events = parser.value("events").toInt();
    const int batch = parser.value("batch").toInt();
    auto database = Database::open({parser.value("directory"), {}, parser.value("url")});
    if (!database) {
        std::fprintf(stderr, "%s\n", qPrintable(database.error().message));
        return 1;
    }
    Ingest ingest(**database);
    QList<double> waits;
    qint64 stored = 0;
    double seconds = 0;
    const std::clock_t processor = std::clock();
    for (int number = 1; number <= runs; ++number) {
        Journal journal(number, events);
        const RunId run = RunId::make();
        while (!journal.isOver()) {
            const QByteArray lines = journal.next(batch);
            QElapsedTimer clock; // without the making of the lines
            clock.start();
            const auto answer = ingest.ingest(run, lines);
            if (!answer) {
                std::fprintf(stderr, "%s\n", qPrintable(answer.error().message));
                return 1;
            }
            const double taken = double(clock.nsecsElapsed()) / 1e6;
            waits.append(taken);
            seconds += taken / 1000;
        }
        stored += events;
    }
    std::ranges::sort(waits);
    const auto ledger =
        (*database)->read([](const ReadTransaction &transaction) { return LedgerStore::state(transaction); });
    const QJsonObject result{{"events", stored}, {"events_per_second", double(stored) / seconds}, {"batch", batch},
        {"p50_ms", at(waits, 0.5)}, {"p99_ms", at(waits, 0.99)}, {"sealed", ledger->size},
        {"cpu_seconds", double(std::clock() - processor) / CLOCKS_PER_SEC}};
    std::printf("%s\n", compactJson(result).constData());
    return ledger->size == stored ? 0 : 1;
}

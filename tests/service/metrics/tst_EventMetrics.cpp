#include "service/metrics/Metrics.h"
#include "service/storage/EventStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

const Timestamp beginning{1'700'000'000'000'000};

Timestamp after(double seconds) { return {beginning.microseconds + qint64(seconds * 1e6)}; }

/// Events of one stream, as a recorder writes them.
struct Stream {
    QString name;
    qint64 seq = 0;
    StoredEvent next(const char *type, const QJsonObject &data, double at = 0)
    {
        ++seq;
        return {seq, name, seq, compactJsonOf(Event{seq, after(at), QString::fromLatin1(type), data, {}})};
    }
};

} // namespace

class TestEventMetrics : public QObject
{
    Q_OBJECT
    std::unique_ptr<MetricRegistry> m_registry;
    std::unique_ptr<EventMetrics> m_events;
    QMap<QString, EventMetrics::KnownRun> m_runs;
    QMap<QString, Timestamp> m_jobs;
    Stream m_run{QStringLiteral("01RUN")};
    Stream m_controller{QStringLiteral("controller")};

    void take(const StoredEvent &event, double storedAfter = 0) { m_events->count(event, after(storedAfter)); }
    void takeRun(const char *type, const QJsonObject &data, double at = 0) { take(m_run.next(type, data, at), at); }
    void takeJob(const char *type, const QJsonObject &data, double at = 0)
    {
        take(m_controller.next(type, data, at), at);
    }
    /// The value of a series; -1: it is not there.
    double value(const QByteArray &series) const
    {
        for (const QByteArray &line : m_registry->text().split('\n'))
            if (line.startsWith(series + ' '))
                return line.mid(series.size() + 1).toDouble();
        return -1;
    }
    int seriesOf(const QByteArray &name) const { return int(m_registry->text().count('\n' + name + '{')); }

private Q_SLOTS:
    void init()
    {
        m_run.seq = m_controller.seq = 0;
        m_runs.clear();
        m_jobs.clear();
        m_registry = std::make_unique<MetricRegistry>();
        EventMetrics::Lookup lookup;
        lookup.run = [this](const QString &run) {
            return m_runs.contains(run) ? std::optional(m_runs.value(run)) : std::nullopt;
        };
        lookup.queuedAt = [this](const QString &job) {
            return m_jobs.contains(job) ? std::optional(m_jobs.value(job)) : std::nullopt;
        };
        m_events = std::make_unique<EventMetrics>(*m_registry, lookup);
    }

    void runsCountByOutcomeReasonAndTime()
    {
        takeRun(event_type::runStarted, {{"provider", "p"}, {"model", "m"}});
        takeRun(event_type::runFinished, {{"outcome", "failed"}, {"reason", "validation_failed"}}, 90);
        QCOMPARE(value("mergeloom_runs_started_total"), 1.0);
        QCOMPARE(value("mergeloom_runs_finished_total{outcome=\"failed\",reason=\"validation_failed\"}"), 1.0);
        QCOMPARE(value("mergeloom_run_seconds_sum{outcome=\"failed\"}"), 90.0);
        takeRun(event_type::runStarted, {});
        takeRun(event_type::runFinished, {{"outcome", "completed"}, {"reason", ""}});
        QCOMPARE(value("mergeloom_runs_finished_total{outcome=\"completed\",reason=\"\"}"), 1.0);
    }

    void unknownWordsOfAClosedListCountAsOther()
    {
        takeRun(event_type::runFinished, {{"outcome", "exploded"}, {"reason", "because"}});
        takeRun(event_type::validationResult, {{"status", 7}});
        takeRun(event_type::commandFinished, {{"command_id", "none"}, {"end", "vanished"}});
        QCOMPARE(value("mergeloom_runs_finished_total{outcome=\"other\",reason=\"other\"}"), 1.0);
        QCOMPARE(value("mergeloom_validations_total{status=\"other\"}"), 1.0);
        QCOMPARE(value("mergeloom_commands_total{end=\"other\",kind=\"other\"}"), 1.0);
    }

    void stagesCountWithTheirTime()
    {
        takeRun(event_type::stageFinished, {{"stage", "validation"}, {"status", "failed"}, {"duration_ms", 1500}});
        QCOMPARE(value("mergeloom_stage_seconds_sum{stage=\"validation\",status=\"failed\"}"), 1.5);
        QCOMPARE(value("mergeloom_stage_seconds_bucket{stage=\"validation\",status=\"failed\",le=\"1\"}"), 0.0);
        QCOMPARE(value("mergeloom_stage_seconds_bucket{stage=\"validation\",status=\"failed\",le=\"5\"}"), 1.0);
    }

    void answersCountTokensCostAndTimeUnderTheModelThatWasAsked()
    {
        takeRun(event_type::runStarted, {{"provider", "claude-api"}, {"model", "large"}});
        takeRun(event_type::providerRequest, {{"call", 1}, {"model", "small"}});
        takeRun(event_type::providerRetry, {{"call", 1}, {"retry", 1}, {"wait_ms", 10}});
        takeRun(event_type::providerResponse,
            {{"call", 1}, {"model", "small-20260101"}, {"latency_ms", 2500}, {"cost_usd", 0.25},
                {"usage",
                    QJsonObject{{"input_tokens", 100}, {"output_tokens", 20}, {"cached_tokens", 7},
                        {"cache_write_tokens", 3}}}});
        const QByteArray labels = "model=\"small\",provider=\"claude-api\"";
        QCOMPARE(value("mergeloom_provider_calls_total{" + labels + "}"), 1.0);
        QCOMPARE(value("mergeloom_provider_retries_total{" + labels + "}"), 1.0);
        QCOMPARE(value("mergeloom_provider_errors_total{" + labels + "}"), 1.0);
        QCOMPARE(value("mergeloom_provider_cost_usd_total{" + labels + "}"), 0.25);
        QCOMPARE(value("mergeloom_provider_calls_without_price_total{" + labels + "}"), -1.0);
        QCOMPARE(value("mergeloom_provider_call_seconds_sum{" + labels + "}"), 2.5);
        for (const auto &[kind, tokens] :
            {std::pair{"input", 100.0}, {"output", 20.0}, {"cached", 7.0}, {"cache_write", 3.0}})
            QCOMPARE(
                value(QByteArray("mergeloom_provider_tokens_total{kind=\"") + kind + "\"," + labels + "}"), tokens);
    }

    void anAnswerOfUnknownPriceIsNotCountedAsFree()
    {
        takeRun(event_type::runStarted, {{"provider", "p"}, {"model", "m"}});
        takeRun(event_type::providerResponse,
            {{"call", 1}, {"usage", QJsonObject{{"input_tokens", 1}, {"output_tokens", 1}}}});
        QCOMPARE(value("mergeloom_provider_calls_without_price_total{model=\"m\",provider=\"p\"}"), 1.0);
        QCOMPARE(seriesOf("mergeloom_provider_cost_usd_total"), 0);
    }

    void aCallThatEndedTheRunIsAnErrorAndNoRetry()
    {
        takeRun(event_type::runStarted, {{"provider", "p"}, {"model", "m"}});
        takeRun(event_type::providerRequest, {{"call", 1}, {"model", "m"}});
        takeRun(event_type::runFinished, {{"outcome", "failed"}, {"reason", "provider_failed"}});
        takeRun(event_type::runStarted, {{"provider", "p"}, {"model", "m"}});
        takeRun(event_type::providerRequest, {{"call", 1}, {"model", "m"}});
        takeRun(event_type::providerRetry, {{"call", 1}, {"retry", 0}}); // given up, and told so
        takeRun(event_type::runFinished, {{"outcome", "failed"}, {"reason", "provider_failed"}});
        QCOMPARE(value("mergeloom_provider_errors_total{model=\"m\",provider=\"p\"}"), 2.0);
        QCOMPARE(seriesOf("mergeloom_provider_retries_total"), 0);
    }

    void aRunThatBeganBeforeTheProcessIsLookedUp()
    {
        m_runs.insert(m_run.name, {"stored", "model", beginning});
        takeRun(event_type::providerResponse, {{"call", 4}, {"cost_usd", 1}});
        takeRun(event_type::runFinished, {{"outcome", "cancelled"}, {"reason", "cancelled"}}, 30);
        QCOMPARE(value("mergeloom_provider_calls_total{model=\"model\",provider=\"stored\"}"), 1.0);
        QCOMPARE(value("mergeloom_run_seconds_sum{outcome=\"cancelled\"}"), 30.0);
    }

    void commandsCountByKindAndEnd()
    {
        const auto command = [this](const char *kind, const QJsonObject &end) {
            const QString id = QStringLiteral("c%1").arg(m_run.seq);
            takeRun(event_type::commandStarted, {{"command_id", id}, {"kind", kind}});
            QJsonObject finished = end;
            finished.insert("command_id", id);
            takeRun(event_type::commandFinished, finished);
        };
        command("setup", {{"end", "exited"}, {"exit_code", 0}, {"duration_ms", 250}});
        command("validation", {{"end", "exited"}, {"exit_code", 1}, {"duration_ms", 250}});
        command("validation", {{"end", "timed_out"}, {"exit_code", -1}, {"duration_ms", 1000}});
        command("agent", {{"end", "interrupted"}});
        QCOMPARE(value("mergeloom_commands_total{end=\"ok\",kind=\"setup\"}"), 1.0);
        QCOMPARE(value("mergeloom_commands_total{end=\"red\",kind=\"validation\"}"), 1.0);
        QCOMPARE(value("mergeloom_commands_total{end=\"timed_out\",kind=\"validation\"}"), 1.0);
        QCOMPARE(value("mergeloom_commands_total{end=\"interrupted\",kind=\"agent\"}"), 1.0);
        QCOMPARE(value("mergeloom_command_seconds_sum{kind=\"validation\"}"), 1.25);
        QCOMPARE(seriesOf("mergeloom_command_seconds_sum"), 2); // what was interrupted has no time
    }

    void aLeaseIsMeasuredFromTheNewestTimeInTheQueue()
    {
        takeJob(event_type::jobQueued, {{"job_id", "a"}}, 0);
        takeJob(event_type::jobLeased, {{"job_id", "a"}}, 2);
        QCOMPARE(value("mergeloom_lease_latency_seconds_sum"), 2.0);
        takeJob(event_type::jobReleased, {{"job_id", "a"}}, 100);
        takeJob(event_type::jobLeased, {{"job_id", "a"}}, 101);
        QCOMPARE(value("mergeloom_lease_latency_seconds_sum"), 3.0);
        takeJob(event_type::jobLeased, {{"job_id", "a"}, {"is_resumed", true}}, 500);
        QCOMPARE(value("mergeloom_lease_latency_seconds_count"), 2.0);
        m_jobs.insert("before", beginning);
        takeJob(event_type::jobLeased, {{"job_id", "before"}}, 4);
        QCOMPARE(value("mergeloom_lease_latency_seconds_sum"), 7.0);
        takeJob(event_type::jobLeased, {{"job_id", "nowhere"}}, 600);
        QCOMPARE(value("mergeloom_lease_latency_seconds_count"), 3.0);
        takeJob(event_type::jobFinished, {{"job_id", "a"}, {"state", "completed"}});
        QCOMPARE(value("mergeloom_jobs_finished_total{state=\"completed\"}"), 1.0);
        QCOMPARE(value("mergeloom_jobs_queued_total"), 1.0);
        QCOMPARE(value("mergeloom_leases_released_total"), 1.0);
    }

    void refusedCallsCountAsOftenAsTheyWere()
    {
        takeJob(event_type::accessDenied, {{"cause", "role"}, {"count", 41}});
        takeJob(event_type::accessDenied, {{"cause", "role"}});
        QCOMPARE(value("mergeloom_access_refusals_total{cause=\"role\"}"), 42.0);
    }

    void aRunDoesNotSpeakForTheController()
    {
        takeRun(event_type::jobQueued, {{"job_id", "a"}});
        takeRun(event_type::accessDenied, {{"cause", "role"}, {"count", 1e15}});
        takeJob(event_type::runFinished, {{"outcome", "completed"}, {"reason", ""}});
        QCOMPARE(value("mergeloom_jobs_queued_total"), 0.0);
        QCOMPARE(seriesOf("mergeloom_access_refusals_total"), 0);
        QCOMPARE(seriesOf("mergeloom_runs_finished_total"), 0);
    }

    void everyEventCountsItsWayToTheStore()
    {
        take(m_run.next(event_type::commandOutput, {{"text", QString(500, u'x')}}), 0.03);
        take(m_run.next(event_type::commandOutput,
                 {{"text", "\",\"ts\":\"2020-01-01T00:00:00Z\",\"type\":\"run.finished\"}"}}),
            0.5);
        take(m_run.next(event_type::runStarted, {}, 10), 9.5); // a clock that is ahead
        QCOMPARE(value("mergeloom_events_stored_total"), 3.0);
        QCOMPARE(value("mergeloom_event_lag_seconds_count"), 3.0);
        QCOMPARE(value("mergeloom_event_lag_seconds_sum"), 0.53);
        QCOMPARE(seriesOf("mergeloom_runs_finished_total"), 0);
    }

    void anEventWithItsFieldsInAnotherOrderCountsTheSame()
    {
        const QByteArray head = "{\"type\":\"repair.started\",\"seq\":1,\"ts\":\"2023-11-14T22:13:20Z\",\"data\":{";
        take({1, m_run.name, 1, head + "\"attempt\":1}"}, 0); // is cut
        take({2, m_run.name, 2, head + "\"attempt\":1}}"}, 0);
        take({3, m_run.name, 3, "no event at all"}, 0);
        QCOMPARE(value("mergeloom_repairs_total"), 1.0);
        QCOMPARE(value("mergeloom_events_stored_total"), 3.0);
    }

    void aScrapeHasAllThatWasStoredBefore()
    {
        const QTemporaryDir directory;
        auto database = Database::open(databaseIn(directory.path())).value();
        Workers workers(*database, {});
        Metrics metrics(*database, workers);
        database->onEventsStored([&](const QList<StoredEvent> &events) { metrics.take(events); });
        for (int n = 0; n < 100; ++n)
            QVERIFY(database->write([&](const WriteTransaction &transaction) {
                return EventStore::record(transaction, QLatin1StringView(controllerStream),
                    QLatin1StringView(event_type::jobQueued), {{"job_id", QString::number(n)}});
            }));
        QByteArray text;
        bool isWhole = false;
        const auto look = [&] {
            text = metrics.scrape();
            isWhole =
                text.contains("\nmergeloom_jobs_queued_total 100\n") && text.contains("\nmergeloom_store_answers 1\n");
            return isWhole;
        };
        QTRY_VERIFY2(isWhole || look(), text.constData()); // what has been true once is not asked again
        QVERIFY(text.contains("\nmergeloom_audit_log_events 100\n"));
        QVERIFY(text.contains("\nmergeloom_jobs{state=\"queued\"} 0\n"));
        QVERIFY(text.contains("\nmergeloom_executors{state=\"idle\"} 0\n"));
        database->onEventsStored(nullptr);
    }

    void aScrapeDoesNotWaitForADatabaseThatIsBusy()
    {
        const QTemporaryDir directory;
        auto database = Database::open(databaseIn(directory.path())).value();
        Workers workers(*database, {});
        Metrics metrics(*database, workers);
        bool isAnswering = false;
        QTRY_VERIFY(isAnswering || (isAnswering = metrics.scrape().contains("\nmergeloom_store_answers 1\n")));
        std::atomic<bool> isHeld = true;
        // An unknown run is looked up in the database; this one is held up there as by a server that is away.
        database->onTransaction([&](Database::Kind, std::chrono::nanoseconds) { isHeld.wait(true); });
        metrics.take({m_run.next(event_type::providerResponse, {{"call", 1}})});
        const auto start = std::chrono::steady_clock::now();
        const QByteArray text = metrics.scrape();
        const auto taken = std::chrono::steady_clock::now() - start;
        isHeld = false;
        isHeld.notify_all();
        QVERIFY2(text.contains("\nmergeloom_store_answers 0\n"), text.constData());
        QVERIFY2(text.contains("\nprocess_open_fds "), text.constData());
        QVERIFY(taken < std::chrono::seconds(5)); // 30 ms and what a busy machine adds
    }
};

QTEST_GUILESS_MAIN(TestEventMetrics)
#include "tst_EventMetrics.moc"

#pragma once

#include "service/gateway/AuditLog.h"
#include "service/gateway/AuditVerification.h"
#include "service/gateway/Ingest.h"
#include "service/gateway/Rebuild.h"
#include "service/gateway/Retention.h"
#include "service/gateway/RunReader.h"
#include "service/gateway/RunStatements.h"
#include "service/storage/EventRemoval.h"
#include "service/storage/RetentionStore.h"
#include "service/storage/RunStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

namespace mergeloom {

inline constexpr qint64 dayUs = qint64(24) * 3600 * 1000000;

inline Timestamp daysAgo(int days) { return {Timestamp::now().microseconds - days * dayUs}; }

/// The journal of a run that says a word of its own in everything that can be removed.
struct MadeRun {
    RunId id;
    QString word;
    QByteArray lines;
    qint64 seq = 0;
    QString prev;
    Timestamp at;

    MadeRun(const QString &name, Timestamp begun) : id(name), word(name + QStringLiteral("secretword")), at(begun) {}
    void add(const char *type, const QJsonObject &data)
    {
        at.microseconds += 1000;
        const QByteArray line = compactJsonOf(Event{++seq, at, QString::fromLatin1(type), data, prev});
        prev = eventHash(line);
        lines += line + '\n';
    }
    QString said(const char *where) const { return word + QLatin1StringView(where); }
    MadeRun &begin()
    {
        add(event_type::runStarted,
            {{"job_id", "job-" + id.text()}, {"ticket_key", "T-" + id.text()}, {"title", said("title")},
                {"body", said("body")}, {"requester", said("requester")}, {"repository", "shop"},
                {"branch", "tickets/t"}, {"provider", "p"}, {"model", "m"}, {"worker", "w"}, {"attempt", 1},
                {"is_replay", false}, {"limits", QJsonObject{}}, {"most", QJsonObject{}}, {"sandbox", "bubblewrap"},
                {"sandbox_missing", QJsonArray{}}});
        add(event_type::stageStarted, {{"stage", "implementation"}, {"attempt", 0}});
        return *this;
    }
    MadeRun &turn(int call, int outputs = 3)
    {
        QString padding; // does not get much smaller
        for (int n = 0; n < 1000; ++n)
            padding += QString::number(QRandomGenerator::global()->generate64(), 36);
        add(event_type::providerRequest,
            {{"call", call}, {"attempt", 0}, {"model", "m"}, {"messages", 2},
                {"request", QJsonObject{{"text", said("prompt") + padding}}}});
        add(event_type::providerResponse,
            {{"call", call}, {"attempt", 0}, {"content", QJsonArray{said("answer")}}, {"stop", "tool_use"},
                {"model", "m2"},
                {"usage",
                    QJsonObject{
                        {"input_tokens", 100}, {"output_tokens", 7}, {"cached_tokens", 0}, {"cache_write_tokens", 0}}},
                {"cost_usd", 0.25}, {"latency_ms", 12}});
        add(event_type::toolCall,
            {{"call_id", "c"}, {"name", "read_file"}, {"input", QJsonObject{{"path", said("path")}}}});
        add(event_type::toolResult,
            {{"call_id", "c"}, {"name", "read_file"}, {"is_error", false}, {"text", said("result")},
                {"duration_ms", 3}});
        add(event_type::commandStarted,
            {{"command_id", "k"}, {"kind", "validation"}, {"line", said("line")}, {"network", "none"}});
        for (int n = 0; n < outputs; ++n)
            add(event_type::commandOutput, {{"command_id", "k"}, {"stream", "stdout"}, {"text", said("output")}});
        add(event_type::commandFinished,
            {{"command_id", "k"}, {"end", "exited"}, {"exit_code", 0}, {"duration_ms", 9}});
        return *this;
    }
    MadeRun &end(const char *outcome = "completed")
    {
        add(event_type::stageFinished,
            {{"stage", "implementation"}, {"attempt", 0}, {"status", "ok"}, {"summary", said("stage")},
                {"duration_ms", 5}, {"result", QJsonObject{{"text", said("stageresult")}}}});
        add(event_type::validationResult,
            {{"attempt", 0}, {"status", "passed"}, {"mode", "required"}, {"tree", "t"}, {"failed", QJsonArray{}}});
        add(event_type::changeRecorded,
            {{"base", "b1"}, {"tree", "t"},
                {"files",
                    QJsonArray{QJsonObject{{"path", said("file")}, {"old_path", ""}, {"change", "modified"},
                        {"additions", 1}, {"deletions", 0}, {"is_binary", false}}}},
                {"additions", 1}, {"deletions", 0}, {"patch", said("patch")}, {"is_cut", false}});
        add(event_type::commitCreated,
            {{"commit", "c1"}, {"branch", "tickets/t"}, {"base", "b1"}, {"message", said("message")}});
        add(event_type::branchPushed, {{"branch", "tickets/t"}, {"commit", "c1"}, {"remote", "r"}});
        add(event_type::runFinished,
            {{"outcome", outcome}, {"reason", ""}, {"summary", said("summary")}, {"validation", "passed"},
                {"is_pushed", true}});
        return *this;
    }
};

/// A database with runs that ended at some time, and their policies.
class RetentionFixture : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<AuditLog> m_log;
    std::unique_ptr<Retention> m_retention;
    std::stop_source m_stop;

    void open()
    {
        m_database = Database::open(databaseIn(m_directory->path())).value();
        m_log = AuditLog::open(*m_database, m_directory->filePath("audit.key")).value();
        m_retention = std::make_unique<Retention>(*m_database);
    }
    void close()
    {
        m_retention.reset();
        m_log.reset();
        m_database.reset();
    }
    template <class T>
    static T must(Result<T> result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        if constexpr (!std::is_void_v<T>)
            return *std::move(result);
    }
    void ship(const MadeRun &run)
    {
        Ingest ingest(*m_database);
        must(ingest.ingest(run.id, run.lines));
    }
    MadeRun makeRun(const QString &name, int endedDaysAgo, const char *outcome = "completed", int turns = 2)
    {
        MadeRun run(name, daysAgo(endedDaysAgo));
        run.at.microseconds -= 1000000;
        run.begin();
        for (int n = 1; n <= turns; ++n)
            run.turn(n);
        run.end(outcome);
        ship(run);
        jobEnded(run);
        return run;
    }
    void jobEnded(const MadeRun &run)
    {
        must(m_database->write([&](const WriteTransaction &transaction) {
            return EventStore::record(transaction, QLatin1StringView(controllerStream),
                QLatin1StringView(event_type::jobFinished),
                {{"job_id", "job-" + run.id.text()}, {"state", "completed"}, {"outcome", "completed"}, {"reason", ""},
                    {"summary", run.said("summary")}, {"run_id", run.id.text()}});
        }));
    }
    void setPolicies(const QList<RetentionPolicy> &policies)
    {
        must(m_retention->change({policies}, std::nullopt, QStringLiteral("admin")));
    }
    api::RetentionOutcome run()
    {
        return must(m_retention->run(
            QStringLiteral("tester"), [](int, int) {}, m_stop.get_token()));
    }
    /// Without what a run of the policies does afterwards.
    void removeAll(const RunId &id, const char *content)
    {
        const RetentionStep step{id, QString::fromLatin1(content), "old", "because"};
        for (;;) {
            const EventRemoval removal = must(m_database->read(
                [&](const ReadTransaction &transaction) { return EventRemoval::prepare(transaction, step); }));
            if (removal.rows.isEmpty())
                return;
            must(m_database->write(
                [&](const WriteTransaction &transaction) { return removal.apply(transaction, "x"); }));
        }
    }
    AuditReport verify(const AuditEvidence &evidence = {})
    {
        return must(verifyAudit(*m_database, evidence, [](qint64, qint64) {}));
    }
    static QByteArray firstFault(const AuditReport &report)
    {
        return report.faults.isEmpty()
            ? QByteArray()
            : report.faults.first().kind.toUtf8() + ": " + report.faults.first().text.toUtf8();
    }
    static QStringList kinds(const AuditReport &report)
    {
        QStringList kinds;
        for (const AuditFault &fault : report.faults)
            kinds << fault.kind;
        return kinds;
    }
    RunView view(const RunId &id)
    {
        return must(m_database->read([&](const ReadTransaction &transaction) { return loadRunView(transaction, id); }));
    }
    QList<StoredEvent> eventsOf(const QString &stream)
    {
        return must(m_database->read(
            [&](const ReadTransaction &transaction) { return EventStore::ofStream(transaction, stream, 0, 100000); }));
    }
    Result<void> sql(const QByteArrayList &statements)
    {
        return m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            for (const QByteArray &each : statements)
                MERGELOOM_CHECK(transaction.connection().execute(QString::fromUtf8(each)));
            return {};
        });
    }
    void dropGuards()
    {
        for (const QByteArray guard : {"event_is_never_changed", "event_is_never_deleted", "removal_is_said_first"})
            QVERIFY(sql({isOnPostgres() ? "DROP TRIGGER IF EXISTS " + guard + " ON "
                        + (guard.startsWith("removal") ? "removal_permit" : "event")
                                        : "DROP TRIGGER IF EXISTS " + guard}));
    }
    qint64 firstRemoved(const RunId &id)
    {
        for (const StoredEvent &event : eventsOf(id.text()))
            if (event.removal > 0)
                return event.id;
        return 0;
    }

    static RetentionPolicy policy(const char *name, const char *content, std::optional<qint64> days,
        QStringList outcomes = {}, std::optional<qint64> bytes = {})
    {
        return {QString::fromLatin1(name), QString::fromLatin1(content), std::move(outcomes), days, bytes};
    }
};

} // namespace mergeloom

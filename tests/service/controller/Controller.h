#pragma once

#include "service/controller/Catalog.h"
#include "service/controller/Intake.h"
#include "service/controller/Queue.h"
#include "service/controller/Workers.h"
#include "service/storage/EventStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace mergeloom {

/// A clock that moves when it is told to.
struct HandClock {
    std::shared_ptr<std::atomic<qint64>> milliseconds = std::make_shared<std::atomic<qint64>>(0);
    SteadyClock clock() const
    {
        return [now = milliseconds] { return std::chrono::steady_clock::time_point(std::chrono::milliseconds(*now)); };
    }
    void advance(std::chrono::seconds by) { *milliseconds += std::chrono::milliseconds(by).count(); }
};

/// A controller over a real database in a directory of its own.
struct Controller {
    QTemporaryDir directory;
    HandClock time;
    /// Microseconds since 1970; noon of some day at first.
    std::shared_ptr<std::atomic<qint64>> wall =
        std::make_shared<std::atomic<qint64>>(qint64(20'000 * 24 + 12) * 3600 * 1'000'000);
    DayBudgets dayBudgets; ///< read by start()
    std::unique_ptr<Database> database;
    std::unique_ptr<Catalog> catalog;
    std::unique_ptr<Queue> queue;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<Workers> workers;

    Controller() { start(); }

    void start()
    {
        auto opened = Database::open(databaseIn(directory.filePath("data")));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        database = std::move(*opened);
        const SecretBox box = SecretBox::open(directory.filePath("secret.key")).value();
        Queue::Options options;
        options.clock = time.clock();
        options.wallClock = [now = wall] { return Timestamp{*now}; };
        options.dayBudgets = dayBudgets;
        catalog = std::make_unique<Catalog>(*database, box);
        queue = std::make_unique<Queue>(*database, box, options);
        intake = std::make_unique<Intake>(*database, *queue);
        Workers::Options workerOptions;
        workerOptions.clock = time.clock();
        workers = std::make_unique<Workers>(*database, workerOptions);
        if (!queue->start())
            qFatal("the queue did not start");
    }

    /// As if the process had ended and another had started on the same directory.
    void restart()
    {
        workers.reset();
        intake.reset();
        queue.reset();
        catalog.reset();
        database.reset();
        start();
    }

    void advanceWall(std::chrono::hours by) { *wall += std::chrono::microseconds(by).count(); }

    api::RepositoryView addRepository(const QString &alias, const RepositorySettings &settings = {})
    {
        api::RepositoryRequest request;
        request.settings = settings;
        request.alias = alias;
        request.cloneUrl = QStringLiteral("https://example.org/%1.git").arg(alias);
        return catalog->add(request, "test").value();
    }

    api::TicketView submit(
        const QString &title, const QStringList &labels = {}, const QString &body = {}, int priority = 0)
    {
        api::TicketRequest request;
        request.title = title;
        request.labels = labels;
        request.body = body;
        request.priority = priority;
        return intake->submit(request, "alice").value();
    }

    WorkerId enroll(const QString &name)
    {
        protocol::EnrollRequest request;
        request.name = name;
        request.version = "1";
        return workers->enrollOfCluster(request).value().workerId;
    }

    std::optional<JobEnvelope> lease(const WorkerId &worker, const QString &requestId)
    {
        auto envelope = queue->tryLease({worker, requestId, {}, 0});
        if (!envelope)
            qFatal("%s", qPrintable(envelope.error().message));
        return *envelope;
    }

    JobState state(const JobId &id) { return queue->find(id).value().state; }

    /// Types of the controller's events, oldest first.
    QStringList events(const QString &prefix = QStringLiteral("job."))
    {
        const auto stored = database
                                ->read([](const ReadTransaction &transaction) {
                                    return EventStore::ofStream(transaction, controllerStream, 0, 10000);
                                })
                                .value();
        QStringList types;
        for (const StoredEvent &event : stored)
            if (const QString type = parseEventLine(event.line).value().type; type.startsWith(prefix))
                types << type;
        return types;
    }
};

inline RunResult resultOf(Outcome outcome, Reason reason)
{
    RunResult result;
    result.outcome = outcome;
    result.reason = reason;
    result.summary = "done";
    result.branch = "tickets/local-1";
    return result;
}

} // namespace mergeloom

#pragma once

#include "tests/service/controller/simulation/Agenda.h"

#include "service/controller/Intake.h"
#include "service/controller/Queue.h"
#include "service/storage/EventStore.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/TestDatabase.h"

#include <QMap>
#include <QStringList>

namespace mergeloom::simulation {

/// The branch of a job on its remote: it moves only from the head that the pusher expects, as git's own check does it.
struct Branch {
    QString head;
    QStringList landed;
};

/// What all parts of one simulation share: time, luck, the database, the remote, and what was seen.
class World
{
public:
    World(quint64 seed, Database &database, const SecretBox &box) : chance(seed), database(database), box(box)
    {
        database.onEventsStored([this](const QList<StoredEvent> &events) {
            for (const StoredEvent &event : events)
                if (const auto read = parseEventLine(event.line);
                    read && event.stream == QLatin1StringView(controllerStream))
                    take(*read);
        });
    }
    ~World()
    {
        database.onEventsStored({});
        failCommits(0);
    }
    World(const World &) = delete;

    Agenda agenda;
    Chance chance;
    Database &database;
    const SecretBox &box;
    QMap<JobId, Branch> branches;
    QStringList trace;
    QStringList broken;      ///< promises that did not hold
    qint64 forwardJumps = 0; ///< of the wall clock, seconds
    int strayPushes = 0;     ///< that landed after their lease was lost: on their way when their sender stood still

    void note(const QString &who, const QString &what)
    {
        trace << QStringLiteral("%1 %2: %3").arg(double(agenda.now()) / 1000, 8, 'f', 3).arg(who, what);
    }
    void breach(const QString &what)
    {
        broken << what;
        note(QStringLiteral("BROKEN"), what);
    }
    /// Jobs, runs and leases by short names, which are the same in every replay.
    QString named(const QString &prefix, const QString &id)
    {
        if (!m_names.contains(id))
            m_names.insert(id, prefix + QString::number(++m_numbers[prefix]));
        return m_names.value(id);
    }
    QString named(const JobId &id) { return named(QStringLiteral("J"), id.text()); }
    QString named(const LeaseId &id) { return named(QStringLiteral("L"), id.text()); }

    /// The same finish again gets the same answer, whatever has become of the job.
    void checkFinish(const LeaseId &lease, bool isTaken, bool isAnswer)
    {
        if (!isAnswer || isDiskFull)
            return;
        if (m_finished.contains(lease) && m_finished.value(lease) != isTaken)
            breach(QStringLiteral("a finish under %1 was answered once so, once otherwise").arg(named(lease)));
        m_finished.insert(lease, isTaken);
    }

    /// The same request gets the same job, however often and late it comes.
    void checkLease(const QString &request, const LeaseId &lease)
    {
        if (forwardJumps > 80'000)
            return; // requests of yesterday are forgotten, but for those whose lease is in force
        if (m_given.value(request, lease) != lease)
            breach(QStringLiteral("one request was given %1 and %2").arg(named(m_given.value(request)), named(lease)));
        m_given.insert(request, lease);
    }

    /// A full disk: every commit that changes a job fails.
    void failCommits(int isOn)
    {
        (void)database.write([&](const WriteTransaction &transaction) {
            return Statement(transaction, R"sql(UPDATE commit_fault SET is_on = ?)sql").bind(isOn).run();
        });
        isDiskFull = isOn != 0;
    }
    bool isDiskFull = false;

    StoredJob stored(const JobId &id)
    {
        return *database.read([&](const ReadTransaction &transaction) { return JobStore::find(transaction, id); })
                    .value();
    }

    /// Whether somebody else has moved the branch.
    bool land(const JobEnvelope &job, const QString &expected)
    {
        Branch &branch = branches[job.jobId];
        const QString commit = job.runId.text();
        if (branch.head == commit)
            return false;
        if (branch.head != expected)
            return true;
        branch.head = commit;
        branch.landed << commit;
        if (const StoredJob now = stored(job.jobId); now.view.runId != job.runId || !isOpen(now.view.state)) {
            ++strayPushes;
            note(QStringLiteral("remote"), QStringLiteral("a push arrives after its lease was lost"));
        }
        return false;
    }

    /// Once for each database: what failCommits() needs.
    static Result<void> prepare(Database &database)
    {
        // A broken deferred reference is found by COMMIT, and not before.
        return database.write([](const WriteTransaction &transaction) -> Result<void> {
            const char *trigger = isOnPostgres()
                ? "CREATE FUNCTION fail_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                  "IF (SELECT is_on FROM commit_fault) = 1 THEN INSERT INTO fault_child VALUES (1); END IF; "
                  "RETURN NEW; END $$"
                : "CREATE TRIGGER commit_fails AFTER UPDATE ON job WHEN (SELECT is_on FROM commit_fault) "
                  "BEGIN INSERT INTO fault_child VALUES (1); END";
            QList<const char *> statements{"CREATE TABLE commit_fault (is_on INTEGER NOT NULL)",
                "INSERT INTO commit_fault VALUES (0)", "CREATE TABLE fault_parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE fault_child (id INTEGER REFERENCES fault_parent (id) DEFERRABLE INITIALLY DEFERRED)",
                trigger};
            if (isOnPostgres())
                statements
                    << "CREATE TRIGGER commit_fails AFTER UPDATE ON job FOR EACH ROW EXECUTE FUNCTION fail_commit()";
            for (const char *sql : statements)
                MERGELOOM_CHECK(transaction.connection().execute(QString::fromLatin1(sql)));
            return {};
        });
    }

private:
    /// Every change of a job, in the order of commits: from the queue to one holder, and to one end.
    void take(const Event &event)
    {
        const JobId job(event.data.value("job_id").toString());
        QString &state = m_states[job];
        const QString before = state;
        if (event.type == QLatin1StringView(event_type::jobQueued))
            state = QStringLiteral("queued");
        else if (event.type == QLatin1StringView(event_type::jobLeased))
            state = QStringLiteral("held");
        else if (event.type == QLatin1StringView(event_type::jobReleased))
            state = QStringLiteral("queued");
        else if (event.type == QLatin1StringView(event_type::jobFinished)
            && event.data.value("state").toString() != u"unchanged")
            state = QStringLiteral("ended");
        else
            return;
        note(QStringLiteral("events"),
            QStringLiteral("%1 of %2 (%3)").arg(event.type, named(job), event.data.value("reason").toString()));
        const bool isRight = event.type == QLatin1StringView(event_type::jobQueued)
            ? before.isEmpty() || before == u"ended"
            : event.type == QLatin1StringView(event_type::jobLeased)   ? before == u"queued"
            : event.type == QLatin1StringView(event_type::jobReleased) ? before == u"held"
                                                                       : before == u"queued" || before == u"held";
        if (!isRight)
            breach(QStringLiteral("%1 of %2, which was \"%3\"").arg(event.type, named(job), before));
        if (event.data.value("outcome").toString() == u"completed"
            && !branches[job].landed.contains(event.data.value("run_id").toString()))
            breach(QStringLiteral("%1 is completed, but its run has pushed nothing").arg(named(job)));
    }

    QMap<QString, QString> m_names;
    QMap<QString, int> m_numbers;
    QMap<JobId, QString> m_states;
    QMap<LeaseId, bool> m_finished;
    QMap<QString, LeaseId> m_given;
};

/// The gateway: a real queue over the real database, and the desk where heartbeats wait for commands.
class Gateway
{
public:
    explicit Gateway(World &world) : m_world(world)
    {
        start();
        tick();
    }

    Queue &queue() { return *m_queue; }
    Intake &intake() { return *m_intake; }
    bool isUp() const { return m_queue != nullptr; }

    /// A request has come in. With no process there, the connection is refused.
    void arrive(std::function<void(Queue &)> work, const std::function<void()> &refused)
    {
        if (!isUp())
            return refused();
        m_process.act([this, work = std::move(work)] {
            if (isUp())
                work(*m_queue);
        });
    }

    struct Beat {
        JobId job;
        WorkerId worker;
        protocol::HeartbeatRequest request;
        qint64 deadline;
        std::function<void(Result<protocol::LeaseAnswer>)> reply;
    };
    /// As HeartbeatDesk does it: held back until there is a command, and renewed again at the end of the wait.
    void beat(const Beat &beat)
    {
        const auto answer = m_queue->heartbeat(beat.job, beat.request, beat.worker);
        if (!answer || !answer->commands.isEmpty() || m_world.agenda.now() >= beat.deadline)
            return beat.reply(answer);
        const int number = ++m_beats;
        m_parked.insert(number, beat);
        m_world.agenda.in(beat.deadline - m_world.agenda.now(), [this, number] { wake(number); });
    }

    void crash()
    {
        m_world.note(QStringLiteral("gateway"), QStringLiteral("is killed"));
        m_process.end();
        goOn();
        m_parked.clear();
        m_intake.reset();
        m_queue.reset();
    }
    void start()
    {
        Queue::Options options;
        options.clock = [this] {
            return std::chrono::steady_clock::time_point(std::chrono::milliseconds(monotonic()));
        };
        m_queue = std::make_unique<Queue>(m_world.database, m_world.box, options);
        m_intake = std::make_unique<Intake>(m_world.database, *m_queue);
        if (!m_queue->start())
            qFatal("the queue does not start");
        m_queue->onCommand([this](const JobId &job) {
            for (const int number : m_parked.keys())
                if (m_parked.value(number).job == job)
                    m_world.agenda.in(0, [this, number] { wake(number); });
        });
    }
    /// `sleeps`: the whole host, whose monotonic clock then stands still too.
    void pause(bool sleeps)
    {
        m_process.pause();
        if (sleeps && m_sleepsSince < 0)
            m_sleepsSince = m_world.agenda.now();
    }
    void goOn()
    {
        if (m_sleepsSince >= 0)
            m_slept += m_world.agenda.now() - std::exchange(m_sleepsSince, -1);
        m_process.goOn();
    }

private:
    qint64 monotonic() const
    {
        return 1'000'000 + (m_sleepsSince >= 0 ? m_sleepsSince : m_world.agenda.now()) - m_slept;
    }
    void wake(int number)
    {
        m_process.act([this, number] {
            if (isUp() && m_parked.contains(number))
                beat(m_parked.take(number));
        });
    }
    void tick()
    {
        m_process.act([this] {
            if (isUp())
                (void)m_queue->expireLeases();
        });
        m_world.agenda.in(1000, [this] { tick(); });
    }

    World &m_world;
    Pausable m_process;
    std::unique_ptr<Queue> m_queue;
    std::unique_ptr<Intake> m_intake;
    QMap<int, Beat> m_parked;
    int m_beats = 0;
    qint64 m_slept = 0;
    qint64 m_sleepsSince = -1;
};

/// One direction between an executor and the gateway: late, twice, in another order, or not at all.
class Wire
{
public:
    explicit Wire(World &world) : m_world(world) {}
    bool isCut = false;
    bool isSlow = false;
    bool isPerfect = false;

    void send(const std::function<void()> &deliver)
    {
        Chance &chance = m_world.chance;
        if (isPerfect)
            return m_world.agenda.in(chance.between(1, 20), deliver);
        if (isCut || chance.oneIn(isSlow ? 6 : 60))
            return;
        m_world.agenda.in(isSlow && chance.oneIn(2) ? chance.between(1, 70'000) : chance.between(1, 40), deliver);
        if (chance.oneIn(40))
            m_world.agenda.in(chance.between(1, 90'000), deliver);
    }

private:
    World &m_world;
};

} // namespace mergeloom::simulation

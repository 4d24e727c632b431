#include "service/journal/JournalReader.h"
#include "service/journal/RunRecorder.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace mergeloom;

/// Files of this process cannot grow beyond `bytes` while it lives.
class NoLongerFiles
{
public:
    explicit NoLongerFiles(qint64 bytes) : m_wasIgnored(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit tight{rlim_t(bytes), m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &tight);
    }
    ~NoLongerFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_wasIgnored);
    }

private:
    rlimit m_before{};
    void (*m_wasIgnored)(int);
};

class JournalTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void overwrite(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    /// A journal of three events in a folder of its own.
    QString threeEvents(const QString &name)
    {
        auto recorder = RunRecorder::open(m_folder.filePath(name), {});
        for (int i = 0; i < 3; ++i)
            (*recorder)->append(QStringLiteral("run.message"), {{"text", i}});
        return (*recorder)->path();
    }
    static Result<JournalState> read(const QString &path, QList<Event> *events = nullptr)
    {
        return readJournal(path, [&](const QByteArray &, const Event &event) {
            if (events)
                events->append(event);
        });
    }

private Q_SLOTS:
    void linesAreNumberedAndChained()
    {
        QList<Event> events;
        const auto state = read(threeEvents("chain"), &events);
        QVERIFY(state);
        QCOMPARE(state->lastSeq, 3);
        QCOMPARE(events.at(0).prev, QString());
        QCOMPARE(events.at(2).seq, 3);
        QVERIFY(events.at(2).prev != events.at(1).prev);
    }
    void aTornLastLineIsDroppedAtAnyByte()
    {
        const QString path = threeEvents("torn");
        const QByteArray whole = contentOf(path);
        const qsizetype secondEnd = whole.lastIndexOf('\n', -2) + 1;
        for (qsizetype size = secondEnd; size < whole.size(); ++size) {
            overwrite(path, whole.left(size));
            const auto state = read(path);
            QVERIFY(state);
            QCOMPARE(state->lastSeq, 2);
            QCOMPARE(state->wholeBytes, secondEnd);
        }
        auto recorder = RunRecorder::open(m_folder.filePath("torn"), {});
        QVERIFY(recorder);
        (*recorder)->append(QStringLiteral("run.message"), {});
        QCOMPARE(read(path)->lastSeq, 3);
    }
    void otherDamageNamesTheLine()
    {
        const QString path = threeEvents("damage");
        QByteArray bytes = contentOf(path);
        bytes.replace("{\"text\":1}", "{\"text\":9}");
        overwrite(path, bytes);
        const auto state = read(path);
        QVERIFY(!state);
        QCOMPARE(state.error().code, ErrorCode::Corrupt);
        QVERIFY2(state.error().message.contains("line 3"), qPrintable(state.error().message));
        QVERIFY(!RunRecorder::open(m_folder.filePath("damage"), {}));
    }
    void secretsAreNeverWritten()
    {
        Redactor redactor;
        redactor.addSecret("hunter2hunter2");
        auto recorder = RunRecorder::open(m_folder.filePath("secret"), redactor);
        (*recorder)->append(QStringLiteral("run.message"), {{"text", "it is hunter2hunter2!"}, {"hunter2hunter2", 1}});
        const QByteArray bytes = contentOf((*recorder)->path());
        QVERIFY(!bytes.contains("hunter2"));
        QVERIFY(bytes.contains("it is [redacted]!"));
    }
    void theEndOfARecordIsTriedOnceMore()
    {
        auto recorder = RunRecorder::open(m_folder.filePath("failed"), {});
        {
            const NoLongerFiles limit(10);
            (*recorder)->append(QStringLiteral("run.message"), {{"text", "longer than ten bytes"}});
        }
        (*recorder)->append(QStringLiteral("run.message"), {{"text", "nothing may follow what is missing"}});
        (*recorder)->finish({{"outcome", "failed"}});
        QVERIFY2(!(*recorder)->sync(), "the record is known to be broken all the same");
        QVERIFY(!(*recorder)->unwritten());
        QList<Event> events;
        QVERIFY(
            readJournal((*recorder)->path(), [&](const QByteArray &, const Event &event) { events.append(event); }));
        QCOMPARE(events.size(), 1);
        QCOMPARE(events.first().type, QStringLiteral("run.finished"));
    }

    void anEndThatTheDiskDoesNotTakeIsKept()
    {
        auto recorder = RunRecorder::open(m_folder.filePath("dead"), {});
        (*recorder)->append(QStringLiteral("run.message"), {{"text", "first"}});
        const QByteArray before = contentOf((*recorder)->path());
        {
            const NoLongerFiles limit(before.size() + 10);
            (*recorder)->finish({{"outcome", "failed"}});
        }
        QCOMPARE(contentOf((*recorder)->path()), before);
        const auto line = (*recorder)->unwritten();
        QVERIFY(line);
        const auto event = parseJsonAs<Event>(*line);
        QVERIFY(event);
        QCOMPARE(event->seq, 2);
        QCOMPARE(event->prev, eventHash(before.chopped(1)));
    }

    void threadsShareOneChain()
    {
        auto recorder = RunRecorder::open(m_folder.filePath("threads"), {});
        QList<qint64> heard;
        (*recorder)->onLine([&](qint64 seq, const QByteArray &) { heard.append(seq); });
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back([&] {
                    for (int i = 0; i < 250; ++i)
                        (*recorder)->append(QStringLiteral("run.message"), {{"text", "x"}});
                });
        }
        QVERIFY((*recorder)->sync());
        const auto state = read((*recorder)->path());
        QVERIFY(state);
        QCOMPARE(state->lastSeq, 1000);
        QVERIFY(std::is_sorted(heard.begin(), heard.end()));
        QCOMPARE(heard.size(), 1000);
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "tst_Journal.moc"

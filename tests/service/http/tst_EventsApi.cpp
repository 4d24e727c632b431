#include "tests/service/http/ApiFixture.h"

#include "shared/client/LiveFeed.h"

#include <QTcpSocket>

using namespace mergeloom;
using namespace mergeloom::test;

class TestEventsApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamHasEveryEventOnceOverBrokenConnections();
    void aStreamBeginsWhereItIsAskedTo();
    void theStreamOfAllEventsBeginsWithNewOnes();
    void aRunThatIsNotThereIs404();
    void manyOldEventsArriveThoughTheClientIsSlow();

private:
    static QList<qint64> seqs(const QByteArray &stream);
    void ship(const RunId &run, const QByteArray &lines);
    QByteArray read(const QString &path, const QByteArray &until, const QMap<QByteArray, QByteArray> &headers = {});
    ApiFixture m_service;
};

void TestEventsApi::ship(const RunId &run, const QByteArray &lines)
{
    const auto answer =
        m_service.send("POST", "/api/gateway/v1/runs/" + run.text() + "/events", lines, Access::Cluster);
    QVERIFY2(answer.status == 200, answer.body.constData());
}

/// Of the messages; what the stream begins after has an id too.
QList<qint64> TestEventsApi::seqs(const QByteArray &stream)
{
    QList<qint64> found;
    QByteArray last;
    for (const QByteArray &line : stream.split('\n')) {
        if (line.startsWith("id: ") && !last.startsWith("retry: "))
            found << line.mid(4).toLongLong();
        last = line;
    }
    return found;
}

QByteArray TestEventsApi::read(
    const QString &path, const QByteArray &until, const QMap<QByteArray, QByteArray> &headers)
{
    std::unique_ptr<QNetworkReply> reply(m_service.start("GET", path, {}, Access::Viewer, headers));
    QByteArray text;
    [[maybe_unused]] const bool came =
        QTest::qWaitFor([&] { return (text += reply->readAll()).contains(until); }, 10000);
    return text;
}

void TestEventsApi::aStreamHasEveryEventOnceOverBrokenConnections()
{
    const RunId run = RunId::make();
    JournalLines journal;
    ship(run, journal.started());
    ApiClient client(m_service.url, m_service.secrets[Access::Viewer]);
    QList<qint64> got;
    int connections = 0;
    LiveFeed feed(client, run,
        {[&](const api::EventView &entry) { got << entry.event.seq; }, {},
            [&](const std::optional<Error> &down) { connections += down ? 0 : 1; }});
    feed.setBackOff(std::chrono::milliseconds(10), std::chrono::milliseconds(50));
    feed.start(0);
    QList<qint64> wanted{1};
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 20; ++i) {
            ship(run, journal.message(QStringLiteral("event %1").arg(i)));
            wanted << wanted.last() + 1;
        }
        // The connection breaks at any place of the stream; the feed asks for what comes after its last event.
        m_service.listener.reset();
        m_service.listener =
            std::make_unique<HttpListener>(m_service.router, m_service.access, m_service.files, HttpOptions{});
        QVERIFY(m_service.listener->listen(QHostAddress::LocalHost, quint16(m_service.url.port())));
    }
    QTRY_COMPARE_WITH_TIMEOUT(got.size(), wanted.size(), 20000);
    QCOMPARE(got, wanted);
    QVERIFY(connections > 1);
}

void TestEventsApi::aStreamBeginsWhereItIsAskedTo()
{
    const RunId run = RunId::make();
    JournalLines journal;
    QByteArray lines = journal.started();
    for (int i = 2; i <= 10; ++i)
        lines += journal.message(QString::number(i));
    ship(run, lines);
    const QString path = "/api/v1/runs/" + run.text() + "/stream";
    QCOMPARE(seqs(read(path + "?after=7", "id: 10\n")), (QList<qint64>{8, 9, 10}));
    QVERIFY(read(path + "?after=7", "id: 10\n").startsWith("retry: 1000\nid: 7\n\n"));
    QCOMPARE(seqs(read(path + "?after=2", "id: 10\n", {{"Last-Event-ID", "8"}})), (QList<qint64>{9, 10}));
    QCOMPARE(seqs(read(path, "id: 10\n")).size(), 10);
    const auto wrong = m_service.send("GET", path + "?after=soon");
    QCOMPARE(wrong.status, 400);
    QCOMPARE(wrong.error()["details"].toObject()["field"].toString(), "after");
}

void TestEventsApi::theStreamOfAllEventsBeginsWithNewOnes()
{
    m_service.addRepository("first");
    std::unique_ptr<QNetworkReply> reply(m_service.start("GET", "/api/v1/stream", {}, Access::Viewer));
    QByteArray text;
    QTRY_VERIFY((text += reply->readAll()).contains("retry:"));
    m_service.addTicket("A ticket", "first");
    QTRY_VERIFY((text += reply->readAll()).contains("job.queued"));
    QVERIFY(!text.contains("config.changed")); // of the repository, before
    const QByteArray first = QByteArray::number(seqs(text).first());
    const auto page = m_service.send(
        "GET", "/api/v1/events?after=" + QString::fromLatin1(QByteArray::number(first.toLongLong() - 1)));
    QCOMPARE(QByteArray::number(page.json()["items"].toArray().at(0).toObject()["id"].toInteger()), first);
}

void TestEventsApi::aRunThatIsNotThereIs404()
{
    QCOMPARE(m_service.send("GET", "/api/v1/runs/none/stream").status, 404);
    QCOMPARE(m_service.send("GET", "/api/v1/runs/none").status, 404);
}

void TestEventsApi::manyOldEventsArriveThoughTheClientIsSlow()
{
    const RunId run = RunId::make();
    JournalLines journal;
    QByteArray lines = journal.started();
    for (int i = 0; i < 160; ++i)
        lines += journal.message(QString(16 * 1024, QChar('a' + i % 26)));
    for (qsizetype from = 0; from < lines.size();) { // in batches under the limit of a body
        const qsizetype end = lines.indexOf('\n', std::min(from + 2 * 1024 * 1024, lines.size() - 1)) + 1;
        ship(run, lines.mid(from, end - from));
        from = end;
    }
    QTcpSocket socket;
    socket.setReadBufferSize(64 * 1024);
    socket.connectToHost(QHostAddress::LocalHost, quint16(m_service.url.port()));
    QTRY_COMPARE(socket.state(), QTcpSocket::ConnectedState);
    socket.write("GET /api/v1/runs/" + run.text().toUtf8()
        + "/stream HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + m_service.secrets[Access::Viewer].toUtf8()
        + "\r\n\r\n");
    QByteArray text;
    QTRY_VERIFY_WITH_TIMEOUT((text += socket.read(32 * 1024)).contains("\nid: 161\n"), 30000);
    QCOMPARE(seqs(text).size(), 161);
}

QTEST_GUILESS_MAIN(TestEventsApi)
#include "tst_EventsApi.moc"

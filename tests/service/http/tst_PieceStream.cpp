#include "service/http/PieceStream.h"
#include "tests/service/http/TestService.h"

#include <atomic>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

/// A route whose answer is made of these pieces.
Route piecesRoute(BackgroundWork &work, PieceStream::NextPiece next)
{
    return TestService::live("GET", "/api/v1/pieces",
        [&work, next = std::move(next)](const ApiRequest &, const std::shared_ptr<LiveReply> &reply) {
            PieceStream::start(
                work, {"text/html; charset=utf-8", {{"Content-Disposition", "attachment"}}}, next, reply);
        });
}

} // namespace

class TestPieceStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesBecomeOneAnswerWithItsHeaders()
    {
        BackgroundWork work(2, 8);
        int number = 0;
        TestService service({}, {piecesRoute(work, [&number]() -> Result<QByteArray> {
            ++number;
            return number <= 3 ? QByteArray::number(number) + ' ' : QByteArray();
        })});
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/pieces"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("1 2 3 "));
        QCOMPARE(answer.header("content-type"), QByteArray("text/html; charset=utf-8"));
        QCOMPARE(answer.header("content-disposition"), QByteArray("attachment"));
        QCOMPARE(answer.header("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200); // on the same connection
    }

    void anErrorAtTheBeginningIsAnAnswer()
    {
        BackgroundWork work(2, 8);
        TestService service({}, {piecesRoute(work, []() -> Result<QByteArray> {
            return failure(ErrorCode::NotFound, QStringLiteral("There is no such run."));
        })});
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/pieces"));
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.errorCode(), QStringLiteral("not_found"));
    }

    void anErrorLaterBreaksTheConnectionOffSoThatNoHalfPassesForTheWhole()
    {
        BackgroundWork work(2, 8);
        int number = 0;
        TestService service({}, {piecesRoute(work, [&number]() -> Result<QByteArray> {
            if (++number < 3)
                return QByteArray("piece");
            return failure(ErrorCode::Corrupt, QStringLiteral("An event is missing."));
        })});
        RawClient client(service.port);
        client.send(get("/api/v1/pieces"));
        QVERIFY(client.isEnded());
        QVERIFY(!client.input().endsWith("0\r\n\r\n"));
        QVERIFY(service.answers());
    }

    void noMoreIsMadeThanTheClientTakes()
    {
        BackgroundWork work(2, 8);
        constexpr int most = 160;
        std::atomic<int> made = 0;
        TestService service({}, {piecesRoute(work, [&made]() -> Result<QByteArray> {
            return ++made <= most ? QByteArray(64 * 1024, 'x') : QByteArray();
        })});
        RawClient client(service.port);
        client.socket().setReadBufferSize(1);
        client.send(get("/api/v1/pieces"));
        int seen = -1;
        QTRY_VERIFY_WITH_TIMEOUT(seen == std::exchange(seen, made.load()) && seen > 0, 20000);
        QVERIFY2(made < most, "everything was made for a client that takes nothing");
        client.socket().setReadBufferSize(0);
        QCOMPARE(client.read("GET", 60000).body.size(), qsizetype(most) * 64 * 1024);
    }

    void nothingMoreIsMadeForAClientThatHungUp()
    {
        BackgroundWork work(2, 8);
        std::atomic<int> made = 0;
        TestService service({}, {piecesRoute(work, [&made]() -> Result<QByteArray> {
            ++made;
            return QByteArray(64 * 1024, 'x');
        })});
        RawClient client(service.port);
        client.send(get("/api/v1/pieces"));
        QTRY_VERIFY(made > 2);
        client.socket().abort();
        QTRY_COMPARE(service.listener->connections(), 0);
        int seen = -1;
        QTRY_VERIFY(seen == std::exchange(seen, made.load()));
        QVERIFY(service.answers());
    }
};

QTEST_GUILESS_MAIN(TestPieceStream)
#include "tst_PieceStream.moc"

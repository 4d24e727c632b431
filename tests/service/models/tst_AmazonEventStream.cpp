#include "service/models/AmazonEventStream.h"
#include "tests/service/models/AmazonMessages.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

using Headers = std::map<QByteArray, QByteArray>;

struct Decoded {
    QList<AmazonMessage> messages;
    QString error; ///< of the last push
};

Decoded decode(const QByteArrayList &pieces)
{
    Decoded decoded;
    AmazonEventStream stream;
    for (const QByteArray &piece : pieces) {
        const auto pushed = stream.push(piece, [&](const AmazonMessage &message) { decoded.messages.append(message); });
        decoded.error = pushed ? QString() : pushed.error().message;
    }
    return decoded;
}

// The published vectors of the encoding; they are the same in Amazon's libraries for C (aws-c-event-stream, its
// deserializer tests) and JavaScript (eventstream-codec, its test vectors).
const QByteArray emptyMessage = QByteArray::fromHex("00000010 00000000 05c248eb 7d98c8ff");
const QByteArray payloadAlone = QByteArray::fromHex("0000001d 00000000 fd528c5a 7b27666f6f273a27626172277d c3653936");
const QByteArray textHeaderAndPayload = QByteArray::fromHex(
    "0000003d 00000020 07fd8396 0c636f6e74656e742d74797065 07 0010 6170706c69636174696f6e2f6a736f6e "
    "7b27666f6f273a27626172277d 8d9c08b1");
const QByteArray numberHeader = QByteArray::fromHex("0000002d 00000010 41c424b8 0a6576656e742d74797065 04 0000a00c "
                                                    "7b27666f6f273a27626172277d 36f480a0");

} // namespace

class AmazonEventStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsThePublishedVectors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("payload");
        const QByteArray json = "{'foo':'bar'}";
        QTest::newRow("empty message") << emptyMessage << QByteArray() << QByteArray() << QByteArray();
        QTest::newRow("payload, no headers") << payloadAlone << QByteArray() << QByteArray() << json;
        QTest::newRow("payload, one text header")
            << textHeaderAndPayload << QByteArray("content-type") << QByteArray("application/json") << json;
        QTest::newRow("payload, one number header")
            << numberHeader << QByteArray("event-type") << QByteArray("40972") << json;
    }
    void readsThePublishedVectors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, payload);
        const Decoded decoded = decode({bytes});
        QCOMPARE(decoded.error, QString());
        QCOMPARE(decoded.messages.size(), 1);
        QCOMPARE(decoded.messages[0].payload, payload);
        QVERIFY(decoded.messages[0].headers == (name.isEmpty() ? Headers() : Headers{{name, value}}));
    }

    void refusesEachByteThatIsNotAsItWasSent_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty message") << emptyMessage;
        QTest::newRow("payload") << payloadAlone;
        QTest::newRow("header and payload") << textHeaderAndPayload;
    }
    void refusesEachByteThatIsNotAsItWasSent()
    {
        QFETCH(QByteArray, bytes);
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            QByteArray damaged = bytes;
            damaged[at] = char(damaged[at] ^ 0x20);
            const Decoded decoded = decode({damaged});
            QVERIFY2(decoded.messages.isEmpty(), QByteArray::number(at).constData());
            QVERIFY2(decoded.error.contains(
                         at < 12 ? QStringLiteral("beginning") : QStringLiteral("checksum of a message is")),
                qPrintable(decoded.error));
        }
    }

    void readsTheSameWhereverThePiecesAreCut()
    {
        const QByteArray stream = textHeaderAndPayload + emptyMessage + payloadAlone;
        for (qsizetype first = 0; first <= stream.size(); ++first)
            for (qsizetype second = first; second <= stream.size(); second += 7) {
                const Decoded decoded =
                    decode({stream.left(first), stream.mid(first, second - first), stream.mid(second)});
                QCOMPARE(decoded.error, QString());
                QCOMPARE(decoded.messages.size(), 3);
                QCOMPARE(decoded.messages[2].payload, QByteArray("{'foo':'bar'}"));
            }
        QByteArrayList bytes;
        for (const char byte : stream)
            bytes.append(QByteArray(1, byte));
        QCOMPARE(decode(bytes).messages.size(), 3);
    }

    void neverGivesAMessageThatTheEndCutOff()
    {
        for (qsizetype size = 0; size < textHeaderAndPayload.size(); ++size) {
            const Decoded decoded = decode({textHeaderAndPayload.left(size)});
            QCOMPARE(decoded.error, QString());
            QVERIFY(decoded.messages.isEmpty());
        }
    }

    void readsEveryTypeOfHeader()
    {
        const QByteArray headers = QByteArray("\1a\0", 3) + QByteArray("\1b\1", 3) + QByteArray("\1c\2\xff", 4)
            + QByteArray("\1d\3\xff\xfe", 5) + QByteArray("\1e\4\0\0\1\0", 7)
            + QByteArray("\1f\5\xff\xff\xff\xff\xff\xff\xff\xfd", 11) + QByteArray("\1g\6\0\2\0\1", 7)
            + QByteArray("\1h\7\0\2ok", 7) + QByteArray("\1i\x08\0\0\1\x90\0\0\0\0", 11)
            + QByteArray("\1j\x09\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f", 19);
        const Decoded decoded = decode({amazonMessage(headers, "x")});
        QCOMPARE(decoded.error, QString());
        QVERIFY((decoded.messages[0].headers
            == Headers{{"a", "true"}, {"b", "false"}, {"c", "-1"}, {"d", "-2"}, {"e", "256"}, {"f", "-3"},
                {"g", QByteArray("\0\1", 2)}, {"h", "ok"}, {"i", "1717986918400"},
                {"j", "000102030405060708090a0b0c0d0e0f"}}));
    }

    void refusesHeadersThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("name without an end") << QByteArray("\x09z", 2);
        QTest::newRow("no type") << QByteArray("\1z", 2);
        QTest::newRow("type that is not defined") << QByteArray("\1z\x0a", 3);
        QTest::newRow("text without an end") << QByteArray("\1z\7\0\x09no", 7);
        QTest::newRow("text without a length") << QByteArray("\1z\7\0", 4);
        QTest::newRow("number cut off") << QByteArray("\1z\4\0\0", 5);
        QTest::newRow("no name") << QByteArray("\0\0", 2);
    }
    void refusesHeadersThatAreNone()
    {
        QFETCH(QByteArray, headers);
        const Decoded decoded = decode({amazonMessage(headers, "x")});
        QVERIFY(decoded.messages.isEmpty());
        QVERIFY2(decoded.error.contains(QStringLiteral("header")), qPrintable(decoded.error));
    }

    void refusesSizesThatAreOutOfBoundsBeforeAnythingIsHeld_data()
    {
        QTest::addColumn<quint32>("total");
        QTest::addColumn<quint32>("headers");
        QTest::newRow("over the limit") << quint32(AmazonEventStream::largestMessage + 1) << 0U;
        QTest::newRow("largest number") << 0xffffffffU << 0U;
        QTest::newRow("shorter than its frame") << 15U << 0U;
        QTest::newRow("none") << 0U << 0U;
        QTest::newRow("headers over the message") << 32U << 17U;
        QTest::newRow("headers over the limit") << quint32(1 << 20) << quint32(AmazonEventStream::largestHeaders + 1);
        QTest::newRow("headers with the largest number") << 16U << 0xffffffffU;
    }
    void refusesSizesThatAreOutOfBoundsBeforeAnythingIsHeld()
    {
        QFETCH(quint32, total);
        QFETCH(quint32, headers);
        const QByteArray lengths = bigEndian(total) + bigEndian(headers);
        const Decoded decoded = decode({lengths + bigEndian(slowCrc(lengths))});
        QVERIFY2(decoded.error.contains(QString::number(total)), qPrintable(decoded.error));
    }

    void readsNothingAfterDamage()
    {
        QByteArray damaged = payloadAlone;
        damaged[15] = 'X';
        const Decoded decoded = decode({emptyMessage + damaged, emptyMessage});
        QCOMPARE(decoded.messages.size(), 1);
        QVERIFY(!decoded.error.isEmpty());
    }
};

QTEST_GUILESS_MAIN(AmazonEventStreamTest)
#include "tst_AmazonEventStream.moc"

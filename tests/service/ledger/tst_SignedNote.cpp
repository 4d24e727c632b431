#include "service/ledger/HeldCheckpoints.h"
#include "service/ledger/LogProof.h"
#include "service/ledger/Tiles.h"

#include <QTest>

using namespace mergeloom;

namespace {

// The example of the note package that the format comes from.
const QString publishedKey = QStringLiteral("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
const QByteArray publishedNote = QByteArrayLiteral(
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");

} // namespace

class SignedNoteTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    SigningKey key(const char *name) const
    {
        return SigningKey::open(m_directory.filePath(QString::fromLatin1(name))).value();
    }

private Q_SLOTS:
    void thePublishedNoteIsSigned()
    {
        const auto known = NoteKey::parse(publishedKey);
        QVERIFY(known);
        QCOMPARE(known->text(), publishedKey);
        const auto note = parseNote(publishedNote);
        QVERIFY(note);
        QVERIFY(note->isSignedBy(*known));
        QCOMPARE(note->text(), publishedNote);
        SignedNote changed = *note;
        changed.body[5] = 'Y';
        QVERIFY(!changed.isSignedBy(*known));
    }

    void aNoteOfOursIsReadAgain()
    {
        const SigningKey secret = key("a");
        const NoteKey known(QStringLiteral("worker/log"), secret.publicKey());
        const NoteKey other(QStringLiteral("worker/log"), key("b").publicKey());
        SignedNote note{"origin\n5\n", {}};
        signNote(note, known, secret);
        const auto read = parseNote(note.text());
        QVERIFY(read);
        QVERIFY(read->isSignedBy(known));
        QVERIFY(!read->isSignedBy(other));
        QVERIFY(!read->isSignedBy(NoteKey(QStringLiteral("worker/other"), secret.publicKey())));
        QCOMPARE(NoteKey::parse(known.text()).value(), known);
        QCOMPARE(key("a").publicKey(), secret.publicKey()); // from the file again
    }

    void whatIsNoNoteIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no signature") << QByteArray("text\n\n");
        QTest::newRow("no empty line") << QByteArray(publishedNote).replace("\n\n", "\n");
        QTest::newRow("control character") << QByteArray("a\x01\n\n\xe2\x80\x94 n AAAAAAA=\n");
        QTest::newRow("no UTF-8") << QByteArray("\xff\n\n\xe2\x80\x94 n AAAAAAA=\n");
        QTest::newRow("hyphen") << QByteArray("a\n\n- n AAAAAAA=\n");
        QTest::newRow("no base64") << QByteArray("a\n\n\xe2\x80\x94 n A!AAAAA=\n");
        QTest::newRow("key id alone") << QByteArray("a\n\n\xe2\x80\x94 n AAAAAA==\n");
        QTest::newRow("no end") << publishedNote.chopped(1);
        QTest::newRow("too long") << QByteArray(2 << 20, 'a') + "\n\n\xe2\x80\x94 n AAAAAAA=\n";
        QByteArray many = "a\n\n";
        for (int i = 0; i < 101; ++i)
            many += "\xe2\x80\x94 n AAAAAAA=\n";
        QTest::newRow("too many signatures") << many;
    }
    void whatIsNoNoteIsRefused()
    {
        QFETCH(const QByteArray, text);
        const auto note = parseNote(text);
        QVERIFY(!note);
        QCOMPARE(note.error().code, ErrorCode::InvalidInput);
    }

    void whatIsNoKeyIsRefused()
    {
        for (const QString &text : {QString(), QStringLiteral("a"), QStringLiteral("a+b+c"), publishedKey.chopped(1),
                 QString(publishedKey).replace(QStringLiteral("c74f20a3"), QStringLiteral("c74f20a4")),
                 QStringLiteral("a b+00000000+AA==")})
            QVERIFY2(!NoteKey::parse(text), qPrintable(text));
    }

    void checkpointsAreReadAgain()
    {
        const Checkpoint checkpoint{QStringLiteral("example.com/log"), 42, merkle::leafHash({QByteArray("x")})};
        QCOMPARE(parseCheckpoint(checkpoint.body()).value(), checkpoint);
        QCOMPARE(parseCheckpoint(checkpoint.body() + "extension\n").value(), checkpoint);
        for (const char *body : {"", "o\n1\n", "\n1\nAAAA\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n"})
            QVERIFY2(!parseCheckpoint(body), body);
    }

    void aProofNeedsNothingButTheKey()
    {
        const SigningKey secret = key("a");
        const NoteKey known(QStringLiteral("log"), secret.publicKey());
        const QByteArrayList entries{"one", "two", "three", "four", "five"};
        QList<merkle::Hash> leaves;
        for (const QByteArray &entry : entries)
            leaves.append(merkle::leafHash({entry}));
        const auto tiles = merkle::tilesAfter(0, leaves, [](int, qint64) { return Result<QByteArray>(QByteArray()); });
        const auto read = merkle::subtreesFrom([&](int, qint64) { return Result<QByteArray>(tiles->first().hashes); });
        SignedNote note{Checkpoint{QStringLiteral("log"), 5, merkle::rootOf(5, read).value()}.body(), {}};
        signNote(note, known, secret);
        const LogProof proof{"three", 2, merkle::inclusionProof(2, 5, read).value(), note.text()};
        const auto parsed = parseLogProof(proof.text());
        QVERIFY(parsed);
        const auto proven = checkLogProof(*parsed, known);
        QVERIFY(proven);
        QCOMPARE(proven->entry, QByteArray("three"));
        QCOMPARE(proven->checkpoint.size, 5);

        LogProof other = *parsed;
        other.entry = "four";
        QCOMPARE(checkLogProof(other, known).error().code, ErrorCode::Rejected);
        other = *parsed;
        other.index = 3;
        QVERIFY(!checkLogProof(other, known));
        QVERIFY(!checkLogProof(*parsed, NoteKey(QStringLiteral("log"), key("b").publicKey())));
        other.checkpoint.replace("\n5\n", "\n6\n");
        QVERIFY(!checkLogProof(other, known));
        for (const char *text : {"", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex x\n\nlog\n",
                 "c2sp.org/tlog-proof@v1\n\nlog\n", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nlog\n",
                 "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nlog\n", "wrong\nindex 0\n\nlog\n"})
            QVERIFY2(!parseLogProof(text), text);
    }

    void filesOfCheckpointsAreReadAgain()
    {
        const SignedNote note = parseNote(publishedNote).value();
        const QByteArray line = checkpointLine(Timestamp::now(), note.text());
        QCOMPARE(parseCheckpoints(note.text()).value().size(), 1);
        QCOMPARE(parseCheckpoints(line + line).value().size(), 2);
        QCOMPARE(parseCheckpoints(line + line.chopped(20)).value().size(), 1);
        const auto broken = parseCheckpoints(line.chopped(20) + '\n' + line);
        QVERIFY(!broken);
        QVERIFY2(broken.error().message.contains(u"Line 1"), qPrintable(broken.error().message));
    }
};

QTEST_GUILESS_MAIN(SignedNoteTest)
#include "tst_SignedNote.moc"

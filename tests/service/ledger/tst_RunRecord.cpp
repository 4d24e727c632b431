#include "service/ledger/RunRecord.h"
#include "shared/domain/Event.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

const QString run = QStringLiteral("01ARZ3NDEKTSV4RRFFQ69G5FAV");

struct Signer {
    QTemporaryDir directory;
    SigningKey secret = SigningKey::open(directory.filePath("key")).value();
    NoteKey key{QStringLiteral("log/one"), secret.publicKey()};

    QByteArray checkpoint(qint64 size, const merkle::Hash &root) const
    {
        SignedNote note{Checkpoint{key.name(), size, root}.body(), {}};
        signNote(note, key, secret);
        return note.text();
    }
};

QByteArray eventLine(qint64 seq, const QString &previous, const char *type)
{
    Event event{seq, Timestamp{seq}, QString::fromLatin1(type), {{"outcome", "completed"}}, previous};
    return compactJsonOf(event);
}

/// A run of three events in a log of five, whose first and fourth are of others.
RunRecord recordOf(const Signer &signer)
{
    RunRecord record{run, signer.key.text(), {}, {}, {}};
    QString previous;
    const QList<qint64> places{1, 2, 4};
    for (qsizetype at = 0; at < 3; ++at) {
        const QByteArray line = eventLine(at + 1, previous, at == 2 ? event_type::runFinished : event_type::runMessage);
        record.events.append({places.at(at), merkle::leafHash({run.toUtf8(), "\n", line}), line});
        previous = eventHash(line);
    }
    const merkle::Hash other = merkle::leafHash({"other"});
    const merkle::Hash another = merkle::leafHash({"another"});
    const auto leaf = [&](qsizetype at) { return record.events.at(at).leaf; };
    const merkle::Hash root = merkle::nodeHash(
        merkle::nodeHash(merkle::nodeHash(other, leaf(0)), merkle::nodeHash(leaf(1), another)), leaf(2));
    record.proof = {other, another};
    record.checkpoint = signer.checkpoint(5, root);
    return record;
}

QByteArray textOf(const RunRecord &record)
{
    QByteArray text = RunRecord::head(record.stream, record.key, record.events.size());
    for (const RecordedEvent &event : record.events)
        text += RunRecord::eventLine(event);
    return text + RunRecord::tail(record.proof, record.checkpoint);
}

} // namespace

class TestRunRecord : public QObject
{
    Q_OBJECT
    Signer m_signer;

    QString firstFault(const RunRecord &record) const
    {
        const RecordReport report = checkRunRecord(record, m_signer.key);
        return report.isGood() ? QString() : report.faults.first().text;
    }

private Q_SLOTS:
    void whatWasWrittenIsReadAndProven()
    {
        const auto read = parseRunRecord(textOf(recordOf(m_signer)));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(textOf(*read), textOf(recordOf(m_signer)));
        const RecordReport report = checkRunRecord(*read, m_signer.key);
        QVERIFY2(report.isGood(), report.isGood() ? "" : qPrintable(report.faults.first().text));
        QVERIFY(report.isEnded);
        QCOMPARE(report.events, 3);
        QCOMPARE(report.checkpoint.size, 5);
    }

    void eachChangeIsFoundAndTheFirstEventIsNamed()
    {
        RunRecord record = recordOf(m_signer);
        record.events[1].line.replace("completed", "blocked");
        QVERIFY(firstFault(record).startsWith("Event 2 does not fit: its text"));
        QCOMPARE(checkRunRecord(record, m_signer.key).faults.first().seq, 2);

        record.events[1].leaf = merkle::leafHash({run.toUtf8(), "\n", record.events[1].line});
        QVERIFY(firstFault(record).startsWith("Event 3 does not fit: it does not follow"));

        record = recordOf(m_signer);
        record.events.removeAt(1);
        QVERIFY(firstFault(record).startsWith("Event 2 does not fit: another number"));

        record = recordOf(m_signer);
        record.events.removeLast();
        QVERIFY(firstFault(record).contains("do not lead to the root"));

        record = recordOf(m_signer);
        record.events[2].index = 1;
        QVERIFY(firstFault(record).startsWith("Event 3 does not fit: its place"));

        record = recordOf(m_signer);
        record.proof[0][31] ^= 1;
        QVERIFY(firstFault(record).contains("do not lead to the root"));

        record = recordOf(m_signer);
        record.checkpoint.replace("log/one\n5", "log/one\n6");
        QVERIFY(!checkRunRecord(record, m_signer.key).isGood());

        record = recordOf(m_signer);
        record.checkpoint = "nonsense";
        QVERIFY(firstFault(record).contains("checkpoint was damaged"));
    }

    void anotherKeyProvesNothing()
    {
        const Signer other;
        const RecordReport report = checkRunRecord(recordOf(other), m_signer.key);
        QCOMPARE(report.faults.size(), 2);
        QVERIFY(report.faults.first().text.contains("is not signed by the key"));
        QVERIFY(report.faults.last().text.contains("names another key"));
    }

    void aRunWithoutItsEndIsSaidToBeOpen()
    {
        RunRecord record = recordOf(m_signer);
        const merkle::Hash last = record.events.takeLast().leaf;
        record.proof.append(last);
        const RecordReport report = checkRunRecord(record, m_signer.key);
        QVERIFY(report.isGood());
        QVERIFY(!report.isEnded);
    }

    void aDamagedTextNamesItsLine()
    {
        const QByteArrayList lines = textOf(recordOf(m_signer)).split('\n');
        for (qsizetype at = 0; at + 1 < lines.size(); ++at) {
            if (at == 1 || at == 2) // any text is a name
                continue;
            QByteArrayList damaged = lines;
            damaged[at] = "x";
            const auto refused = parseRunRecord(damaged.join('\n'));
            QVERIFY2(!refused, lines.at(at).constData());
            QVERIFY2(refused.error().message.contains(QStringLiteral("line %1 ").arg(at + 1)),
                qPrintable(refused.error().message));
        }
        QVERIFY(!parseRunRecord({}));
        QVERIFY(!parseRunRecord(lines.join('\n') + "more"));
        QVERIFY(!parseRunRecord("mergeloom run-record 1\nrun r\nkey k\nevents 99999999999999\n"));
    }
};

QTEST_GUILESS_MAIN(TestRunRecord)
#include "tst_RunRecord.moc"

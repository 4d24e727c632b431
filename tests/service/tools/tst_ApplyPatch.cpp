#include "tests/service/tools/ToolFixture.h"

#include <QTest>

#include <sys/stat.h>

using namespace mergeloom;

class ApplyPatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<ToolFixture>(); }
    void updatesAFile_data();
    void updatesAFile();
    void refusesAPatch_data();
    void refusesAPatch();
    void addsDeletesAndMoves();
    void movedFileKeepsItsMode();
    void oneFileMayBeChangedTwice();
    void isAppliedWholeOrNotAtAll();
    void putsBackWhatWasWrittenWhenAFileCannotBe();

private:
    ToolOutcome apply(const QString &body) const
    {
        return m_place->call(QStringLiteral("apply_patch"),
            {{"patch", QStringLiteral("*** Begin Patch\n") + body + QStringLiteral("*** End Patch\n")}});
    }

    std::unique_ptr<ToolFixture> m_place;
};

void ApplyPatchTest::updatesAFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("chunks");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("one line") << QByteArray("a\nb\nc\n") << "@@\n a\n-b\n+x\n c\n" << QByteArray("a\nx\nc\n");
    QTest::newRow("without @@") << QByteArray("a\nb\nc\n") << "-b\n+x\n" << QByteArray("a\nx\nc\n");
    QTest::newRow("several chunks") << QByteArray("a\nb\nc\nd\ne\n") << "@@\n-a\n+1\n@@\n-e\n+5\n"
                                    << QByteArray("1\nb\nc\nd\n5\n");
    QTest::newRow("below an anchor") << QByteArray("class A\n x = 1\nclass B\n x = 1\n")
                                     << "@@ class B\n- x = 1\n+ x = 2\n"
                                     << QByteArray("class A\n x = 1\nclass B\n x = 2\n");
    QTest::newRow("below two anchors") << QByteArray("def f\nclass B\ndef f\n x\n")
                                       << "@@ class B\n@@ def f\n- x\n+ y\n"
                                       << QByteArray("def f\nclass B\ndef f\n y\n");
    QTest::newRow("only additions below an anchor") << QByteArray("a\nb\n") << "@@ a\n+x\n" << QByteArray("a\nx\nb\n");
    QTest::newRow("only additions go to the end") << QByteArray("a\nb\n") << "@@\n+x\n" << QByteArray("a\nb\nx\n");
    QTest::newRow("at the end of the file") << QByteArray("a\nb\na\n") << "@@\n-a\n+x\n*** End of File\n"
                                            << QByteArray("a\nb\nx\n");
    QTest::newRow("second of two like places") << QByteArray("a\nb\na\nc\n") << "@@\n a\n-c\n+x\n"
                                               << QByteArray("a\nb\na\nx\n");
    QTest::newRow("CR LF stays") << QByteArray("a\r\nb\r\n") << "@@\n a\n-b\n+x\n+y\n" << QByteArray("a\r\nx\r\ny\r\n");
    QTest::newRow("no line end at the end stays") << QByteArray("a\nb") << "@@\n a\n-b\n+x\n" << QByteArray("a\nx");
    QTest::newRow("white space at line ends differs") << QByteArray("a  \nb\n") << "@@\n a\n-b\n+x\n"
                                                      << QByteArray("a  \nx\n");
    QTest::newRow("indent differs") << QByteArray("\ta\n\tb\n") << "@@\n     a\n-    b\n+\tx\n"
                                    << QByteArray("\ta\n\tx\n");
    QTest::newRow("empty line without its space") << QByteArray("a\n\nb\n") << "@@\n a\n\n-b\n+x\n"
                                                  << QByteArray("a\n\nx\n");
    QTest::newRow("empty last line of a chunk") << QByteArray("a\nb\n") << "@@\n-b\n+x\n\n" << QByteArray("a\nx\n");
    QTest::newRow("all lines go") << QByteArray("a\nb\n") << "@@\n-a\n-b\n" << QByteArray();
    QTest::newRow("into an empty file") << QByteArray() << "@@\n+a\n+b\n" << QByteArray("a\nb\n");
    QTest::newRow("numbers of a unified diff") << QByteArray("a\nb\n") << "@@ -1,2 +1,2 @@\n a\n-b\n+x\n"
                                               << QByteArray("a\nx\n");
}

void ApplyPatchTest::updatesAFile()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, chunks);
    QFETCH(QByteArray, result);
    m_place->put(QStringLiteral("f"), file);
    const auto outcome = apply(QStringLiteral("*** Update File: f\n") + chunks);
    QVERIFY2(!outcome.isFailure, qPrintable(outcome.text));
    QVERIFY(outcome.changedFiles);
    QCOMPARE(m_place->get(QStringLiteral("f")), result);
}

void ApplyPatchTest::refusesAPatch_data()
{
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("word");
    const QString begin = QStringLiteral("*** Begin Patch\n");
    const QString end = QStringLiteral("*** End Patch");
    QTest::newRow("nothing") << QString() << "begins with";
    QTest::newRow("unified diff") << "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"
                                  << "begins with";
    QTest::newRow("no end") << begin + "*** Delete File: f\n"
                            << "does not end";
    QTest::newRow("no file") << begin + end << "changes no file";
    QTest::newRow("no name") << begin + "*** Update File:  \n@@\n-a\n+b\n" + end
                             << "Line 2 of the patch: no file is named";
    QTest::newRow("moved to no name") << begin + "*** Update File: f\n*** Move to:  \n@@\n-a\n+b\n" + end
                                      << "Line 3 of the patch: no file is named";
    QTest::newRow("lines before a file") << begin + "+x\n" + end << "Line 2";
    QTest::newRow("bad line of a new file") << begin + "*** Add File: n\nx\n" + end << "Line 3";
    QTest::newRow("bad line of an update") << begin + "*** Update File: f\n@@\n-a\nxx\n" + end << "Line 5";
    QTest::newRow("update of nothing") << begin + "*** Update File: f\n" + end << "no lines";
    QTest::newRow("lines that are not there") << begin + "*** Update File: f\n-zzz\n+x\n" + end << "zzz";
    QTest::newRow("anchor that is not there") << begin + "*** Update File: f\n@@ zzz\n-a\n+x\n" + end << "zzz";
    QTest::newRow("lines above the ones before")
        << begin + "*** Update File: f\n-b\n+x\n@@\n-a\n+y\n" + end << "below the change before";
    QTest::newRow("missing file") << begin + "*** Update File: m\n-a\n+x\n" + end << "m does not exist";
    QTest::newRow("file that exists") << begin + "*** Add File: f\n+x\n" + end << "exists already";
    QTest::newRow("move onto a file") << begin + "*** Update File: f\n*** Move to: g\n-a\n+x\n" + end
                                      << "g exists already";
    QTest::newRow("move out") << begin + "*** Update File: f\n*** Move to: ../g\n-a\n+x\n" + end
                              << "leaves the workspace";
    QTest::newRow("deleted twice") << begin + "*** Delete File: f\n*** Delete File: f\n" + end
                                   << "earlier in this patch";
}

void ApplyPatchTest::refusesAPatch()
{
    QFETCH(QString, patch);
    QFETCH(QString, word);
    m_place->put(QStringLiteral("f"), "a\nb\n");
    m_place->put(QStringLiteral("g"), "g\n");
    const auto outcome = m_place->call(QStringLiteral("apply_patch"), {{"patch", patch}});
    QVERIFY(outcome.isFailure && !outcome.changedFiles);
    QVERIFY2(outcome.text.contains(word), qPrintable(outcome.text));
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("a\nb\n"));
    QCOMPARE(m_place->get(QStringLiteral("g")), QByteArray("g\n"));
}

void ApplyPatchTest::addsDeletesAndMoves()
{
    m_place->put(QStringLiteral("old"), "x\n");
    m_place->put(QStringLiteral("from"), "a\nb\n");
    const auto outcome =
        apply(QStringLiteral("*** Add File: new/file\n+one\n+\n+two\n*** Delete File: old\n"
                             "*** Update File: from\n*** Move to: sub/to\n@@\n-b\n+c\n*** Add File: empty\n"));
    QVERIFY2(!outcome.isFailure, qPrintable(outcome.text));
    QCOMPARE(m_place->get(QStringLiteral("new/file")), QByteArray("one\n\ntwo\n"));
    QCOMPARE(m_place->get(QStringLiteral("empty")), QByteArray());
    QCOMPARE(m_place->get(QStringLiteral("sub/to")), QByteArray("a\nc\n"));
    QVERIFY(!m_place->has(QStringLiteral("old")));
    QVERIFY(!m_place->has(QStringLiteral("from")));
    QCOMPARE(outcome.text, QStringLiteral("new/file: added\nold: deleted\nfrom: moved to sub/to\nempty: added"));
}

void ApplyPatchTest::movedFileKeepsItsMode()
{
    m_place->put(QStringLiteral("run.sh"), "a\n");
    QCOMPARE(::chmod(QFile::encodeName(m_place->real(QStringLiteral("run.sh"))).constData(), 0755), 0);
    const auto outcome = apply(QStringLiteral("*** Update File: run.sh\n*** Move to: bin/run.sh\n-a\n+b\n"));
    QVERIFY2(!outcome.isFailure, qPrintable(outcome.text));
    QVERIFY(QFileInfo(m_place->real(QStringLiteral("bin/run.sh"))).isExecutable());
    QCOMPARE(m_place->get(QStringLiteral("bin/run.sh")), QByteArray("b\n"));
}

void ApplyPatchTest::oneFileMayBeChangedTwice()
{
    m_place->put(QStringLiteral("f"), "a\nb\n");
    const auto outcome = apply(QStringLiteral("*** Update File: f\n-b\n+c\n*** Update File: f\n-a\n+x\n"));
    QVERIFY2(!outcome.isFailure, qPrintable(outcome.text));
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("x\nc\n"));
}

void ApplyPatchTest::isAppliedWholeOrNotAtAll()
{
    m_place->put(QStringLiteral("f"), "a\n");
    const auto outcome =
        apply(QStringLiteral("*** Add File: new\n+x\n*** Update File: f\n-a\n+b\n*** Delete File: missing\n"));
    QVERIFY(outcome.isFailure && !outcome.changedFiles);
    QVERIFY(!m_place->has(QStringLiteral("new")));
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("a\n"));
}

void ApplyPatchTest::putsBackWhatWasWrittenWhenAFileCannotBe()
{
    // A link can be read, so that the plan stands; that it cannot be written shows only when the others have been.
    m_place->put(QStringLiteral("a-first"), "a\n");
    m_place->put(QStringLiteral("move-me"), "m\n");
    m_place->put(QStringLiteral("target"), "t\n");
    QVERIFY(QFile::link(QStringLiteral("target"), m_place->real(QStringLiteral("z-link"))));
    const auto outcome = apply(
        QStringLiteral("*** Update File: a-first\n-a\n+b\n*** Add File: b-new\n+x\n*** Delete File: target\n"
                       "*** Update File: move-me\n*** Move to: moved\n-m\n+n\n*** Update File: z-link\n-t\n+u\n"));
    QVERIFY(outcome.isFailure && !outcome.changedFiles);
    QCOMPARE(m_place->get(QStringLiteral("a-first")), QByteArray("a\n"));
    QCOMPARE(m_place->get(QStringLiteral("target")), QByteArray("t\n"));
    QCOMPARE(m_place->get(QStringLiteral("move-me")), QByteArray("m\n"));
    QVERIFY(!m_place->has(QStringLiteral("b-new")));
    QVERIFY(!m_place->has(QStringLiteral("moved")));
}

QTEST_GUILESS_MAIN(ApplyPatchTest)
#include "tst_ApplyPatch.moc"

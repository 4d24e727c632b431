#include "tests/service/tools/ToolFixture.h"

#include <QTest>

#include <sys/stat.h>

using namespace mergeloom;

class EditToolsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<ToolFixture>(); }
    void replacesAUniqueText_data();
    void replacesAUniqueText();
    void refusesAnEdit_data();
    void refusesAnEdit();
    void namesThePlacesOfAnAmbiguousText();
    void replacesEveryPlaceWhenAsked();
    void pointsAtTheLineThatDiffersInSpace();
    void keepsTheMode();
    void writesAFileWithItsDirectories();
    void sameContentChangesNothing();
    void deletesOneFile();
    void nothingReachesOutOfTheWorkspace_data();
    void nothingReachesOutOfTheWorkspace();

private:
    ToolOutcome edit(const QString &path, const QString &before, const QString &after) const
    {
        return m_place->call(QStringLiteral("edit_file"), {{"path", path}, {"old_text", before}, {"new_text", after}});
    }

    std::unique_ptr<ToolFixture> m_place;
};

void EditToolsTest::replacesAUniqueText_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("in a line") << QByteArray("a = 1\nb = 2\n") << "b = 2"
                               << "b = 3" << QByteArray("a = 1\nb = 3\n");
    QTest::newRow("over lines") << QByteArray("a\nb\nc\n") << "a\nb\n"
                                << "x\n"
                                << QByteArray("x\nc\n");
    QTest::newRow("away") << QByteArray("a\nb\n") << "a\n"
                          << "" << QByteArray("b\n");
    QTest::newRow("no line end at the end") << QByteArray("a\nb") << "b"
                                            << "c" << QByteArray("a\nc");
    QTest::newRow("CR LF over lines") << QByteArray("a\r\nb\r\nc\r\n") << "a\nb"
                                      << "x\ny" << QByteArray("x\r\ny\r\nc\r\n");
    QTest::newRow("CR LF in a line") << QByteArray("a\r\nb\r\n") << "b"
                                     << "x\ny" << QByteArray("a\r\nx\r\ny\r\n");
    QTest::newRow("CR LF given") << QByteArray("a\r\nb\r\n") << "a\r\nb"
                                 << "x\r\ny" << QByteArray("x\r\ny\r\n");
    QTest::newRow("beyond ASCII") << QByteArray("Größe\n") << "Größe"
                                  << "大きさ" << QByteArray("大きさ\n");
    QTest::newRow("what a pattern would take otherwise") << QByteArray("a.*b\n") << ".*"
                                                         << "\\1$&" << QByteArray("a\\1$&b\n");
}

void EditToolsTest::replacesAUniqueText()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QByteArray, result);
    m_place->put(QStringLiteral("f"), file);
    const auto outcome = edit(QStringLiteral("f"), before, after);
    QVERIFY2(!outcome.isFailure, qPrintable(outcome.text));
    QVERIFY(outcome.changedFiles);
    QCOMPARE(m_place->get(QStringLiteral("f")), result);
}

void EditToolsTest::refusesAnEdit_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("word");
    QTest::newRow("not there") << "z"
                               << "y"
                               << "not in f";
    QTest::newRow("empty") << ""
                           << "y"
                           << "empty";
    QTest::newRow("no change") << "a"
                               << "a"
                               << "the same";
}

void EditToolsTest::refusesAnEdit()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, word);
    m_place->put(QStringLiteral("f"), "a\n");
    const auto outcome = edit(QStringLiteral("f"), before, after);
    QVERIFY(outcome.isFailure && !outcome.changedFiles);
    QVERIFY2(outcome.text.contains(word), qPrintable(outcome.text));
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("a\n"));
}

void EditToolsTest::namesThePlacesOfAnAmbiguousText()
{
    m_place->put(QStringLiteral("f"), "x\ny\nx\n");
    const auto outcome = edit(QStringLiteral("f"), QStringLiteral("x"), QStringLiteral("z"));
    QVERIFY(outcome.isFailure);
    QVERIFY2(outcome.text.contains(QLatin1String("2 places (lines 1, 3)")), qPrintable(outcome.text));
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("x\ny\nx\n"));
}

void EditToolsTest::replacesEveryPlaceWhenAsked()
{
    m_place->put(QStringLiteral("f"), "x\ny\nx\n");
    const auto outcome = m_place->call(
        QStringLiteral("edit_file"), {{"path", "f"}, {"old_text", "x"}, {"new_text", "xx"}, {"replace_all", true}});
    QVERIFY(!outcome.isFailure);
    QCOMPARE(m_place->get(QStringLiteral("f")), QByteArray("xx\ny\nxx\n"));
}

void EditToolsTest::pointsAtTheLineThatDiffersInSpace()
{
    m_place->put(QStringLiteral("f"), "a\n\tif (x) {\n");
    const auto outcome = edit(QStringLiteral("f"), QStringLiteral("    if (x)  {"), QStringLiteral("y"));
    QVERIFY(outcome.isFailure);
    QVERIFY2(outcome.text.contains(QLatin1String("line 2")), qPrintable(outcome.text));
}

void EditToolsTest::keepsTheMode()
{
    m_place->put(QStringLiteral("run.sh"), "old");
    QCOMPARE(::chmod(QFile::encodeName(m_place->real(QStringLiteral("run.sh"))).constData(), 0755), 0);
    QVERIFY(!edit(QStringLiteral("run.sh"), QStringLiteral("old"), QStringLiteral("new")).isFailure);
    QVERIFY(QFileInfo(m_place->real(QStringLiteral("run.sh"))).isExecutable());
}

void EditToolsTest::writesAFileWithItsDirectories()
{
    const auto made = m_place->call(QStringLiteral("write_file"), {{"path", "a/b/c.txt"}, {"content", "x\n"}});
    QVERIFY(!made.isFailure && made.changedFiles);
    QCOMPARE(made.text, QStringLiteral("Wrote a/b/c.txt with 2 bytes."));
    const auto replaced = m_place->call(QStringLiteral("write_file"), {{"path", "a/b/c.txt"}, {"content", ""}});
    QCOMPARE(replaced.text, QStringLiteral("Replaced a/b/c.txt with 0 bytes."));
    QCOMPARE(m_place->get(QStringLiteral("a/b/c.txt")), QByteArray());
}

void EditToolsTest::sameContentChangesNothing()
{
    m_place->put(QStringLiteral("f"), "x");
    const auto outcome = m_place->call(QStringLiteral("write_file"), {{"path", "f"}, {"content", "x"}});
    QVERIFY(!outcome.isFailure && !outcome.changedFiles);
}

void EditToolsTest::deletesOneFile()
{
    m_place->put(QStringLiteral("sub/f"), "x");
    QVERIFY(m_place->call(QStringLiteral("delete_file"), {{"path", "sub"}}).isFailure);
    const auto outcome = m_place->call(QStringLiteral("delete_file"), {{"path", "sub/f"}});
    QVERIFY(!outcome.isFailure && outcome.changedFiles);
    QVERIFY(!m_place->has(QStringLiteral("sub/f")));
    QVERIFY(m_place->call(QStringLiteral("delete_file"), {{"path", "sub/f"}}).isFailure);
}

void EditToolsTest::nothingReachesOutOfTheWorkspace_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
        {"../secret", "/etc/hosts", ".git/config", ".Git/config", "sub/.git", "out/secret", "link-to-git/config"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void EditToolsTest::nothingReachesOutOfTheWorkspace()
{
    QFETCH(QString, path);
    QVERIFY(QFile::link(QStringLiteral(".."), m_place->real(QStringLiteral("out"))));
    QVERIFY(QFile::link(QStringLiteral(".git"), m_place->real(QStringLiteral("link-to-git"))));
    QList<ToolOutcome> outcomes{edit(path, QStringLiteral("e"), QStringLiteral("x")),
        m_place->call(QStringLiteral("write_file"), {{"path", path}, {"content", "x"}}),
        m_place->call(QStringLiteral("delete_file"), {{"path", path}}),
        m_place->call(QStringLiteral("apply_patch"),
            {{"patch", QStringLiteral("*** Begin Patch\n*** Delete File: %1\n*** End Patch").arg(path)}}),
        m_place->call(QStringLiteral("apply_patch"),
            {{"patch", QStringLiteral("*** Begin Patch\n*** Add File: %1\n+x\n*** End Patch").arg(path)}})};
    for (const ToolOutcome &outcome : outcomes) {
        QVERIFY(outcome.isFailure && !outcome.changedFiles);
        QVERIFY2(!outcome.text.startsWith(QLatin1String("ERROR")), qPrintable(outcome.text));
    }
    QCOMPARE(m_place->get(QStringLiteral("../secret")), QByteArray("secret"));
    QCOMPARE(m_place->get(QStringLiteral(".git/config")), QByteArray("[core]"));
}

QTEST_GUILESS_MAIN(EditToolsTest)
#include "tst_EditTools.moc"

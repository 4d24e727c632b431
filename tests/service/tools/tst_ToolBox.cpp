#include "service/tools/Tool.h"
#include "service/tools/ToolBox.h"
#include "tests/service/tools/ToolFixture.h"

#include <QJsonArray>
#include <QTest>

using namespace mergeloom;

class ToolBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<ToolFixture>(); }
    void offersEveryToolInOrder();
    void readOnlyAccessHasNoToolThatChanges();
    void schemasAreWhatEveryVendorTakes();
    void unknownToolNamesTheKnown();
    void wrongInputSaysWhatIsWrong_data();
    void wrongInputSaysWhatIsWrong();
    void stopsWhenAskedTo();
    void longAnswerIsCutInTheMiddleAndKeptWhole();
    void cutKeepsWholeLinesAndBothEnds();
    void readsNumberedLines();
    void readsTheLinesAskedFor();
    void saysHowLinesEnd();
    void readRefusesWhatItShould_data();
    void readRefusesWhatItShould();
    void listsFiles();
    void longListSaysThatItIsCut();
    void searchFindsLines();
    void searchNarrows_data();
    void searchNarrows();
    void searchSkipsGitAndBinariesAndMadeDirectories();
    void searchSaysWhatIsNoPattern();
    void searchStopsAtItsLimit();
    void showsTheDiff();
    void finishCarriesTheResult();
    void finishThatDoesNotFitSaysWhy();

private:
    std::unique_ptr<ToolFixture> m_place;
};

void ToolBoxTest::offersEveryToolInOrder()
{
    QStringList names;
    for (const ToolDescription &tool : ToolBox(m_place->workplace(), ToolAccess::Full).descriptions())
        names << tool.name;
    QCOMPARE(names,
        (QStringList{"read_file", "list_files", "search", "edit_file", "write_file", "apply_patch", "delete_file",
            "run_command", "git_diff", "finish"}));
}

void ToolBoxTest::readOnlyAccessHasNoToolThatChanges()
{
    QStringList names;
    for (const ToolDescription &tool : ToolBox(m_place->workplace(), ToolAccess::ReadOnly).descriptions())
        names << tool.name;
    QCOMPARE(names, (QStringList{"read_file", "list_files", "search", "git_diff", "finish"}));
    const auto outcome =
        m_place->call(QStringLiteral("write_file"), {{"path", "a"}, {"content", "x"}}, ToolAccess::ReadOnly);
    QVERIFY(outcome.isFailure);
    QVERIFY(!m_place->has(QStringLiteral("a")));
}

void ToolBoxTest::schemasAreWhatEveryVendorTakes()
{
    for (const ToolDescription &tool : ToolBox(m_place->workplace(), ToolAccess::Full).descriptions()) {
        QVERIFY(!tool.description.isEmpty());
        QCOMPARE(tool.inputSchema.value("type").toString(), QStringLiteral("object"));
        const QJsonObject properties = tool.inputSchema.value("properties").toObject();
        for (const QJsonValue &name : tool.inputSchema.value("required").toArray())
            QVERIFY(properties.contains(name.toString()));
        for (const QJsonValue &property : properties)
            QVERIFY(!property.toObject().value("description").toString().isEmpty());
    }
}

void ToolBoxTest::unknownToolNamesTheKnown()
{
    const auto outcome = m_place->call(QStringLiteral("bash"), {});
    QVERIFY(outcome.isFailure);
    QVERIFY(outcome.text.contains(QLatin1String("run_command")));
}

void ToolBoxTest::wrongInputSaysWhatIsWrong_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QJsonObject>("input");
    QTest::addColumn<QString>("word");
    QTest::newRow("missing") << "read_file" << QJsonObject{} << "path is missing.";
    QTest::newRow("wrong type") << "read_file" << QJsonObject{{"path", 1}} << "path must be of type string.";
    QTest::newRow("no whole number") << "read_file" << QJsonObject{{"path", "a"}, {"limit", 1.5}}
                                     << "limit must be of type integer.";
    QTest::newRow("unknown") << "read_file" << QJsonObject{{"path", "a"}, {"file", "b"}}
                             << "file is unknown; known are limit, offset, path.";
    QTest::newRow("two at once") << "edit_file" << QJsonObject{{"path", "a"}} << "new_text is missing.";
}

void ToolBoxTest::wrongInputSaysWhatIsWrong()
{
    QFETCH(QString, tool);
    QFETCH(QJsonObject, input);
    QFETCH(QString, word);
    const auto outcome = m_place->call(tool, input);
    QVERIFY(outcome.isFailure);
    QVERIFY2(outcome.text.contains(word), qPrintable(outcome.text));
    QVERIFY(!outcome.changedFiles);
}

void ToolBoxTest::stopsWhenAskedTo()
{
    std::stop_source source;
    source.request_stop();
    ToolBox box(m_place->workplace(), ToolAccess::Full);
    const auto outcome = box.call({"1", "list_files", {}}, source.get_token());
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
}

void ToolBoxTest::longAnswerIsCutInTheMiddleAndKeptWhole()
{
    QByteArray bytes;
    for (int i = 0; i < 2000; ++i)
        bytes += "this is the line with number " + QByteArray::number(i) + "\n";
    m_place->put(QStringLiteral("long"), bytes);
    const auto outcome = m_place->call(QStringLiteral("read_file"), {{"path", "long"}});
    QVERIFY(!outcome.isFailure);
    QVERIFY(outcome.text.size() < 25'000);
    QVERIFY(outcome.text.contains(QLatin1String("characters were left out here")));
    QVERIFY(
        outcome.text.contains(QLatin1String("number 0\n")) && outcome.text.contains(QLatin1String("number 1999\n")));
    QVERIFY(outcome.whole.contains("number 1000\n"));
}

void ToolBoxTest::cutKeepsWholeLinesAndBothEnds()
{
    QCOMPARE(cutInTheMiddle(QStringLiteral("short"), 5), QStringLiteral("short"));
    const QString text =
        QStringLiteral("aaaa\nbbbb\n") + QString(1000, QLatin1Char('x')) + QStringLiteral("\ncccc\ndddd");
    const QString cut = cutInTheMiddle(text, 24);
    QVERIFY2(cut.startsWith(QStringLiteral("aaaa\nbbbb\n\n[… ")), qPrintable(cut));
    QVERIFY2(cut.endsWith(QStringLiteral(" of 1020 characters were left out here …]\ncccc\ndddd")), qPrintable(cut));
}

void ToolBoxTest::readsNumberedLines()
{
    m_place->put(QStringLiteral("a.txt"), "one\n\nthree\n");
    const auto outcome = m_place->call(QStringLiteral("read_file"), {{"path", "a.txt"}});
    QVERIFY(!outcome.isFailure && !outcome.changedFiles);
    QCOMPARE(outcome.text, QStringLiteral("     1\tone\n     2\t\n     3\tthree\n"));
    m_place->put(QStringLiteral("empty"), "");
    QCOMPARE(m_place->call(QStringLiteral("read_file"), {{"path", "empty"}}).text, QStringLiteral("[empty is empty.]"));
}

void ToolBoxTest::readsTheLinesAskedFor()
{
    m_place->put(QStringLiteral("a.txt"), "1\n2\n3\n4\n5\n");
    const auto outcome = m_place->call(QStringLiteral("read_file"), {{"path", "a.txt"}, {"offset", 2}, {"limit", 2}});
    QCOMPARE(outcome.text,
        QStringLiteral("     2\t2\n     3\t3\n[Lines 2 to 3 of 5; ask for others by offset and limit.]\n"));
    QVERIFY(m_place->call(QStringLiteral("read_file"), {{"path", "a.txt"}, {"offset", 6}}).isFailure);
    QVERIFY(m_place->call(QStringLiteral("read_file"), {{"path", "a.txt"}, {"offset", 0}}).isFailure);
}

void ToolBoxTest::saysHowLinesEnd()
{
    m_place->put(QStringLiteral("a.txt"), "one\r\ntwo");
    QCOMPARE(m_place->call(QStringLiteral("read_file"), {{"path", "a.txt"}}).text,
        QStringLiteral(
            "     1\tone\n     2\ttwo\n[The lines end with CR LF.]\n[No line end at the end of the file.]\n"));
}

void ToolBoxTest::readRefusesWhatItShould_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
        {"/etc/passwd", "../secret", ".git/config", ".GIT/config", "link", "missing", "sub", "binary", ""})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void ToolBoxTest::readRefusesWhatItShould()
{
    QFETCH(QString, path);
    QDir(m_place->root()).mkdir(QStringLiteral("sub"));
    m_place->put(QStringLiteral("binary"), QByteArray("a\0b", 3));
    QVERIFY(QFile::link(QStringLiteral("../secret"), m_place->real(QStringLiteral("link"))));
    const auto outcome = m_place->call(QStringLiteral("read_file"), {{"path", path}});
    QVERIFY(outcome.isFailure);
    QVERIFY(!outcome.text.startsWith(QLatin1String("ERROR")));
    QVERIFY(!outcome.text.contains(QLatin1String("secret\n")));
}

void ToolBoxTest::listsFiles()
{
    m_place->put(QStringLiteral("src/main.cpp"), "12345");
    m_place->put(QStringLiteral("README"), "");
    QCOMPARE(m_place->call(QStringLiteral("list_files"), {}).text, QStringLiteral("README (0 bytes)\nsrc/\n"));
    QCOMPARE(m_place->call(QStringLiteral("list_files"), {{"recursive", true}}).text,
        QStringLiteral("README (0 bytes)\nsrc/\nsrc/main.cpp (5 bytes)\n"));
    QCOMPARE(m_place->call(QStringLiteral("list_files"), {{"path", "src"}}).text,
        QStringLiteral("src/main.cpp (5 bytes)\n"));
    QVERIFY(m_place->call(QStringLiteral("list_files"), {{"path", ".."}}).isFailure);
    QVERIFY(m_place->call(QStringLiteral("list_files"), {{"path", "missing"}}).isFailure);
}

void ToolBoxTest::longListSaysThatItIsCut()
{
    for (int i = 0; i < 1001; ++i)
        m_place->put(QStringLiteral("f%1").arg(i), "");
    const auto outcome = m_place->call(QStringLiteral("list_files"), {});
    QVERIFY(outcome.whole.contains("[There are more than 1000 entries"));
    QCOMPARE(outcome.whole.count(" bytes)\n"), 1000);
}

void ToolBoxTest::searchFindsLines()
{
    m_place->put(QStringLiteral("src/a.cpp"), "int one;\r\nint two;\n");
    m_place->put(QStringLiteral("b.txt"), "none\n  int three;\n");
    QCOMPARE(m_place->call(QStringLiteral("search"), {{"pattern", "int \\w+;"}}).text,
        QStringLiteral("b.txt:2: int three;\nsrc/a.cpp:1: int one;\nsrc/a.cpp:2: int two;"));
    QCOMPARE(
        m_place->call(QStringLiteral("search"), {{"pattern", "nowhere"}}).text, QStringLiteral("[Nothing was found.]"));
}

void ToolBoxTest::searchNarrows_data()
{
    QTest::addColumn<QJsonObject>("input");
    QTest::addColumn<QString>("text");
    QTest::newRow("by directory") << QJsonObject{{"pattern", "x"}, {"path", "sub"}} << "sub/b.cpp:1: x.y";
    QTest::newRow("by file") << QJsonObject{{"pattern", "x"}, {"path", "a.txt"}} << "a.txt:1: xzy";
    QTest::newRow("by name") << QJsonObject{{"pattern", "x"}, {"files", "*.cpp"}} << "sub/b.cpp:1: x.y";
    QTest::newRow("literally") << QJsonObject{{"pattern", "x.y"}, {"literal", true}} << "sub/b.cpp:1: x.y";
    QTest::newRow("in any case") << QJsonObject{{"pattern", "XZ"}, {"ignore_case", true}} << "a.txt:1: xzy";
}

void ToolBoxTest::searchNarrows()
{
    QFETCH(QJsonObject, input);
    QFETCH(QString, text);
    m_place->put(QStringLiteral("a.txt"), "xzy");
    m_place->put(QStringLiteral("sub/b.cpp"), "x.y");
    QCOMPARE(m_place->call(QStringLiteral("search"), input).text, text);
}

void ToolBoxTest::searchSkipsGitAndBinariesAndMadeDirectories()
{
    m_place->put(QStringLiteral("node_modules/x/index.js"), "core");
    m_place->put(QStringLiteral("binary"), QByteArray("\0core", 5));
    QVERIFY(QFile::link(QStringLiteral("../secret"), m_place->real(QStringLiteral("link"))));
    QCOMPARE(m_place->call(QStringLiteral("search"), {{"pattern", "core|secret"}}).text,
        QStringLiteral("[Nothing was found.]"));
    QCOMPARE(m_place->call(QStringLiteral("search"), {{"pattern", "core"}, {"path", "node_modules"}}).text,
        QStringLiteral("node_modules/x/index.js:1: core"));
}

void ToolBoxTest::searchSaysWhatIsNoPattern()
{
    const auto outcome = m_place->call(QStringLiteral("search"), {{"pattern", "f("}});
    QVERIFY(outcome.isFailure);
    QVERIFY(outcome.text.contains(QLatin1String("literal")));
    QVERIFY(m_place->call(QStringLiteral("search"), {{"pattern", ""}}).isFailure);
    QVERIFY(m_place->call(QStringLiteral("search"), {{"pattern", "x"}, {"path", "../"}}).isFailure);
}

void ToolBoxTest::searchStopsAtItsLimit()
{
    m_place->put(QStringLiteral("many"), QByteArray("x\n").repeated(1000));
    const auto outcome = m_place->call(QStringLiteral("search"), {{"pattern", "x"}});
    QCOMPARE(outcome.text.count(QLatin1String("many:")), 200);
    QVERIFY(outcome.text.contains(QLatin1String("[The search stopped after 200 matches")));
}

void ToolBoxTest::showsTheDiff()
{
    auto workplace = m_place->workplace();
    QString diff;
    workplace.currentDiff = [&]() -> Result<QString> { return diff; };
    ToolBox box(std::move(workplace), ToolAccess::ReadOnly);
    QCOMPARE(box.call({"1", "git_diff", {}}, {})->text, QStringLiteral("[Nothing has changed.]"));
    diff = QStringLiteral("--- a\n+++ b\n");
    QCOMPARE(box.call({"1", "git_diff", {}}, {})->text, diff);
}

void ToolBoxTest::finishCarriesTheResult()
{
    const auto outcome = m_place->call(QStringLiteral("finish"), {{"summary", "done"}});
    QVERIFY(!outcome.isFailure);
    QVERIFY(outcome.finished);
    QCOMPARE(outcome.finished->value("summary").toString(), QStringLiteral("done"));
}

void ToolBoxTest::finishThatDoesNotFitSaysWhy()
{
    const QJsonObject finding{{"type", "object"}, {"required", QJsonArray{"severity"}},
        {"properties",
            QJsonObject{{"severity", QJsonObject{{"type", "string"}, {"enum", QJsonArray{"low", "high"}}}}}}};
    const QJsonObject schema{{"type", "object"}, {"required", QJsonArray{"score", "findings"}},
        {"$defs", QJsonObject{{"Finding", finding}}},
        {"properties",
            QJsonObject{{"score", QJsonObject{{"type", "integer"}, {"minimum", 0}, {"maximum", 100}}},
                {"findings", QJsonObject{{"type", "array"}, {"items", QJsonObject{{"$ref", "#/$defs/Finding"}}}}}}}};
    ToolBox box(m_place->workplace(), ToolAccess::ReadOnly, schema);
    const auto bad = box.call(
        {"1", "finish", {{"score", 101}, {"findings", QJsonArray{QJsonObject{{"severity", "bad"}}, QJsonObject{}}}}},
        {});
    QVERIFY(bad);
    QVERIFY(bad->isFailure && !bad->finished);
    for (const char *words : {"score must be at most 100.", "findings[0].severity must be one of low, high.",
             "findings[1].severity is missing."})
        QVERIFY2(bad->text.contains(QLatin1String(words)), qPrintable(bad->text));
    const auto good =
        box.call({"1", "finish", {{"score", 100}, {"findings", QJsonArray{QJsonObject{{"severity", "low"}}}}}}, {});
    QVERIFY(good);
    QVERIFY(good->finished);
}

QTEST_GUILESS_MAIN(ToolBoxTest)
#include "tst_ToolBox.moc"

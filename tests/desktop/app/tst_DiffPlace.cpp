#include "desktop/app/DiffPlace.h"
#include "desktop/diff/DiffWindow.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace mergeloom;

class TestDiffPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowComesBackAsTheLastOneWas()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("kept/diff.json"));
        {
            KeptSettings settings(file);
            DiffWindow window(std::make_shared<ViewedMarks>());
            const DiffPlace place(settings, window);
            QCOMPARE(int(window.view()->bar()->arrangement()), int(ArrangementChoice::Automatic));
            QCOMPARE(int(window.view()->bar()->whitespace()), int(Whitespace::Exact));
            QVERIFY(!window.view()->bar()->isWrapped());
            window.resize(777, 555);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            window.view()->bar()->setArrangement(ArrangementChoice::Unified);
            window.view()->bar()->setWhitespace(Whitespace::IgnoreBlankLines);
            window.view()->bar()->wrap->trigger();
            window.close();
        }
        KeptSettings settings(file);
        QCOMPARE(settings.problem(), QString());
        QCOMPARE(settings.memory().diff.arrangement, QStringLiteral("unified"));
        DiffWindow window(std::make_shared<ViewedMarks>());
        const DiffPlace place(settings, window);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), QSize(777, 555));
        QCOMPARE(int(window.view()->bar()->arrangement()), int(ArrangementChoice::Unified));
        QCOMPARE(int(window.view()->bar()->whitespace()), int(Whitespace::IgnoreBlankLines));
        QVERIFY(window.view()->bar()->isWrapped());
    }

    void wordsOfAnotherVersionAreTheUsualOnes()
    {
        QTemporaryDir folder;
        KeptSettings settings(folder.filePath(QStringLiteral("diff.json")));
        settings.change([](AppMemory &memory) {
            memory.diff = {QStringLiteral("upside down"), QStringLiteral("some"), QStringLiteral("maybe")};
            memory.windowGeometry = QStringLiteral("nonsense");
        });
        DiffWindow window(std::make_shared<ViewedMarks>());
        const QSize usual = window.size();
        const DiffPlace place(settings, window);
        QCOMPARE(int(window.view()->bar()->arrangement()), int(ArrangementChoice::Automatic));
        QCOMPARE(int(window.view()->bar()->whitespace()), int(Whitespace::Exact));
        QVERIFY(!window.view()->bar()->isWrapped());
        QCOMPARE(window.size(), usual);
    }
};

QTEST_MAIN(TestDiffPlace)
#include "tst_DiffPlace.moc"

#include "desktop/diff/FileSources.h"
#include "tests/desktop/diff/Fixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace mergeloom;

namespace {

FileDiff oneLine(const QString &path, const QByteArray &after = "new\n") { return changedFile(path, "old\n", after); }

} // namespace

/// What the diff viewer keeps in files: marks of what was viewed, and patches. None of it is done on the GUI thread.
class TestDiffOnDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void viewedFilesAreKeptAndForgottenWhenTheyChange()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("marks/viewed.txt"));
        const DiffDocument both = documentOf({oneLine(QStringLiteral("a.txt")), oneLine(QStringLiteral("b.txt"))});
        {
            DiffView view(std::make_shared<ViewedMarks>(file));
            view.open(std::make_shared<GivenDocument>(both));
            QVERIFY(QTest::qWaitFor([&] { return view.isIdle(); }));
            view.toggleViewed(1);
        }
        const ViewedMarks kept(file);
        QCOMPARE(kept.viewedOf(both), QSet<int>{1});
        const DiffDocument changed = documentOf({both.files[0], oneLine(QStringLiteral("b.txt"), "new\nand more\n")});
        QCOMPARE(kept.viewedOf(changed), QSet<int>{});
    }

    void twoWindowsDoNotWriteOverEachOthersMarks()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("viewed.txt"));
        const DiffDocument all = documentOf(
            {oneLine(QStringLiteral("a.txt")), oneLine(QStringLiteral("b.txt")), oneLine(QStringLiteral("c.txt"))});
        {
            ViewedMarks one(file);
            ViewedMarks other(file);
            for (int i = 0; i < 20; ++i) {
                one.set(all.files[0], i % 2 ? Qt::Unchecked : Qt::Checked);
                other.set(all.files[1], Qt::Checked);
                one.set(all.files[2], Qt::Checked);
            }
            QCOMPARE(one.viewedOf(all).contains(0), false); // as it was set last
        }
        QCOMPARE(ViewedMarks(file).viewedOf(all), (QSet<int>{1, 2}));
        QVERIFY(!QFile::exists(file + QStringLiteral(".lock")));
    }

    void whatCannotBeWrittenIsKeptInMemory()
    {
        QTemporaryDir folder;
        QFile inTheWay(folder.filePath(QStringLiteral("marks")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly)); // a file where a folder is wanted
        ViewedMarks marks(folder.filePath(QStringLiteral("marks/viewed.txt")));
        const DiffDocument document = documentOf({oneLine(QStringLiteral("a.txt"))});
        marks.set(document.files[0], Qt::Checked);
        QCOMPARE(marks.viewedOf(document), QSet<int>{0});
    }

    void aFileThatWasViewedAfterItWasCompletedIsViewedWhenItIsOpenedAgain()
    {
        const auto marks = std::make_shared<ViewedMarks>();
        const auto patch = std::make_shared<PatchText>(PatchText::fromBytes(QStringLiteral("a patch"),
            "diff --git a/p.png b/p.png\nindex 1111111..2222222 100644\nBinary files a/p.png and b/p.png differ\n"));
        DiffView view(marks);
        view.open(patch);
        QVERIFY(QTest::qWaitFor([&] { return view.isIdle() && view.document(); }));
        FileDiff whole = view.document()->files.first();
        whole.beforeBytes = "old";
        whole.afterBytes = "new";
        whole.isWhole = true;
        view.completeFiles({{0, whole}});
        view.toggleViewed(0);
        QCOMPARE(marks->viewedOf(*patch->load({})), QSet<int>{0});
    }

    void aSavedPatchReadsAsTheSameDiff()
    {
        QTemporaryDir folder;
        ShownView shown;
        QVERIFY(shown.open({oneLine(QStringLiteral("a.txt"), "new\nmore\n"), oneLine(QStringLiteral("b c.txt"))}));
        QSignalSpy saved(&shown.view, &DiffView::patchSaved);
        const QString file = folder.filePath(QStringLiteral("out.patch"));
        shown.view.savePatchTo(file);
        QCOMPARE(saved.size(), 0); // it is told by the event loop
        QVERIFY(shown.settle());
        QCOMPARE(saved.takeFirst().first().toString(), QString());
        QVERIFY(shown.view.notice().contains(file));
        ShownView read;
        QVERIFY(read.open(std::make_shared<PatchText>(PatchText::fromFile(file))));
        QCOMPARE(read.view.document()->files.size(), 2);
        QCOMPARE(read.view.document()->files[1].afterPath, QStringLiteral("b c.txt"));
        QCOMPARE(read.view.document()->files[0].added(), 2);
        QCOMPARE(read.view.document()->files[0].removed(), 1);
        shown.view.savePatchTo(folder.filePath(QStringLiteral("no/such/folder/x.patch")));
        QVERIFY(shown.settle());
        QVERIFY(saved.takeFirst().first().toString().contains(QStringLiteral("cannot be written")));
        QVERIFY(shown.view.notice().contains(QStringLiteral("cannot be written")));
    }

    void aPatchThatIsBeingSavedIsThereWhenTheViewIsGone()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("out.patch"));
        {
            ShownView shown;
            QVERIFY(shown.open(
                {changedFile(QStringLiteral("a.txt"), numberedLines(60000, "old"), numberedLines(60000, "new"))}));
            shown.view.savePatchTo(file);
        }
        QThreadPool::globalInstance()->waitForDone(); // as the end of the application does
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll().count("\n+new"), 60000);
    }
};

QTEST_MAIN(TestDiffOnDisk)
#include "tst_DiffOnDisk.moc"

#include "desktop/diff/FileHeader.h"
#include "desktop/diff/FileSources.h"
#include "desktop/diff/ImagePair.h"
#include "shared/diff/CompletedFile.h"
#include "shared/diff/PatchWriter.h"
#include "tests/desktop/diff/Fixture.h"

#include <QBuffer>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>

using namespace mergeloom;

class TestWholeFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPatchGetsFoldsInPlaceOfItsGapsAndWhatIsReadStays()
    {
        const QByteArray before = numberedLines(300);
        QByteArray after = before;
        after.replace("line 50\n", "line fifty\n");
        after.replace("line 150\n", "");
        after.replace("line 250\n", "line 250\nnew line\n");
        const QByteArray patch = writePatch(changedFile(QStringLiteral("a.txt"), before, after)).value();

        ShownView shown(QSize(1400, 240));
        QSignalSpy wanted(&shown.view, &DiffView::wholeFileWanted);
        QVERIFY(shown.open(std::make_shared<PatchText>(PatchText::fromBytes(QStringLiteral("a patch"), patch))));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toInt(), 0);
        DiffCanvas &canvas = *shown.view.canvas();
        QCOMPARE(canvas.diff()->rows().first().kind, RowKind::Gap);

        canvas.goToLastChange();
        canvas.verticalScrollBar()->setValue(canvas.verticalScrollBar()->maximum());
        const auto rowOfNewLine = [&] {
            const Text &text = *canvas.diff()->file().after;
            for (qsizetype place = 0; place < text.count(); ++place)
                if (text.line(place) == "new line")
                    return canvas.diff()->rowOf(Side::After, place);
            return qsizetype(-1);
        };
        const int y = canvas.rowRect(rowOfNewLine()).top();
        QVERIFY(y >= 0 && y < canvas.viewport()->height());

        const auto whole = completedFile(shown.view.document()->files.first(), before);
        QVERIFY(whole);
        shown.view.completeFiles({{0, *whole}});
        QVERIFY(shown.settle());
        QCOMPARE(canvas.diff()->rows().first().kind, RowKind::Fold);
        QCOMPARE(canvas.diff()->rows().first().hidden, 47);
        QCOMPARE(canvas.diff()->file().after->bytes(), after);
        QCOMPARE(canvas.rowRect(rowOfNewLine()).top(), y);
        canvas.openFold(0, FoldLink::All);
        QVERIFY(shown.settle());
        QCOMPARE(canvas.diff()->rows().first().kind, RowKind::Line);
        QCOMPARE(wanted.size(), 1);
    }

    void aFileThatIsKnownWholeIsNotAskedFor()
    {
        ShownView shown;
        QSignalSpy wanted(&shown.view, &DiffView::wholeFileWanted);
        QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "a\n", "b\n")}));
        QCOMPARE(wanted.size(), 0);
        shown.view.completeFiles({{7, {}}}); // of a diff that is gone
        QCOMPARE(shown.view.document()->files.size(), 1);
    }

    void movedBlocksAreLookedForOnceHoweverManyFilesAreCompleted()
    {
        const QByteArray block = "the first line that moves\nthe second line that moves\nthe third line that moves\n";
        const QByteArray lines = numberedLines(200);
        QList<FileDiff> whole{changedFile(QStringLiteral("a.txt"), lines + block + lines, lines + lines),
            changedFile(QStringLiteral("b.txt"), lines + lines, lines + block + lines),
            changedFile(QStringLiteral("c.txt"), lines, lines + "last\n")};
        DiffDocument document = documentOf(whole);
        const QByteArray patch = writePatch(document).value();
        ShownView shown;
        QSignalSpy searches(shown.view.layouts(), &LayoutWork::movesFound);
        QVERIFY(shown.open(std::make_shared<PatchText>(PatchText::fromBytes(QStringLiteral("a patch"), patch))));
        const auto marksOf = [&](int file) {
            shown.view.showFile(file);
            if (!shown.settle())
                return QList<std::pair<qint64, Mark>>();
            QList<std::pair<qint64, Mark>> marks;
            const FileDiff &of = shown.view.canvas()->diff()->file();
            for (const DiffRow &row : shown.view.canvas()->diff()->rows()) {
                if (row.beforeMark == Mark::MovedAway)
                    marks.append({of.before->number(row.before), row.beforeMark});
                if (row.afterMark == Mark::MovedHere)
                    marks.append({of.after->number(row.after), row.afterMark});
            }
            return marks;
        };
        const auto away = marksOf(0);
        const auto here = marksOf(1);
        QCOMPARE(away,
            (QList<std::pair<qint64, Mark>>{{201, Mark::MovedAway}, {202, Mark::MovedAway}, {203, Mark::MovedAway}}));
        QCOMPARE(here.size(), 3);
        QCOMPARE(searches.size(), 1);
        const auto complete = [&](int file) {
            return std::pair(file, *completedFile(shown.view.document()->files[file], whole[file].before->bytes()));
        };
        shown.view.completeFiles({complete(1)});
        QVERIFY(shown.settle());
        QVERIFY(shown.view.document()->files[1].isWhole);
        QCOMPARE(marksOf(1), here);
        shown.view.completeFiles({complete(0), complete(2)});
        QVERIFY(shown.settle());
        QCOMPARE(marksOf(0), away);
        QCOMPARE(marksOf(1), here);
        QCOMPARE(searches.size(), 1);
        shown.view.bar()->setWhitespace(Whitespace::IgnoreAll);
        QVERIFY(shown.settle());
        QCOMPARE(marksOf(0), away);
        QCOMPARE(searches.size(), 2); // another comparison
    }

    void aPictureOfAPatchIsAwaitedThenShownAndWhyItIsNotIsSaid()
    {
        ShownView shown;
        QSignalSpy wanted(&shown.view, &DiffView::wholeFileWanted);
        QVERIFY(shown.open(std::make_shared<PatchText>(PatchText::fromBytes(QStringLiteral("a patch"),
            "diff --git a/p.png b/p.png\nindex 1111111..2222222 100644\nBinary files a/p.png and b/p.png differ\n"))));
        QCOMPARE(wanted.size(), 1);
        QVERIFY2(!shown.view.images()->isVisible(), "nobody reads it");
        QVERIFY2(shown.view.header()->text().contains(QStringLiteral("PNG")), qPrintable(shown.view.header()->text()));
        shown.view.expectFile(0);
        QVERIFY(shown.view.images()->isVisible() && !shown.view.images()->isReady());

        QByteArray png;
        QBuffer buffer(&png);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        QImage image(12, 7, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(&buffer, "PNG"));
        FileDiff one = shown.view.document()->files.first();
        one.afterBytes = png;
        one.afterSize = png.size();
        shown.view.completeFiles({{0, one}}); // the other side could not be read
        shown.view.tellProblem(0, QStringLiteral("<b>too large</b>"));
        QVERIFY(QTest::qWaitFor([&] { return shown.view.images()->isReady(); }));
        QVERIFY(shown.view.images()->caption(Side::After).contains(QStringLiteral("12 × 7")));
        QVERIFY(shown.view.images()->caption(Side::Before).contains(QStringLiteral("could not be read")));
        QVERIFY(shown.view.header()->text().contains(QStringLiteral("size not known")));
        const auto labels = shown.view.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text() == u"<b>too large</b>" && label->isVisible() && label->textFormat() == Qt::PlainText;
        }));

        one.beforeBytes = png;
        one.beforeSize = png.size();
        one.isWhole = true;
        shown.view.completeFiles({{0, one}});
        QCOMPARE(shown.view.problem(), QString());
        QVERIFY(QTest::qWaitFor([&] { return shown.view.images()->isReady(); }));
        QVERIFY(shown.view.images()->caption(Side::Before).contains(QStringLiteral("12 × 7")));
    }
};

QTEST_MAIN(TestWholeFile)
#include "tst_WholeFile.moc"

#include "desktop/diff/FileSources.h"
#include "shared/diff/CompletedFile.h"
#include "shared/diff/PatchWriter.h"
#include "tests/desktop/diff/Fixture.h"

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
        shown.view.completeFile(0, *whole);
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
        shown.view.completeFile(7, {}); // of a diff that is gone
        QCOMPARE(shown.view.document()->files.size(), 1);
    }
};

QTEST_MAIN(TestWholeFile)
#include "tst_WholeFile.moc"

#include "desktop/app/HelpWindow.h"

#include <QApplication>
#include <QDir>
#include <QListWidget>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

using namespace mergeloom;

class TestHelpWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEveryGuideOfTheSources();
    void aLinkToAnotherGuideShowsThatOne();
    void aLinkToAPageGoesThere();
    void anythingElseLeadsNowhere();
    void itsLinksHaveTheColoursOfTheTheme();
};

void TestHelpWindow::listsEveryGuideOfTheSources()
{
    HelpWindow window;
    auto *list = window.findChild<QListWidget *>();
    const auto *text = window.findChild<QTextBrowser *>();
    const QDir folder(QStringLiteral(MERGELOOM_SOURCE_DIR "/resources/docs"));
    QCOMPARE(list->count(), int(folder.entryList(QDir::Files).size()));
    QVERIFY(list->count() > 0);
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        QVERIFY(text->toPlainText().startsWith(list->item(row)->text()));
    }
}

void TestHelpWindow::aLinkToAnotherGuideShowsThatOne()
{
    HelpWindow window;
    auto *text = window.findChild<QTextBrowser *>();
    Q_EMIT text->anchorClicked(QUrl(QStringLiteral("4-providers.md")));
    QCOMPARE(window.findChild<QListWidget *>()->currentItem()->text(), QStringLiteral("Providers"));
    QVERIFY(text->toPlainText().startsWith(QStringLiteral("Providers")));
}

void TestHelpWindow::aLinkToAPageGoesThere()
{
    HelpWindow window;
    QSignalSpy wanted(&window, &HelpWindow::placeWanted);
    Q_EMIT window.findChild<QTextBrowser *>()->anchorClicked(QUrl(QStringLiteral("/repositories")));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<Place>().page, QStringLiteral("repositories"));
}

void TestHelpWindow::anythingElseLeadsNowhere()
{
    HelpWindow window;
    QSignalSpy wanted(&window, &HelpWindow::placeWanted);
    const int row = window.findChild<QListWidget *>()->currentRow();
    for (const auto *link : {"/etc/passwd", "file:///etc/passwd", "nowhere.md", "javascript:1"})
        Q_EMIT window.findChild<QTextBrowser *>()->anchorClicked(QUrl(QString::fromLatin1(link)));
    QCOMPARE(wanted.size(), 0);
    QCOMPARE(window.findChild<QListWidget *>()->currentRow(), row);
}

void TestHelpWindow::itsLinksHaveTheColoursOfTheTheme()
{
    HelpWindow window;
    window.resize(700, 200);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window)); // its size is final
    const auto *text = window.findChild<QTextBrowser *>();
    const auto colours = [&] {
        QSet<QString> found;
        for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next())
            for (auto part = block.begin(); !part.atEnd(); ++part)
                if (const QTextCharFormat format = part.fragment().charFormat(); format.isAnchor())
                    found << format.foreground().color().name();
        return found;
    };
    QTRY_VERIFY(text->verticalScrollBar()->maximum() > 40);
    text->verticalScrollBar()->setValue(40);
    for (const char *name : {"#123456", "#fedcba"}) {
        QPalette palette = QApplication::palette();
        palette.setColor(QPalette::Link, QColor(name));
        QApplication::setPalette(palette);
        QTRY_COMPARE(colours(), QSet<QString>{QString::fromLatin1(name)});
        QCOMPARE(text->verticalScrollBar()->value(), 40);
    }
}

QTEST_MAIN(TestHelpWindow)
#include "tst_HelpWindow.moc"

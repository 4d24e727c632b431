#include "desktop/app/CommandPalette.h"
#include "desktop/app/MainWindow.h"
#include "desktop/app/PageHost.h"
#include "desktop/app/Rail.h"
#include "desktop/pages/ComparePage.h"
#include "tests/desktop/RealWorker.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStandardPaths>

using namespace mergeloom;
using test::RealWorker;

/// Pages that are not in the rail.
class TestPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparingIsFoundInThePaletteAndLeadsToRepositoriesWhereThereAreNone()
    {
        QStandardPaths::setTestModeEnabled(true);
        QTemporaryDir folder;
        RealWorker real;
        QVERIFY(real.start());
        KeptSettings settings(folder.filePath(QStringLiteral("desktop.json")));
        TokenStore tokens;
        Workers workers(settings, tokens);
        Theme theme(*qApp);
        MainWindow window(workers, tokens, settings, theme);
        window.resize(1280, 820);
        window.show();
        window.desk()->addLocal({{}, QStringLiteral("here"), ConnectionKind::Direct, real.url(), {}, {}}, real.token());
        QTRY_VERIFY_WITH_TIMEOUT(window.host()->page(), 20'000);
        for (QDialog *over : window.findChildren<QDialog *>()) // that there is no keychain, where there is none
            over->close();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const QAbstractButton *button : window.findChild<Rail *>()->findChildren<QAbstractButton *>())
            QVERIFY(button->text() != u"Compare");
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto *palette = window.findChild<CommandPalette *>();
        QVERIFY(palette);
        auto *list = palette->findChild<QListWidget *>();
        QTest::keyClicks(palette->findChild<QLineEdit *>(), QStringLiteral("page compare"));
        QCOMPARE(list->count(), 1);
        QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_COMPARE(window.host()->place().page, QStringLiteral("compare"));
        const auto *page = qobject_cast<ComparePage *>(window.host()->page());
        QVERIFY(page);
        const auto buttons = page->findChildren<QPushButton *>();
        const auto lead = std::find_if(
            buttons.begin(), buttons.end(), [](const QPushButton *one) { return one->text() == u"Repositories"; });
        QTRY_VERIFY_WITH_TIMEOUT((*lead)->isVisible(), 10'000);
        (*lead)->click();
        QTRY_COMPARE(window.host()->place().page, QStringLiteral("repositories"));
    }
};

QTEST_MAIN(TestPlaces)
#include "tst_Places.moc"

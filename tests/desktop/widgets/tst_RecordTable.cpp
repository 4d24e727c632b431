#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"
#include "shared/api/StatusTypes.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace mergeloom;

namespace {

api::JobView job(const QString &id, const QString &title, int priority, JobState state = JobState::Queued)
{
    api::JobView view;
    view.id = JobId(id);
    view.ticketKey = "KEY-" + QString::number(priority);
    view.title = title;
    view.priority = priority;
    view.state = state;
    view.queuedAt = Timestamp{Timestamp::now().microseconds - qint64(priority) * 60'000'000};
    return view;
}

QString shownNote(const RecordTable &table)
{
    QStringList texts;
    for (const QLabel *label : table.findChildren<QLabel *>())
        if (label->isVisible() && !label->text().isEmpty())
            texts << label->text();
    return texts.join('\n');
}

} // namespace

class TestRecordTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void columnsComeFromTheFieldsOfTheType();
    void numbersSortBySizeAndSelectionStays();
    void hostileTextIsShownAsWhatItIs();
    void emptyLoadingAndErrorAreSaid();
    void enterOpensAndCtrlCCopiesTheWholeId();
    void valuesAreWrittenForPeople();

private:
    std::unique_ptr<RecordTable> m_table;
};

void TestRecordTable::init()
{
    m_table = std::make_unique<RecordTable>(
        columnsOf<api::JobView>({{"id"}, {"ticket_key"}, {.field = "title", .isStretched = true}, {"state"},
            {"priority", "Rank"}, {"queued_at"}}),
        "id", "Jobs");
    m_table->resize(900, 400);
    m_table->show();
}

void TestRecordTable::columnsComeFromTheFieldsOfTheType()
{
    const RecordModel *model = m_table->model();
    QCOMPARE(model->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "Ticket");
    QCOMPARE(model->headerData(4, Qt::Horizontal, Qt::DisplayRole).toString(), "Rank");
    QCOMPARE(model->columns().at(0).format, CellFormat::ShortId);
    QCOMPARE(model->columns().at(3).format, CellFormat::Status);
    QCOMPARE(model->columns().at(5).format, CellFormat::RelativeTime);
}

void TestRecordTable::numbersSortBySizeAndSelectionStays()
{
    m_table->setRecords(QList<api::JobView>{job("b", "two", 2), job("a", "ten", 10), job("c", "one", 1)});
    m_table->setCurrentKey("a");
    m_table->model()->sort(4, Qt::AscendingOrder);
    QCOMPARE(m_table->model()->keyAt(0), "c");
    QCOMPARE(m_table->model()->keyAt(2), "a"); // 10 after 2
    QCOMPARE(m_table->currentKey(), "a");
    m_table->setRecords(QList<api::JobView>{job("a", "ten", 10), job("d", "three", 3)});
    QCOMPARE(m_table->currentKey(), "a");
    QCOMPARE(m_table->model()->keyAt(0), "d"); // the order stays too
}

void TestRecordTable::hostileTextIsShownAsWhatItIs()
{
    m_table->setRecords(QList<api::JobView>{job("a", QStringLiteral("<img src=x>\u202Egnp.exe\u001b[31m\nsecond"), 1)});
    const QModelIndex cell = m_table->model()->index(0, 2);
    const QString shown = cell.data().toString();
    QVERIFY(shown.contains("<img src=x>"));
    QVERIFY(shown.contains(QStringLiteral("⟨U+202E⟩")));
    QVERIFY(!shown.contains(QChar(0x1b)) && !shown.contains('\n'));
    QVERIFY(cell.data(Qt::ToolTipRole).toString().contains("&lt;img"));
    QCOMPARE(plainLabel("<b>x</b>")->textFormat(), Qt::PlainText);
}

void TestRecordTable::emptyLoadingAndErrorAreSaid()
{
    m_table->setEmptyText("Nothing waits.", "Write a ticket to start.");
    m_table->showLoading();
    QCOMPARE(shownNote(*m_table), ""); // a quick answer flashes nothing
    QTRY_VERIFY(shownNote(*m_table).contains("Loading"));
    m_table->setRecords(QList<api::JobView>{});
    QVERIFY(shownNote(*m_table).contains("Write a ticket"));
    m_table->setRecords(QList<api::JobView>{job("a", "stays", 1)});
    m_table->showError({ErrorCode::Unavailable, "The worker cannot be reached.", {}});
    QVERIFY(shownNote(*m_table).contains("cannot be reached"));
    QCOMPARE(m_table->model()->rowCount(), 1); // what was there stays
    QSignalSpy again(m_table.get(), &RecordTable::tryAgainWanted);
    for (QPushButton *button : m_table->findChildren<QPushButton *>())
        if (button->text() == "Try again")
            QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(again.size(), 1);
}

void TestRecordTable::enterOpensAndCtrlCCopiesTheWholeId()
{
    const QString id = "01M8164MXYQRWQJ5PZ403VMNKP";
    m_table->setRecords(QList<api::JobView>{job(id, "one", 1)});
    m_table->setCurrentKey(id);
    QSignalSpy opened(m_table.get(), &RecordTable::opened);
    QTest::keyClick(m_table->view(), Qt::Key_Return);
    QCOMPARE(opened.value(0).value(0).toString(), id);
    m_table->view()->setCurrentIndex(m_table->model()->index(0, 0));
    QCOMPARE(m_table->model()->index(0, 0).data().toString(), QStringLiteral("…403VMNKP"));
    QTest::keyClick(m_table->view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), id);
}

void TestRecordTable::valuesAreWrittenForPeople()
{
    QCOMPARE(durationText(850), "850 ms");
    QCOMPARE(durationText(125'000), "2 min 5 s");
    QCOMPARE(durationText(12'000'000), "3 h 20 min");
    QCOMPARE(moneyText(0.0042), "$0.0042");
    QCOMPARE(moneyText(12.5), "$12.50");
    const Timestamp now{1'700'000'000'000'000};
    QCOMPARE(relativeTime({now.microseconds - 180'000'000}, now), "3 min ago");
    QCOMPARE(relativeTime({now.microseconds + 7'200'000'000}, now), "in 2 h");
    QCOMPARE(cellText(QJsonValue("publish_failed"), CellFormat::Status), "publish failed");
    QCOMPARE(cellText(QJsonValue(), CellFormat::Money), "");
}

QTEST_MAIN(TestRecordTable)
#include "tst_RecordTable.moc"

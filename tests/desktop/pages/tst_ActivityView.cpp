#include "desktop/pages/ActivityView.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace mergeloom;

/// Items of a stage as a text that is quick at any length.
class ActivityViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twenty_thousand_events_are_shown_without_a_long_pause();
    void it_follows_the_newest_line_until_the_reader_scrolls_up();
    void the_text_is_the_same_however_the_events_come();
    void a_line_opens_and_closes_by_key();
    void nothing_of_it_is_markup();

private:
    Event event(const char *type, const QJsonObject &data)
    {
        Event event;
        event.seq = ++m_seq;
        event.ts = Timestamp{m_seq};
        event.type = QLatin1StringView(type);
        event.data = data;
        return event;
    }
    QList<Event> manyEvents(int commands, int lines)
    {
        QList<Event> events;
        for (int i = 0; i < commands; ++i) {
            const QString id = QString::number(i);
            events << event(
                event_type::commandStarted, {{"command_id", id}, {"kind", "validation"}, {"line", "make test"}});
            for (int line = 0; line < lines; ++line)
                events << event(event_type::commandOutput,
                    {{"command_id", id},
                        {"text", QStringLiteral("\x1b[32mok\x1b[0m %1 of many words in a line\n").arg(line)}});
            events << event(event_type::commandFinished, {{"command_id", id}, {"end", "exited"}, {"exit_code", 1}});
        }
        return events;
    }
    qint64 m_seq = 0;
};

void ActivityViewTest::twenty_thousand_events_are_shown_without_a_long_pause()
{
    Activity activity;
    ActivityView view;
    view.resize(1000, 700);
    view.setVisible(true);
    view.show(&activity);
    view.setFollowing(true);
    qint64 longest = 0;
    QElapsedTimer whole;
    whole.start();
    const QList<Event> events = manyEvents(20, 998);
    for (qsizetype i = 0; i < events.size(); ++i) {
        activity.take(events[i]);
        if (i % 50 != 0)
            continue;
        view.refresh();
        QElapsedTimer once;
        once.start();
        QCoreApplication::processEvents();
        longest = qMax(longest, once.elapsed());
    }
    view.refresh();
    while (!view.isSettled()) {
        QElapsedTimer once;
        once.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        longest = qMax(longest, once.elapsed());
    }
    QVERIFY(view.blockCount() > 20 * 998);
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    qInfo("%lld events in %lld ms, longest pause %lld ms", qlonglong(events.size()), whole.elapsed(), longest);
    QVERIFY2(longest < 1000, "the window stood still");
}

void ActivityViewTest::it_follows_the_newest_line_until_the_reader_scrolls_up()
{
    Activity activity;
    ActivityView view;
    view.resize(800, 300);
    view.setVisible(true);
    view.show(&activity);
    view.setFollowing(true);
    for (const Event &one : manyEvents(1, 100))
        activity.take(one);
    view.refresh();
    QTRY_VERIFY(view.isSettled() && view.verticalScrollBar()->maximum() > 0);
    QVERIFY(view.isFollowing());
    QSignalSpy changed(&view, &ActivityView::followingChanged);
    view.verticalScrollBar()->setValue(10);
    QVERIFY(!view.isFollowing());
    QCOMPARE(changed.size(), 1);
    for (const Event &one : manyEvents(1, 100))
        activity.take(one);
    view.refresh();
    QTRY_VERIFY(view.isSettled());
    QCOMPARE(view.verticalScrollBar()->value(), 10);
    view.setFollowing(true);
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void ActivityViewTest::the_text_is_the_same_however_the_events_come()
{
    QList<Event> events;
    events << event(event_type::providerRequest, {{"call", 1}, {"model", "m"}})
           << event(event_type::providerDelta, {{"call", 1}, {"text", "Half a "}})
           << event(event_type::providerDelta, {{"call", 1}, {"text", "sentence"}})
           << event(event_type::providerResponse,
                  {{"call", 1},
                      {"content",
                          QJsonArray{QJsonObject{{"type", "text"}, {"text", "A whole sentence.\n\n```\ncode\n```"}}}}})
           << event(event_type::toolCall,
                  {{"call_id", "t"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "a.c"}}}})
           << event(event_type::toolResult,
                  {{"call_id", "t"}, {"name", "read_file"}, {"text", "int x;"}, {"duration_ms", 3}})
           << event(event_type::commandStarted, {{"command_id", "c"}, {"kind", "validation"}, {"line", "make"}})
           << event(event_type::commandOutput, {{"command_id", "c"}, {"text", "one\ntw"}})
           << event(event_type::commandOutput, {{"command_id", "c"}, {"text", "o\rthree\n"}})
           << event(event_type::commandFinished, {{"command_id", "c"}, {"end", "exited"}, {"exit_code", 2}});
    Activity whole;
    for (const Event &one : events)
        whole.take(one);
    ActivityView atOnce;
    atOnce.resize(900, 500);
    atOnce.setVisible(true);
    atOnce.show(&whole);
    QVERIFY2(atOnce.toPlainText().contains(QStringLiteral("one\nthree")), qPrintable(atOnce.toPlainText()));
    QVERIFY(!atOnce.toPlainText().contains(QStringLiteral("Half a")));
    Activity bit;
    ActivityView slowly;
    slowly.resize(900, 500);
    slowly.setVisible(true);
    slowly.show(&bit);
    for (const Event &one : events) {
        bit.take(one);
        slowly.refresh();
        QTRY_VERIFY(slowly.isSettled());
    }
    QCOMPARE(slowly.toPlainText(), atOnce.toPlainText());
    QCOMPARE(slowly.blockCount(), atOnce.blockCount());
}

void ActivityViewTest::a_line_opens_and_closes_by_key()
{
    Activity activity;
    activity.take(event(
        event_type::toolCall, {{"call_id", "t"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "a.c"}}}}));
    activity.take(event(event_type::toolResult,
        {{"call_id", "t"}, {"name", "read_file"}, {"text", "int secret_x;"}, {"duration_ms", 3}}));
    ActivityView view;
    view.resize(900, 500);
    view.setVisible(true);
    view.show(&activity);
    const QString closed = view.toPlainText();
    QVERIFY(!closed.contains(QStringLiteral("secret_x")));
    view.moveCursor(QTextCursor::Start);
    QTest::keyClick(&view, Qt::Key_N);
    QTest::keyClick(&view, Qt::Key_Return);
    QTRY_VERIFY(view.toPlainText().contains(QStringLiteral("secret_x")));
    QTest::keyClick(&view, Qt::Key_Space);
    QTRY_COMPARE(view.toPlainText(), closed);
}

void ActivityViewTest::nothing_of_it_is_markup()
{
    Activity activity;
    activity.take(event(
        event_type::steerMessage, {{"command_id", "c"}, {"by", "<b>me</b>"}, {"text", "<img src=x> \u202Eevil"}}));
    ActivityView view;
    view.resize(900, 500);
    view.setVisible(true);
    view.show(&activity);
    QVERIFY(view.toPlainText().contains(QStringLiteral("<b>me</b>")));
    QVERIFY(view.toPlainText().contains(QStringLiteral("<img src=x>")));
    QVERIFY(!view.toPlainText().contains(QChar(0x202E)));
}

QTEST_MAIN(ActivityViewTest)
#include "tst_ActivityView.moc"

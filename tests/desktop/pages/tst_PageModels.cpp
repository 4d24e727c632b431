#include "desktop/pages/Drafts.h"
#include "desktop/pages/ProseLines.h"
#include "desktop/pages/ProviderDraft.h"
#include "desktop/pages/RunFilter.h"
#include "desktop/pages/RunLimits.h"
#include "desktop/pages/SentCommands.h"
#include "desktop/pages/StagePlan.h"
#include "desktop/pages/TerminalOutput.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

/// What pages show, worked out without a page.
class PageModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void output_in_any_pieces_has_the_same_lines();
    void colours_are_kept_and_everything_else_dropped();
    void a_carriage_return_begins_the_line_anew();
    void the_inside_of_long_commands_is_not_read();
    void a_running_stage_begins_at_its_end();
    void prose_keeps_every_word();
    void a_command_is_waiting_until_the_run_takes_it();
    void an_event_may_come_before_the_answer();
    void a_secret_is_sent_only_when_typed();
    void fields_that_are_not_asked_for_are_not_sent();
    void both_values_of_a_conflict_are_told();
    void days_are_those_of_the_reader();
    void what_is_no_number_is_no_limit();
    void a_draft_outlives_the_app();
};

void PageModelsTest::output_in_any_pieces_has_the_same_lines()
{
    const QString text = QStringLiteral("one\r\n\x1b[31mtwo\x1b[0m\nthree\rfour\n\nlast");
    TerminalOutput whole;
    whole.append(text);
    for (qsizetype cut = 0; cut <= text.size(); ++cut) {
        TerminalOutput pieces;
        pieces.append(text.left(cut));
        pieces.append(text.mid(cut));
        QCOMPARE(pieces.plainText(), whole.plainText());
    }
    TerminalOutput letters;
    for (const QChar letter : text)
        letters.append(QString(letter));
    QCOMPARE(letters.plainText(), QStringLiteral("one\ntwo\nfour\n\nlast\n"));
    QVERIFY(letters.isOpen());
    QCOMPARE(letters.count(), 5);
}

void PageModelsTest::colours_are_kept_and_everything_else_dropped()
{
    TerminalOutput output;
    output.append(QStringLiteral(
        "\x1b[1;38;5;196mred\x1b[22m thin\x1b]0;title\x07 on\n\x1b[2Jnext\x1b[0m plain\x1b[48;2;1;2;3mx\n\u202Eturned\n"));
    const QList<TerminalPiece> first = output.line(0);
    QCOMPARE(first[0].text, QStringLiteral("red"));
    QVERIFY(first[0].style.isBold);
    QCOMPARE(first[0].style.text.value, 0xff0000u);
    QVERIFY(!first[1].style.isBold);
    QCOMPARE(first[2].text, QStringLiteral(" on"));
    QCOMPARE(output.line(1)[0].text, QStringLiteral("next"));
    QCOMPARE(output.line(1)[0].style.text.value, 0xff0000u); // a colour goes on to the next line
    QCOMPARE(output.line(1)[1].style, TerminalStyle{});
    QCOMPARE(output.line(1)[2].style.back.value, 0x010203u);
    QVERIFY(!output.line(2)[0].text.contains(QChar(0x202E)));
    QVERIFY(output.line(2)[0].text.contains(QStringLiteral("202E")));
    output.append(QStringLiteral("\x1b[38;5m\x1b[38;2;1m\x1b[999999999999m\x1b["));
    QCOMPARE(output.count(), 4);
}

void PageModelsTest::a_carriage_return_begins_the_line_anew()
{
    TerminalOutput output;
    for (int i = 0; i <= 100; ++i)
        output.append(QStringLiteral("\r%1 %").arg(i));
    QCOMPARE(output.count(), 1);
    QCOMPARE(output.plainText(), QStringLiteral("100 %\n"));
}

void PageModelsTest::the_inside_of_long_commands_is_not_read()
{
    StageView stage;
    stage.firstSeq = 10;
    stage.lastSeq = 1000;
    CommandView quick;
    quick.firstSeq = 20;
    quick.lastSeq = 30;
    CommandView slow;
    slow.commandId = QStringLiteral("slow");
    slow.firstSeq = 100;
    slow.lastSeq = 900;
    const StagePlan plan = StagePlan::of(stage, {quick, slow}, 0);
    QCOMPARE(plan.segments, (QList<Segment>{{10, 100}, {900, 1000}}));
    QCOMPARE(plan.skips, (QList<SkippedOutput>{{QStringLiteral("slow"), {101, 899}}}));
}

void PageModelsTest::a_running_stage_begins_at_its_end()
{
    QList<Segment> segments{{1, 100}, {200, 250}};
    QCOMPARE(takeTail(segments, 80), (QList<Segment>{{72, 100}, {200, 250}}));
    QCOMPARE(segments, (QList<Segment>{{1, 71}}));
    QCOMPARE(takeTail(segments, 1000), (QList<Segment>{{1, 71}}));
    QVERIFY(segments.isEmpty());
}

void PageModelsTest::prose_keeps_every_word()
{
    const QList<ProseLine> lines = proseLines(
        QStringLiteral("# Title\n- **bold** and `code`\nsnake__case `open\n```c\nint x; **no**\n```\n<b>no html</b>"));
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[0].kind, ProseLine::Kind::Heading);
    QCOMPARE(lines[1].pieces[1], (ProsePiece{QStringLiteral("bold"), ProsePiece::Look::Strong}));
    QCOMPARE(lines[1].pieces[3], (ProsePiece{QStringLiteral("code"), ProsePiece::Look::Code}));
    QCOMPARE(lines[2].pieces.size(), 1);
    QCOMPARE(lines[2].pieces[0].text, QStringLiteral("snake__case `open"));
    QCOMPARE(lines[3].kind, ProseLine::Kind::Code);
    QCOMPARE(lines[4].pieces[0].text, QStringLiteral("<b>no html</b>"));
}

void PageModelsTest::a_command_is_waiting_until_the_run_takes_it()
{
    SentCommands sent;
    sent.add(
        {QStringLiteral("c1"), RunId(), QStringLiteral("message"), {}}, QStringLiteral("Hello"), Timestamp{1'000'000});
    sent.add({QStringLiteral("c2"), RunId(), QStringLiteral("pause"), {}}, {}, Timestamp{1'000'000});
    QCOMPARE(sent.waiting(), 2);
    Event taken;
    taken.type = QLatin1StringView(event_type::steerMessage);
    taken.ts = Timestamp{3'000'000};
    taken.data = {{"command_id", "c1"}};
    QVERIFY(sent.take(taken));
    QVERIFY(!sent.take(taken));
    QVERIFY(SentCommands::words(sent.all()[0]).contains(QStringLiteral("Hello")));
    QCOMPARE(sent.waiting(), 1);
    sent.end(Timestamp{9'000'000});
    QCOMPARE(sent.all()[1].fate, SentCommands::Fate::TooLate);
}

void PageModelsTest::an_event_may_come_before_the_answer()
{
    SentCommands sent;
    Event left;
    left.type = QLatin1StringView(event_type::steerIgnored);
    left.ts = Timestamp{5};
    left.data = {{"command_id", "c"}, {"why", "It is over."}};
    QVERIFY(!sent.take(left));
    sent.add({QStringLiteral("c"), RunId(), QStringLiteral("pause"), {}}, {}, Timestamp{1});
    QCOMPARE(sent.all()[0].fate, SentCommands::Fate::Left);
    QVERIFY(SentCommands::words(sent.all()[0]).contains(QStringLiteral("It is over.")));
}

namespace {

ProviderKind someKind()
{
    ProviderField way;
    way.name = QStringLiteral("auth");
    way.kind = QStringLiteral("choice");
    way.choices = {QStringLiteral("key"), QStringLiteral("sign_in")};
    ProviderField key;
    key.name = QStringLiteral("api_key");
    key.kind = QStringLiteral("secret");
    key.whenField = QStringLiteral("auth");
    key.whenValues = {QStringLiteral("key")};
    ProviderField model;
    model.name = QStringLiteral("model");
    ProviderField fixed;
    fixed.name = QStringLiteral("region");
    fixed.lockedBy = QStringLiteral("REGION");
    fixed.lockedValue = QStringLiteral("eu");
    return {QStringLiteral("some"), QStringLiteral("Some"), {}, {way, key, model, fixed}};
}

} // namespace

void PageModelsTest::a_secret_is_sent_only_when_typed()
{
    ProviderDraft draft(someKind(), std::nullopt);
    draft.setValue(QStringLiteral("model"), QStringLiteral(" m "));
    QVERIFY(!draft.request().secret);
    QCOMPARE(draft.request().model, QStringLiteral("m"));
    draft.setValue(QStringLiteral("api_key"), QStringLiteral("k"));
    QCOMPARE(draft.request().secret.value_or(QString()), QStringLiteral("k"));
    QVERIFY(!draft.request().options.contains(QStringLiteral("api_key")));
    QCOMPARE(ProviderDraft::freeId(QStringLiteral("a"), {QStringLiteral("a"), QStringLiteral("a-2")}),
        QStringLiteral("a-3"));
}

void PageModelsTest::fields_that_are_not_asked_for_are_not_sent()
{
    ProviderDraft draft(someKind(), std::nullopt);
    QVERIFY(draft.isAsked(someKind().form[1])); // a choice that was not made is its first
    QCOMPARE(draft.choices(someKind().form[0], {})[0].first, QString());
    draft.setValue(QStringLiteral("api_key"), QStringLiteral("k"));
    draft.setValue(QStringLiteral("auth"), QStringLiteral("sign_in"));
    QVERIFY(!draft.request().secret);
    QCOMPARE(draft.request().options, (QMap<QString, QString>{{QStringLiteral("auth"), QStringLiteral("sign_in")}}));
}

void PageModelsTest::both_values_of_a_conflict_are_told()
{
    api::ProviderView view;
    view.profile.model = QStringLiteral("old");
    ProviderDraft draft(someKind(), view);
    draft.setValue(QStringLiteral("model"), QStringLiteral("mine"));
    view.profile.model = QStringLiteral("theirs");
    QCOMPARE(draft.differences(view),
        (QList<ProviderDraft::Difference>{
            {QStringLiteral("model"), QStringLiteral("theirs"), QStringLiteral("mine")}}));
}

void PageModelsTest::days_are_those_of_the_reader()
{
    qputenv("TZ", "Asia/Tokyo");
    tzset();
    RunFilter filter;
    filter.since = filter.until = QStringLiteral("2026-03-02");
    filter.minimumUsd = QStringLiteral("0,5");
    QCOMPARE(filter.query().since, QStringLiteral("2026-03-01T15:00:00Z"));
    QCOMPARE(filter.query().until, QStringLiteral("2026-03-02T15:00:00Z"));
    QCOMPARE(filter.query().minimumUsd, QStringLiteral("0.5"));
    QCOMPARE(filter.furtherCount(), 3);
    filter.since = QStringLiteral("soon"); // the worker says what is wrong with it
    QCOMPARE(filter.query().since, QStringLiteral("soon"));
}

void PageModelsTest::what_is_no_number_is_no_limit()
{
    const RunLimit minutes = RunLimits::all()[2];
    QCOMPARE(RunLimits::read(QStringLiteral(" 2,5 "), minutes).value_or(-1), 150.0);
    QCOMPARE(RunLimits::read({}, minutes).value_or(-1), 0.0);
    for (const char *typed : {"many", "-1", "1e9", "0x10", "1.2.3", "∞"})
        QVERIFY2(!RunLimits::read(QString::fromUtf8(typed), minutes), typed);
    SteeringView steering;
    steering.limits.turns = 5;
    steering.most.turns = 5;
    steering.limits.tokens = 10;
    QCOMPARE(RunLimits::extensible(steering).size(), 1);
    Budgets more;
    RunLimits::set(more, QStringLiteral("wall_seconds"), 150);
    QCOMPARE(more.wallSeconds, 150);
}

void PageModelsTest::a_draft_outlives_the_app()
{
    QTemporaryDir folder;
    const QString name = QStringLiteral("ticket ../../w 1");
    Drafts(folder.path()).keep(name, {{"title", "Half a thought"}});
    QCOMPARE(
        Drafts(folder.path()).find(name).value(QStringLiteral("title")).toString(), QStringLiteral("Half a thought"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    Drafts(folder.path()).forget(name);
    QVERIFY(Drafts(folder.path()).find(name).isEmpty());
    Drafts(QStringLiteral("/proc/nowhere")).keep(name, {{"title", "x"}});
    QVERIFY(Drafts(QStringLiteral("/proc/nowhere")).find(name).isEmpty());
}

QTEST_GUILESS_MAIN(PageModelsTest)
#include "tst_PageModels.moc"

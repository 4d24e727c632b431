#include "service/providers/ContextWindow.h"

#include <QTest>

using namespace mergeloom;

namespace {

ContentPart resultOf(int number, qsizetype size)
{
    return {.type = QStringLiteral("tool_result"),
        .text = QString(size, u'x'),
        .id = QStringLiteral("call-%1").arg(number)};
}

/// A brief, then `count` calls with results of `size` characters.
ModelRequest conversation(int count, qsizetype size)
{
    ModelRequest request{.maximumOutputTokens = 1000};
    request.messages.append({QStringLiteral("user"),
        {{.type = QStringLiteral("text"), .text = QStringLiteral("The ticket and the brief.")}}});
    for (int i = 0; i < count; ++i) {
        request.messages.append({QStringLiteral("assistant"),
            {{.type = QStringLiteral("tool_call"),
                .id = QStringLiteral("call-%1").arg(i),
                .name = QStringLiteral("read_file")}}});
        request.messages.append({QStringLiteral("user"), {resultOf(i, size)}});
    }
    return request;
}

} // namespace

class ContextWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesAConversationThatFitsAlone()
    {
        ModelRequest request = conversation(5, 1000);
        QVERIFY(ContextWindow(100'000).makeRoom(request, ContextWindow::Need::WhenFull).isEmpty());
        QCOMPARE(request.messages.last().content.first().text.size(), 1000);
    }

    void dropsTheOldestOutputFirstAndNeverTheBriefOrTheNewest()
    {
        ModelRequest request = conversation(20, 4000);
        request.messages.last().content.append(
            {.type = QStringLiteral("text"), .text = QStringLiteral("open finding")});
        const ContextWindow window(20'000);
        const QStringList dropped = window.makeRoom(request, ContextWindow::Need::WhenFull);
        QVERIFY(!dropped.isEmpty());
        QVERIFY(dropped.size() < 20);
        for (qsizetype i = 0; i < dropped.size(); ++i)
            QCOMPARE(dropped.at(i), QStringLiteral("call-%1").arg(i));
        QCOMPARE(request.messages.first().content.first().text, QStringLiteral("The ticket and the brief."));
        QCOMPARE(request.messages.last().content.first().text.size(), 4000);
        QCOMPARE(request.messages.last().content.last().text, QStringLiteral("open finding"));
        QVERIFY(request.messages.at(2).content.first().text.contains(u"4000 characters"));
        QVERIFY(window.estimatedTokens(request) + request.maximumOutputTokens <= 20'000);
        QCOMPARE(request.maximumOutputTokens, 1000);
        // Room to spare: the next call does not have to drop again.
        QVERIFY(window.makeRoom(request, ContextWindow::Need::WhenFull).isEmpty());
    }

    void limitsTheAnswerWhenNothingIsLeftToDrop()
    {
        ModelRequest request = conversation(1, 20'000); // the newest result stays
        request.maximumOutputTokens = 8000;
        ContextWindow(10'000).makeRoom(request, ContextWindow::Need::WhenFull);
        QVERIFY(request.maximumOutputTokens < 8000);
        QVERIFY(request.maximumOutputTokens >= 1024);
    }

    void dropsWhenTheServiceSaysFullThoughTheEstimateSaysNot()
    {
        ModelRequest request = conversation(10, 4000);
        QVERIFY(!ContextWindow(1'000'000).makeRoom(request, ContextWindow::Need::Always).isEmpty());
    }

    void learnsFromWhatWasCounted()
    {
        const ModelRequest request = conversation(10, 4000);
        ContextWindow window(100'000);
        window.learn(request, {.inputTokens = 1000, .cachedTokens = 19'000});
        QVERIFY(qAbs(window.estimatedTokens(request) - 21'000) < 200);
        window.learn(request, {}); // a server that counts nothing teaches nothing
        QVERIFY(qAbs(window.estimatedTokens(request) - 21'000) < 200);
    }
};

QTEST_GUILESS_MAIN(ContextWindowTest)
#include "tst_ContextWindow.moc"

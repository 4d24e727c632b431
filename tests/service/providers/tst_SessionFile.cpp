#include "service/providers/SessionFile.h"
#include "service/providers/TurnUse.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace mergeloom;

namespace {

const QString session = QStringLiteral("01a200f2-f639-7863-9023-bd403c026a3f");

QByteArray tokens(int input)
{
    return R"({"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":)"
        + QByteArray::number(input) + R"(,"cached_input_tokens":5,"cache_write_input_tokens":3,"output_tokens":7}}}})"
        + '\n';
}

} // namespace

/// What is known of the tokens of a program that tells them at the end of its turn.
class SessionFileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<AgentDialect> m_dialect = codexDialect();

    QString path() const
    {
        return m_home->filePath(QStringLiteral("sessions/2026/rollout-2026-") + session + QStringLiteral(".jsonl"));
    }
    void append(const QByteArray &text) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        file.write(text);
    }
    std::optional<qint64> inputOf(SessionFile &file) const
    {
        const auto told = file.told(session);
        return told ? std::optional(told->inputTokens) : std::nullopt;
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    }

    void tellsTheNewestSumAsItGrows()
    {
        SessionFile file(*m_dialect, m_home->path());
        QVERIFY(!file.told(session));
        QFile other(m_home->filePath(session + QStringLiteral(".sh")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        QVERIFY(!file.told(session));
        append("{\"type\":\"session_meta\"}\nno json\n" + tokens(108));
        QCOMPARE(inputOf(file), std::optional<qint64>(100));
        append(tokens(208) + tokens(308).chopped(9)); // half a line
        QCOMPARE(inputOf(file), std::optional<qint64>(200));
        append(tokens(308).last(9));
        QCOMPARE(inputOf(file), std::optional<qint64>(300));
        QCOMPARE(file.told(session)->cacheWriteTokens, 3);
        QVERIFY(!SessionFile(*m_dialect, m_home->path()).told(QStringLiteral("another")));
    }

    void leavesAlonePipesAndWhatLeadsOut()
    {
        QCOMPARE(::mkfifo(QFile::encodeName(path()).constData(), 0600), 0);
        QVERIFY(!SessionFile(*m_dialect, m_home->path()).told(session));
        QVERIFY(QFile::remove(path()));
        QTemporaryDir elsewhere;
        QFile secret(elsewhere.filePath(QStringLiteral("x")));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write(tokens(108)) > 0);
        secret.close();
        QVERIFY(QFile::link(secret.fileName(), path()));
        QVERIFY(!SessionFile(*m_dialect, m_home->path()).told(session));
    }

    void countsEachAnswerOfATurnOnce()
    {
        TurnUse claude(AgentDialect::Totals::OfTheTurn, {});
        QVERIFY(claude.take({.answer = QStringLiteral("m1"), .usage = {.inputTokens = 100, .outputTokens = 1}}));
        QVERIFY(!claude.take({.answer = QStringLiteral("m1"), .usage = {.inputTokens = 100, .outputTokens = 1}}));
        QVERIFY(claude.take({.answer = QStringLiteral("m2"), .usage = {.inputTokens = 100, .outputTokens = 1}}));
        QCOMPARE(claude.used().inputTokens, 200);
        QCOMPARE(claude.answers(), 2);
        QVERIFY(claude.take({.usage = {.inputTokens = 200, .outputTokens = 40}, .costUsd = 0.5}));
        QCOMPARE(claude.used().outputTokens, 40);
        QCOMPARE(claude.costUsd(), std::optional(0.5));
    }

    void takesOffWhatAConversationHadBefore()
    {
        TurnUse codex(AgentDialect::Totals::OfTheConversation, {.inputTokens = 200, .outputTokens = 40});
        QVERIFY(!codex.take({.usage = {.inputTokens = 200, .outputTokens = 40}}));
        QVERIFY(codex.take({.usage = {.inputTokens = 300, .outputTokens = 60}}));
        QVERIFY(!codex.take({.usage = {.inputTokens = 300, .outputTokens = 60}}));
        QCOMPARE(codex.used().inputTokens, 100);
        QCOMPARE(codex.used().outputTokens, 20);
        QCOMPARE(codex.answers(), 1);
        QVERIFY(codex.take({.usage = {.inputTokens = 450, .outputTokens = 80}}));
        QCOMPARE(codex.answers(), 2);
    }
};

QTEST_GUILESS_MAIN(SessionFileTest)
#include "tst_SessionFile.moc"

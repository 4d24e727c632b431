#include "service/models/PriceTable.h"

#include <QDate>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class PriceTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInTableIsWhole()
    {
        const auto table = PriceTable::builtIn();
        QVERIFY2(table, qPrintable(table ? QString() : table.error().message));
        QSet<QString> names;
        for (const ModelPrice &price : table->models()) {
            QVERIFY2(!names.contains(price.model), qPrintable(price.model));
            names.insert(price.model);
            QVERIFY2(
                price.input > 0 && price.output >= price.input && price.cached < price.input, qPrintable(price.model));
            const ModelPrice longest = price.forPrompt(price.contextWindow);
            QVERIFY2(longest.input >= price.input && longest.output >= price.output && longest.cached < longest.input,
                qPrintable(price.model));
            QVERIFY2(QDate::fromString(price.date, Qt::ISODate).isValid() && !price.source.isEmpty(),
                qPrintable(price.model));
        }
    }

    void findsAModelByItsIdWithOrWithoutDate_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("found"); // empty: unknown
        const auto row = [](const char *model, const char *found) {
            QTest::newRow(model) << QString::fromLatin1(model) << QString::fromLatin1(found);
        };
        row("claude-sonnet-4-5", "claude-sonnet-4-5");
        row("claude-sonnet-4-5-20250929", "claude-sonnet-4-5");
        row("claude-sonnet-4-20250514", "claude-sonnet-4");
        row("claude-sonnet-4-5@20250929", "claude-sonnet-4-5");
        row("claude-opus-4-8@default", "claude-opus-4-8");
        row("claude-3-5-haiku-latest", "claude-3-5-haiku");
        row("gpt-5-mini-2025-08-07", "gpt-5-mini");
        row("gpt-4o-2024-08-06", "gpt-4o");
        row("gemini-2.5-flash", "gemini-2.5-flash");
        row("gemini-2.5-flash-lite", "gemini-2.5-flash-lite");
        row("gemini-2.5-flash-image", "");
        row("gpt-5.4-mini-2026-03-17", "gpt-5.4-mini");
        row("claude-opus-5-5", "claude-opus-5-5");
        row("gpt-6.2-sol", "gpt-6.2-sol");
        row("gemini-2.5-pro", "gemini-2.5-pro");
        row("gpt-6-astra", "gpt-6-astra");
        row("gpt-5.3-codex", "gpt-5.3-codex");
        row("claude-fable-5", "claude-fable-5");
        row("claude-fable-5-1", "claude-fable-5-1");
        // Relatives may cost anything.
        row("claude-sonnet-4-9", "");
        row("gpt-5-ultra", "");
        row("gpt-oss-20b", "");
        row("qwen3-coder", "");
        row("gpt-6.2-astra", ""); // listed, but not all of its prices could be verified
        row("gpt-5.6-sol", "");   // its promotion may be over
        // A deployment may be called anything, and an id of Bedrock has a price of its own (BedrockModelName).
        row("my-deployment", "");
        row("prod-gpt-5", "");
        row("GPT-5", "");
        row("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "");
        row("claude-sonnet-4-5@latest", "");
        row("", "");
    }
    void findsAModelByItsIdWithOrWithoutDate()
    {
        QFETCH(QString, model);
        const auto price = PriceTable::builtIn()->find(model);
        QTEST(price ? price->model : QString(), "found");
    }

    void forgetsAPriceAfterItsLastDay()
    {
        const auto table = PriceTable::parse(
            "{\"format\":\"mergeloom-prices/1\",\"models\":["
            "{\"model\":\"m\",\"input\":1,\"output\":2,\"cached\":0.5,\"cache_write\":1,\"context_window\":9000,"
            "\"date\":\"2026-10-07\",\"source\":\"s\",\"until\":\"2026-12-31\"},"
            "{\"model\":\"n\",\"input\":1,\"output\":2,\"cached\":0.5,\"cache_write\":1,\"context_window\":9000,"
            "\"date\":\"2026-10-07\",\"source\":\"s\",\"until\":\"2026-12-31\"},"
            "{\"model\":\"n\",\"input\":2,\"output\":4,\"cached\":1,\"cache_write\":2,\"context_window\":9000,"
            "\"date\":\"2026-10-07\",\"source\":\"what follows\"}]}");
        QVERIFY2(table, qPrintable(table ? QString() : table.error().message));
        QVERIFY(table->find(QStringLiteral("m"), QDate(2026, 12, 31)));
        QVERIFY(!table->find(QStringLiteral("m"), QDate(2027, 1, 1)));
        QCOMPARE(table->find(QStringLiteral("n"), QDate(2026, 12, 31))->input, 1.0);
        QCOMPARE(table->find(QStringLiteral("n"), QDate(2027, 1, 1))->input, 2.0);
        QVERIFY(PriceTable::builtIn()->find(QStringLiteral("gemini-3.8-flash"), QDate(2026, 12, 31)));
        QVERIFY(!PriceTable::builtIn()->find(QStringLiteral("gemini-3.8-flash"), QDate(2027, 1, 1)));
        const auto noDate = PriceTable::parse(
            "{\"format\":\"mergeloom-prices/1\",\"models\":[{\"model\":\"x\",\"input\":1,\"output\":1,\"cached\":0,"
            "\"cache_write\":0,\"context_window\":1,\"date\":\"2026-01-01\",\"source\":\"s\",\"until\":\"soon\"}]}");
        QVERIFY(!noDate);
        QVERIFY2(noDate.error().message.contains(u"soon"), qPrintable(noDate.error().message));
    }

    void countsEachKindOfToken()
    {
        const ModelPrice price{.input = 3, .output = 15, .cached = 0.3, .cacheWrite = 3.75};
        const Usage usage{.inputTokens = 1'000'000,
            .outputTokens = 100'000,
            .cachedTokens = 2'000'000,
            .cacheWriteTokens = 400'000,
            .reasoningTokens = 50'000};
        QCOMPARE(price.costOf(usage), 3.0 + 1.5 + 0.6 + 1.5); // reasoning is part of the output
        QCOMPARE(price.times(1.5).costOf(usage), 1.5 * price.costOf(usage));
    }

    void countsACallWithALongPromptByItsOwnPrices()
    {
        const ModelPrice price{.input = 2,
            .output = 10,
            .cached = 0.1,
            .cacheWrite = 2.5,
            .longPrompt = LongPromptPrice{272'000, 4, 15, 0.2, 5}};
        QCOMPARE(price.costOf({.inputTokens = 72'000, .outputTokens = 1'000'000, .cachedTokens = 200'000}),
            0.144 + 10 + 0.02);
        QCOMPARE(price.costOf({.inputTokens = 72'001, .outputTokens = 1'000'000, .cachedTokens = 200'000}),
            0.288004 + 15 + 0.04);
        QCOMPARE(price.times(1.1).costOf({.inputTokens = 1'000'000, .outputTokens = 1'000'000}), 4.4 + 16.5);
    }

    void takesTheOperatorsOwnPricesBeforeThoseThatAreBuiltIn()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("prices.json"));
        const auto write = [&](const QByteArray &text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        };
        QCOMPARE(PriceTable::withFile(path)->models().size(), PriceTable::builtIn()->models().size());
        write(
            "{\"format\":\"mergeloom-prices/1\",\"models\":["
            "{\"model\":\"gpt-5.5\",\"input\":1,\"output\":2,\"cached\":0.5,\"cache_write\":1,\"context_window\":9000,"
            "\"date\":\"2026-11-21\",\"source\":\"our contract\"},"
            "{\"model\":\"our-deployment\",\"input\":0,\"output\":0,\"cached\":0,\"cache_write\":0,"
            "\"context_window\":9000,\"date\":\"2026-11-21\",\"source\":\"our own machine\"}]}");
        const auto table = PriceTable::withFile(path);
        QVERIFY2(table, qPrintable(table ? QString() : table.error().message));
        QCOMPARE(table->find(QStringLiteral("gpt-5.5"))->source, QStringLiteral("our contract"));
        QCOMPARE(table->find(QStringLiteral("our-deployment"))->output, 0.0);
        QVERIFY(table->find(QStringLiteral("claude-sonnet-4-5")));
        for (const char *wrong : {"", "{", "{\"format\":\"mergeloom-prices/1\",\"models\":[{\"model\":\"x\"}]}"}) {
            write(wrong);
            const auto refused = PriceTable::withFile(path);
            QVERIFY2(!refused && refused.error().message.contains(path)
                    && refused.error().message.contains(u"Correct the file"),
                wrong);
        }
        QVERIFY(QFile::resize(path, 5 << 20));
        QVERIFY(PriceTable::withFile(path).error().message.contains(u"4 MB"));
    }

    void refusesABrokenTable()
    {
        QVERIFY(!PriceTable::parse("{\"format\":\"mergeloom-prices/2\",\"models\":[]}"));
        QVERIFY(!PriceTable::parse("{\"format\":\"mergeloom-prices/1\",\"models\":[{\"model\":\"x\"}]}"));
        // What is not known is left out as a whole, so that nothing counts as free.
        QVERIFY(!PriceTable::parse(
            "{\"format\":\"mergeloom-prices/1\",\"models\":[{\"model\":\"x\",\"input\":1,\"output\":null,\"cached\":0,"
            "\"cache_write\":0,\"context_window\":1,\"date\":\"2026-01-01\",\"source\":\"s\"}]}"));
        const auto negative = PriceTable::parse(
            "{\"format\":\"mergeloom-prices/1\",\"models\":[{\"model\":\"x\",\"input\":-1,\"output\":1,\"cached\":0,"
            "\"cache_write\":0,\"context_window\":1,\"date\":\"2026-01-01\",\"source\":\"s\"}]}");
        QVERIFY(!negative);
        QVERIFY(negative.error().message.contains(u" x"));
    }
};

QTEST_GUILESS_MAIN(PriceTableTest)
#include "tst_PriceTable.moc"

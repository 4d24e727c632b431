#include "service/models/BedrockModelName.h"
#include "service/models/PriceTable.h"

#include <QTest>

using namespace mergeloom;

class BedrockModelNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheRowOfTheTableAndWhatItCostsHere_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("row"); // of the built-in table; empty: unknown
        QTest::addColumn<double>("factor");
        const auto row = [](const char *id, const char *region, const char *model, double factor) {
            QTest::addRow("%s in %s", id, region)
                << QString::fromLatin1(id) << QString::fromLatin1(region) << QString::fromLatin1(model) << factor;
        };
        row("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-east-1", "claude-sonnet-4-5", 1.1);
        row("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-central-1", "claude-sonnet-4-5", 1.1);
        row("jp.anthropic.claude-opus-5-5", "ap-northeast-1", "claude-opus-5-5", 1.1);
        row("au.anthropic.claude-haiku-4-5-20251001-v1:0", "ap-southeast-2", "claude-haiku-4-5", 1.1);
        row("global.anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-central-1", "claude-sonnet-4-5", 1);
        row("global.anthropic.claude-opus-4-6-v1", "us-east-1", "claude-opus-4-6", 1);
        row("anthropic.claude-opus-4-8", "us-east-1", "claude-opus-4-8", 1.1); // in one region
        row("us.anthropic.claude-fable-5-1", "us-west-2", "claude-fable-5-1", 1.1);
        row("us.anthropic.claude-sonnet-4-20250514-v1:0", "us-east-1", "claude-sonnet-4", 1);
        row("apac.anthropic.claude-sonnet-4-20250514-v1:0", "ap-south-1", "claude-sonnet-4", 1);
        row("us.anthropic.claude-opus-4-1-20250805-v1:0", "us-east-1", "claude-opus-4-1", 1);
        row("anthropic.claude-3-5-sonnet-20241022-v2:0", "eu-central-1", "claude-3-5-sonnet", 1);
        row("anthropic.claude-3-haiku-20240307-v1:0:200k", "us-east-1", "", 1); // a rented one
        row("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-5-5", "",
            "claude-opus-5-5", 1.1);
        row("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", "", "amazon.nova-pro", 1);
        row("us.amazon.nova-pro-v1:0", "us-east-1", "amazon.nova-pro", 1);
        row("amazon.nova-micro-v1:0", "us-east-1", "amazon.nova-micro", 1);
        // Where nobody can tell from the id, or the price was not verified.
        row("amazon.nova-lite-v1:0", "eu-north-1", "", 1);
        row("eu.amazon.nova-lite-v1:0", "eu-central-1", "", 1);
        row("us.amazon.nova-2-lite-v1:0", "us-east-1", "", 1);
        row("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-gov-west-1", "", 1);
        row("anthropic.claude-sonnet-4-5-20250929-v1:0", "us-gov-west-1", "", 1);
        row("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0", "", "", 1);
        row("arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3", "", "", 1);
        row("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/xyz", "", "", 1);
        row("us.anthropic.claude-sonnet-9-9", "us-east-1", "", 1);
        row("us.deepseek.r1-v1:0", "us-east-1", "", 1);
        row("openai.gpt-5.5", "us-east-1", "", 1);
        row("claude-sonnet-4-5", "us-east-1", "", 1);
        row("", "", "", 1);
    }
    void tellsTheRowOfTheTableAndWhatItCostsHere()
    {
        QFETCH(QString, id);
        QFETCH(QString, region);
        const BedrockModelName name = BedrockModelName::of(id, region);
        const auto price = PriceTable::builtIn()->find(name.listed);
        QTEST(price ? price->model : QString(), "row");
        if (price)
            QTEST(name.factor, "factor");
    }
};

QTEST_GUILESS_MAIN(BedrockModelNameTest)
#include "tst_BedrockModelName.moc"

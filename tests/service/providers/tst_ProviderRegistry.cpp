#include "service/providers/Provider.h"
#include "tests/service/models/ModelServer.h"
#include "tests/service/providers/AgentBench.h"

#include <QTest>
#include <QTimer>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

ConfiguredProvider claude(const QString &endpoint = {}, const QByteArray &key = "sk-ant-test")
{
    return {{.id = ProviderProfileId(QStringLiteral("claude-api")),
                .kind = QStringLiteral("claude-api"),
                .endpoint = endpoint},
        key};
}

ConfiguredProvider compatible(
    const QString &endpoint, const QMap<QString, QString> &options = {}, const QByteArray &key = {})
{
    return {{.id = ProviderProfileId(QStringLiteral("local")),
                .kind = QStringLiteral("openai-compatible"),
                .model = QStringLiteral("scripted"),
                .endpoint = endpoint,
                .options = options},
        key};
}

QString fieldAt(const Result<void> &checked)
{
    return checked ? QString() : checked.error().details.value(QStringLiteral("field")).toString();
}

const QJsonObject twoSteps{{"default",
    QJsonArray{
        QJsonObject{{"text", "I look first."},
            {"tools",
                QJsonArray{QJsonObject{{"id", "r1"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "a.txt"}}}},
                    QJsonObject{{"id", "r2"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "none.txt"}}}}}}},
        QJsonObject{{"tools",
                        QJsonArray{QJsonObject{{"id", "w1"}, {"name", "write_file"},
                            {"input", QJsonObject{{"path", "a.txt"}, {"content", "changed\n"}}}}}},
            {"expect", QJsonObject{{"contains", QJsonArray{QStringLiteral("second line")}}}}},
        QJsonObject{{"tools",
            QJsonArray{
                QJsonObject{{"id", "f1"}, {"name", "finish"}, {"input", QJsonObject{{"summary", "Changed a.txt."}}}}}}},
        QJsonObject{{"text", "Nothing left to do."}},
    }}};

} // namespace

class ProviderRegistryTest : public QObject
{
    Q_OBJECT

private:
    /// Two tasks in one conversation against a server that checks each request.
    static void workAndRepair(const ConfiguredProvider &configured, ModelServer &server)
    {
        auto provider = ProviderRegistry::create(configured);
        QVERIFY2(provider, qPrintable(provider ? QString() : provider.error().message));
        AgentBench bench;
        AgentTask task{.stage = QStringLiteral("implementation"),
            .system = QStringLiteral("Rules."),
            .instruction = QStringLiteral("Change a.txt.")};
        const auto result = bench.perform(**provider, task);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished.value("summary").toString(), QStringLiteral("Changed a.txt."));
        QCOMPARE(bench.file(QStringLiteral("a.txt")), QByteArray("changed\n"));
        task.instruction = QStringLiteral("Anything left?");
        QCOMPARE(bench.perform(**provider, task)->finished.value("summary").toString(),
            QStringLiteral("Nothing left to do."));
        QCOMPARE(server.problems(), QByteArray("[]"));
        QCOMPARE(server.requests().size(), 4);
    }

private Q_SLOTS:
    void init()
    {
        for (const ProviderKind &kind : ProviderRegistry::kinds())
            for (const ProviderField &field : kind.form)
                if (!field.variable.isEmpty())
                    qunsetenv(field.variable.toLatin1().constData());
    }

    void describesEachKindWithItsForm()
    {
        QStringList kinds;
        for (const ProviderKind &kind : ProviderRegistry::kinds()) {
            kinds.append(kind.kind);
            QVERIFY2(!kind.label.isEmpty() && !kind.description.isEmpty(), qPrintable(kind.kind));
            for (const ProviderField &field : kind.form) {
                QVERIFY2(!field.label.isEmpty() && !field.help.isEmpty(), qPrintable(kind.kind + u'.' + field.name));
                QVERIFY2((field.kind == u"choice") == !field.choices.isEmpty(), qPrintable(field.name));
                QVERIFY(field.lockedBy.isEmpty());
                const bool isChoice = std::ranges::any_of(kind.form, [&](const ProviderField &other) {
                    return other.name == field.whenField && other.kind == u"choice";
                });
                QCOMPARE(isChoice, !field.whenField.isEmpty());
            }
        }
        QCOMPARE(kinds,
            (QStringList{QStringLiteral("claude-api"), QStringLiteral("codex-api"), QStringLiteral("openai-compatible"),
                QStringLiteral("vertex-ai"), QStringLiteral("aws-bedrock"), QStringLiteral("azure-foundry"),
                QStringLiteral("codex-cli"), QStringLiteral("claude-code-cli"), QStringLiteral("replay")}));
    }

    void asksForOneSecretAtMost()
    {
        for (const ProviderKind &kind : ProviderRegistry::kinds())
            for (const ProviderField &choice : kind.form)
                for (const QString &value : choice.choices) {
                    const auto asked = std::ranges::count_if(kind.form, [&](const ProviderField &field) {
                        return field.kind == u"secret" && isAsked(field, kind, {.options = {{choice.name, value}}});
                    });
                    QVERIFY2(asked <= 1, qPrintable(kind.kind + u' ' + choice.name + u'=' + value));
                }
    }

    void namesTheFieldThatIsMissingOrWrong()
    {
        QVERIFY(ProviderRegistry::check(claude()));
        QCOMPARE(fieldAt(ProviderRegistry::check(claude({}, {}))), QStringLiteral("api_key"));
        QCOMPARE(
            fieldAt(ProviderRegistry::check(claude(QStringLiteral("not an address")))), QStringLiteral("endpoint"));
        QCOMPARE(fieldAt(ProviderRegistry::check(claude(QStringLiteral("ftp://host/")))), QStringLiteral("endpoint"));
        QCOMPARE(fieldAt(ProviderRegistry::check(compatible({}))), QStringLiteral("endpoint"));
        const QString local = QStringLiteral("http://127.0.0.1:1/v1");
        QVERIFY(ProviderRegistry::check(compatible(local)));
        QCOMPARE(
            fieldAt(ProviderRegistry::check(compatible(local, {{QStringLiteral("auth"), QStringLiteral("magic")}}))),
            QStringLiteral("auth"));
        QCOMPARE(fieldAt(ProviderRegistry::check(
                     compatible(local, {{QStringLiteral("context_window"), QStringLiteral("many")}}))),
            QStringLiteral("context_window"));
        QVERIFY(!ProviderRegistry::check(
            compatible(local, {{QStringLiteral("auth"), QStringLiteral("bearer")}}))); // without a key
        QVERIFY(!ProviderRegistry::check(
            compatible(local, {{QStringLiteral("auth"), QStringLiteral("header")}}, "key"))); // without a name
        const auto replay =
            ProviderRegistry::check({{.id = ProviderProfileId(QStringLiteral("r")),
                                         .kind = QStringLiteral("replay"),
                                         .options = {{QStringLiteral("recording"), QStringLiteral("/nowhere.json")}}},
                {}});
        QCOMPARE(replay.error().details.value("reason").toString(), QStringLiteral("provider_not_ready"));
        const auto unknown = ProviderRegistry::check(
            {{.id = ProviderProfileId(QStringLiteral("x")), .kind = QStringLiteral("telepathy")}, {}});
        QVERIFY(unknown.error().message.contains(u"telepathy"));
    }

    void neverShowsAPasswordOfAnAddress()
    {
        const auto checked = ProviderRegistry::check(claude(QStringLiteral("https://user:hunter2@host/")));
        QVERIFY(!checked);
        QVERIFY2(!checked.error().message.contains(u"hunter2"), qPrintable(checked.error().message));
    }

    void takesWhatTheEnvironmentFixesAndSaysSo()
    {
        qputenv("JCA_ANTHROPIC_API_KEY", "sk-from-environment");
        qputenv("JCA_ANTHROPIC_MODEL", ""); // empty is unset
        const QList<ProviderField> form = ProviderRegistry::kinds().first().form;
        QCOMPARE(form[0].lockedBy, QStringLiteral("JCA_ANTHROPIC_API_KEY"));
        QVERIFY(form[1].lockedBy.isEmpty());
        QVERIFY(ProviderRegistry::check(claude({}, {})));
        qputenv("JCA_ANTHROPIC_BASE_URL", "nonsense");
        QCOMPARE(fieldAt(ProviderRegistry::check(claude(QStringLiteral("https://host")))), QStringLiteral("endpoint"));
    }

    void fixesPathsOfTheHostAloneWhereTheRestCameFromAnother()
    {
        ConfiguredProvider given{{.kind = QStringLiteral("vertex-ai"), .model = QStringLiteral("sent")}, {}};
        qputenv("JCA_VERTEX_MODEL", "own");
        qputenv("JCA_VERTEX_LOCATION", "own1");
        qputenv("GOOGLE_APPLICATION_CREDENTIALS", "/own.json");
        const QString file = QStringLiteral("credentials_file");
        given.fixed = FixedFields::Paths;
        ConfiguredProvider used = ProviderRegistry::effective(given);
        QCOMPARE(used.profile.model, QStringLiteral("sent"));
        QCOMPARE(used.profile.options, (QMap<QString, QString>{{file, QStringLiteral("/own.json")}}));
        QVERIFY(used.fixed == FixedFields::None);
        QCOMPARE(ProviderRegistry::effective(used).profile.model, QStringLiteral("sent"));
        given.fixed = FixedFields::AllButPaths;
        used = ProviderRegistry::effective(given);
        QCOMPARE(used.profile.model, QStringLiteral("own"));
        QVERIFY(!used.profile.options.contains(file));
        given.fixed = FixedFields::All;
        QCOMPARE(ProviderRegistry::effective(given).profile.options.size(), 2);
    }

    void isProvisionedByVariablesOfItsOwnOrByAllThatItNeeds()
    {
        const auto provisioned = [] {
            QStringList ids;
            for (const ProviderProfile &profile : ProviderRegistry::provisioned())
                ids << profile.id.text();
            return ids.join(u' ');
        };
        qputenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        qputenv("AWS_SECRET_ACCESS_KEY", "for other programs");
        qputenv("GOOGLE_APPLICATION_CREDENTIALS", "/for/other/programs.json");
        qputenv("JCA_ANTHROPIC_API_KEY", "");
        QCOMPARE(provisioned(), QString());
        qputenv("JCA_ANTHROPIC_BASE_URL", "https://gateway"); // of two kinds, and not enough for either
        QCOMPARE(provisioned(), QString());
        qputenv("JCA_ANTHROPIC_API_KEY", "key");
        const auto back = qScopeGuard([path = qgetenv("PATH")] { qputenv("PATH", path); });
        qputenv("PATH", "/nowhere"); // without the program that shares the key
        QCOMPARE(provisioned(), QStringLiteral("claude-api"));
        qputenv("JCA_BEDROCK_REGION", "eu-central-1"); // it will say what else it needs
        QCOMPARE(provisioned(), QStringLiteral("claude-api aws-bedrock"));
    }

    void saysWhyAProviderCouldNotBeHad()
    {
        const auto made = ProviderRegistry::create(
            {{.options = {{QStringLiteral("problem"), QStringLiteral("It was removed.")}}}, {}});
        QCOMPARE(made.error().message, QStringLiteral("It was removed."));
    }

    void worksOverAnthropicMessages()
    {
        ModelServer server;
        QVERIFY(server.start(twoSteps, {QStringLiteral("--key"), QStringLiteral("sk-ant-test")}));
        workAndRepair(claude(server.url()), server);
    }

    void worksOverChatCompletions()
    {
        ModelServer server;
        QVERIFY(server.start(twoSteps, {QStringLiteral("--key"), QStringLiteral("sk-local")}));
        workAndRepair(compatible(server.url() + QStringLiteral("/v1"),
                          {{QStringLiteral("token_limit_field"), QStringLiteral("max_completion_tokens")}}, "sk-local"),
            server);
    }

    void worksOverResponses()
    {
        ModelServer server;
        QVERIFY(server.start(twoSteps, {QStringLiteral("--key"), QStringLiteral("sk-local")}));
        workAndRepair(compatible(server.url() + QStringLiteral("/v1"),
                          {{QStringLiteral("protocol"), QStringLiteral("responses")}}, "sk-local"),
            server);
    }

    void worksOverTheApiOfOpenAiWithTheEffortAskedFor()
    {
        ModelServer server;
        QVERIFY(server.start(twoSteps, {QStringLiteral("--key"), QStringLiteral("sk-openai")}));
        workAndRepair({{.id = ProviderProfileId(QStringLiteral("openai")),
                           .kind = QStringLiteral("codex-api"),
                           .endpoint = server.url() + QStringLiteral("/v1"),
                           .options = {{QStringLiteral("reasoning_effort"), QStringLiteral("high")}}},
                          "sk-openai"},
            server);
        const QJsonObject body = server.requests().first().toObject().value("body").toObject();
        QCOMPARE(body.value("reasoning").toObject(), (QJsonObject{{"effort", "high"}}));
        QVERIFY(!body.value("model").toString().isEmpty());
    }

    void saysNotReadyWithAWrongKeyAndShowsItNowhere()
    {
        ModelServer server;
        QVERIFY(server.start(twoSteps, {QStringLiteral("--key"), QStringLiteral("another-key")}));
        auto provider = ProviderRegistry::create(claude(server.url(), "sk-wrong-key"));
        AgentBench bench;
        const auto result = bench.perform(**provider, {.instruction = QStringLiteral("x")});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unauthorized);
        QCOMPARE(result.error().details.value("reason").toString(), QStringLiteral("provider_not_ready"));
        QVERIFY(!result.error().message.contains(u"sk-wrong-key"));
        for (const Event &event : bench.events())
            QVERIFY(!compactJson(event.data).contains("sk-wrong-key"));
    }

    void cancelsAnAnswerThatIsBeingWaitedFor()
    {
        ModelServer server;
        QVERIFY(server.start({{"default", QJsonArray{QJsonObject{{"text", "late"}, {"delay_ms", 60'000}}}}}));
        auto provider = ProviderRegistry::create(claude(server.url()));
        AgentBench bench;
        std::stop_source source;
        bench.recorder->onLine([&](qint64, const QByteArray &line) {
            if (line.contains("provider.request"))
                QTimer::singleShot(100, [&] { source.request_stop(); }); // fires in the wait for the answer
        });
        QElapsedTimer timer;
        timer.start();
        const auto result = bench.perform(**provider, {.instruction = QStringLiteral("x")}, source.get_token());
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QVERIFY2(timer.elapsed() < 1100, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(ProviderRegistryTest)
#include "tst_ProviderRegistry.moc"

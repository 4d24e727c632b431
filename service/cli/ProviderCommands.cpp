#include "service/cli/CommandGroups.h"
#include "service/cli/ProviderLogin.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

void sayProvider(const Invocation &invocation, const Terminal &terminal, const api::ProviderView &view)
{
    if (invocation.isJson())
        return terminal.json(toJson(view));
    const QString state = enumName(view.state);
    terminal.line(plainLine(view.profile.id.text()) + QStringLiteral(" is ")
        + terminal.painted(styleOfState(state), state)
        + (view.detail.isEmpty() ? QString() : QStringLiteral(": ") + plainLine(view.detail)));
}

Result<ExitCode> listProviders(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::ProviderList found, client.wait(api_call::providers()));
    if (invocation.isJson()) {
        terminal.json(toJson(found));
        return ExitCode::Ok;
    }
    TextTable table({{"ID"}, {"KIND"}, {"STATE", TextTable::Column::State}, {"DEFAULT"}, {"MODEL"},
        {"DETAIL", TextTable::Column::Flexible}});
    for (const api::ProviderView &view : found.items)
        table.add({view.profile.id.text(), view.profile.kind, enumName(view.state),
            view.profile.isDefault ? QStringLiteral("yes") : QString(), view.profile.model, view.detail});
    if (!table.isEmpty())
        table.print(terminal);
    QStringList kinds;
    for (const ProviderKind &kind : found.kinds)
        kinds << kind.kind;
    if (table.isEmpty())
        terminal.error(
            QStringLiteral("No providers. `mergeloom-worker provider set ID --kind KIND` sets one up; kinds: %1.")
                .arg(plainLine(kinds.join(QStringLiteral(", ")))));
    return ExitCode::Ok;
}

/// What is not said on the command line stays as it is.
Result<api::ProviderRequest> providerFrom(
    const Invocation &invocation, const std::optional<api::ProviderView> &before, const Terminal &terminal)
{
    const ProviderProfile old = before ? before->profile : ProviderProfile{};
    api::ProviderRequest request{invocation.text(QStringLiteral("kind"), old.kind),
        invocation.text(QStringLiteral("label"), old.name), invocation.text(QStringLiteral("model"), old.model),
        invocation.text(QStringLiteral("endpoint"), old.endpoint), old.options,
        old.isDefault || invocation.has(QStringLiteral("default")), std::nullopt};
    if (request.kind.isEmpty())
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("A new provider needs --kind; `provider list` shows the kinds."));
    for (const QString &option : invocation.all(QStringLiteral("option"))) {
        if (!option.contains(u'='))
            return failure(
                ErrorCode::InvalidInput, QStringLiteral("--option is \"%1\", but must be NAME=VALUE.").arg(option));
        request.options.insert(option.section(u'=', 0, 0), option.section(u'=', 1));
    }
    if (const QString file = invocation.text(QStringLiteral("secret-file")); !file.isEmpty()) {
        MERGELOOM_TRY(const QByteArray secret, readSource(file, terminal));
        request.secret = QString::fromUtf8(secret).trimmed();
    }
    return request;
}

Result<ExitCode> setProvider(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const ProviderProfileId id(invocation.arguments.value(0));
    MERGELOOM_TRY(const api::ProviderList found, client.wait(api_call::providers()));
    std::optional<api::ProviderView> before;
    for (const api::ProviderView &view : found.items)
        if (view.profile.id == id)
            before = view;
    MERGELOOM_TRY(const api::ProviderRequest request, providerFrom(invocation, before, terminal));
    const std::optional<qint64> version = before ? std::optional(before->version) : std::nullopt;
    MERGELOOM_TRY(const api::ProviderView view, client.wait(api_call::putProvider(id, request, version)));
    sayProvider(invocation, terminal, view);
    return ExitCode::Ok;
}

Result<ExitCode> testProvider(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::ProviderTestResult result,
        client.wait(api_call::testProvider(ProviderProfileId(invocation.arguments.value(0)))));
    if (invocation.isJson())
        terminal.json(toJson(result));
    else {
        for (const SelfTestStep &step : result.steps)
            terminal.line(
                QStringLiteral("%1  %2  %3 ms  %4 tokens  %5")
                    .arg(step.isDone ? QStringLiteral("done  ") : QStringLiteral("missed"), step.name.leftJustified(8))
                    .arg(step.milliseconds, 6)
                    .arg(step.tokens, 6)
                    .arg(plainLine(step.detail)));
        terminal.line(terminal.painted(result.isWorking ? Style::Good : Style::Bad,
            (result.isWorking ? QStringLiteral("works") : QStringLiteral("does not work"))
                + (result.message.isEmpty() ? QString() : QStringLiteral(": ") + plainLine(result.message))));
    }
    return result.isWorking ? ExitCode::Ok : ExitCode::Failed;
}

Result<ExitCode> removeProvider(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString id = invocation.arguments.value(0);
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::removeProvider(ProviderProfileId(id))));
    if (invocation.isJson())
        terminal.json(toJson(done));
    else
        terminal.line(QStringLiteral("%1 was removed").arg(plainLine(id)));
    return ExitCode::Ok;
}

} // namespace

QList<Command> providerCommands()
{
    return {
        {"provider list", "List providers, and whether they are ready.", {}, withWorker(listProviders), {}},
        {"provider set", "Set a provider up, or change what is given.", "ID", withWorker(setProvider),
            {{"kind", "KIND", "needed for a new one, e.g. claude-api"}, {"label", "TEXT", "name for people"},
                {"model", "NAME", "model to ask"}, {"endpoint", "URL", "else the vendor's"},
                {"option", "NAME=VALUE", "a field of the kind's form; may be given several times"},
                {"secret-file", "FILE", "API key; - is standard input"}, {"default", {}, "make it the default"}}},
        {"provider test", "Ask a provider for an answer.", "ID", withWorker(testProvider), {}},
        {"provider login", "Sign an agent program in on this host, where executors of it run.", "ID",
            withWorker(signInAtTerminal), {}},
        {"provider remove", "Remove a provider.", "ID", withWorker(removeProvider), {}},
    };
}

} // namespace mergeloom

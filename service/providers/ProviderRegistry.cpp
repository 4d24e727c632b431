#include "service/providers/Provider.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

/// Every kind of provider, in the order in which it is offered.
constexpr std::array rows{
    claudeApi,
    codexApi,
    openAiCompatible,
    vertexAi,
    awsBedrock,
    azureFoundry,
    codexCli,
    claudeCodeCli,
    replay,
};

/// Those of a form that are set; our own have names that begin alike.
QSet<QString> ourVariables(const ProviderKind &kind)
{
    QSet<QString> set;
    for (const ProviderField &field : kind.form)
        if (field.lockedBy.startsWith(u"JCA_"))
            set << field.variable;
    return set;
}

Unexpected notReady(Error error)
{
    error.details.insert(QStringLiteral("reason"), QStringLiteral("provider_not_ready"));
    return Unexpected(std::move(error));
}

} // namespace

QList<ProviderKind> ProviderRegistry::kinds()
{
    QList<ProviderKind> result;
    for (const auto row : rows)
        result.append(row().describe());
    return result;
}

ConfiguredProvider ProviderRegistry::effective(const ConfiguredProvider &configured)
{
    for (const ProviderKind &kind : kinds())
        if (kind.kind == configured.profile.kind)
            return withEnvironment(configured, marksOf(kind, configured.fixed));
    return configured;
}

QList<ProviderProfile> ProviderRegistry::provisioned()
{
    // What is named for others (AWS_…, GOOGLE_…, AZURE_…) may be there for them, and some kinds share what is ours.
    const QList<ProviderKind> all = kinds();
    QMap<QString, int> uses;
    for (const ProviderKind &kind : all)
        for (const QString &variable : ourVariables(kind))
            ++uses[variable];
    QList<ProviderProfile> result;
    for (const ProviderKind &kind : all) {
        const QSet<QString> set = ourVariables(kind);
        const bool hasOwn = std::ranges::any_of(set, [&](const QString &variable) { return uses[variable] == 1; });
        const ProviderProfile profile{.id = ProviderProfileId(kind.kind), .kind = kind.kind, .name = kind.label};
        if (hasOwn || (!set.isEmpty() && check({profile, {}})))
            result << profile;
    }
    return result;
}

Result<void> ProviderRegistry::check(const ConfiguredProvider &configured)
{
    const auto provider = create(configured);
    if (!provider)
        return failure(provider);
    return {};
}

Result<std::unique_ptr<Provider>> ProviderRegistry::create(const ConfiguredProvider &configured)
{
    for (const auto row : rows) {
        const ProviderKind kind = row().describe();
        if (kind.kind != configured.profile.kind)
            continue;
        const ConfiguredProvider effective = withEnvironment(configured, marksOf(kind, configured.fixed));
        MERGELOOM_CHECK(checkForm(effective, marksOf(kind, FixedFields::None)));
        auto provider = row().make(effective);
        if (!provider)
            return notReady(provider.error());
        return provider;
    }
    // One that could not be had at all.
    if (const QString problem = configured.profile.options.value(QStringLiteral("problem")); !problem.isEmpty())
        return notReady({ErrorCode::NotFound, problem, {}});
    return notReady({ErrorCode::NotFound,
        QStringLiteral("There is no kind of provider called \"%1\". Choose one of the listed kinds.")
            .arg(configured.profile.kind),
        {}});
}

Result<std::optional<QStringList>> ProviderRegistry::look(const ConfiguredProvider &configured, std::stop_token stop)
{
    for (const auto row : rows) {
        const KindOfProvider kind = row();
        const ProviderKind described = kind.describe();
        if (described.kind != configured.profile.kind)
            continue;
        if (!kind.look)
            return std::nullopt;
        MERGELOOM_TRY(QStringList models, kind.look(effective(configured), std::move(stop)));
        return models;
    }
    return std::nullopt;
}

} // namespace mergeloom

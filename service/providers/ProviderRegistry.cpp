#include "service/providers/Provider.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

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
        const ConfiguredProvider effective = withEnvironment(configured, kind);
        MERGELOOM_CHECK(checkForm(effective, kind));
        auto provider = row().make(effective);
        if (!provider)
            return notReady(provider.error());
        return provider;
    }
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
        MERGELOOM_TRY(QStringList models, kind.look(withEnvironment(configured, described), std::move(stop)));
        return models;
    }
    return std::nullopt;
}

} // namespace mergeloom

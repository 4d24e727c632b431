#include "service/gateway/ProviderReadiness.h"

#include "shared/core/Log.h"

#include <algorithm>

namespace mergeloom {

namespace {
constexpr qint64 second = 1'000'000;
constexpr qint64 untilNextLook = 15 * 60 * second;
constexpr qint64 untilNextTry = 60 * second;
} // namespace

ProviderReadiness::ProviderReadiness(ProviderCatalog &catalog, Ask ask, Clock now)
    : m_catalog(catalog), m_ask(std::move(ask)), m_now(std::move(now))
{
}

bool ProviderReadiness::isDue(const api::ProviderView &view) const
{
    const QMutexLocker lock(&m_mutex);
    const auto seen = m_seen.constFind(view.profile.id.text());
    if (seen == m_seen.constEnd() || seen->version != view.version)
        return true;
    const qint64 age = m_now().microseconds - seen->at.microseconds;
    return age < 0 || age >= (seen->error ? untilNextTry : untilNextLook);
}

void ProviderReadiness::look(std::stop_token stop)
{
    const auto list = m_catalog.list();
    if (!list)
        return log::warning(QStringLiteral("Providers could not be looked at"), {{"error", list.error().message}});
    {
        // One of the same name that is made later begins with the same version.
        const QMutexLocker lock(&m_mutex);
        m_seen.removeIf([&](const QHash<QString, Seen>::iterator &seen) {
            return std::ranges::none_of(
                list->items, [&](const auto &view) { return view.profile.id.text() == seen.key(); });
        });
    }
    for (const api::ProviderView &view : list->items) {
        if (stop.stop_requested() || !isSetUp(view) || !isDue(view))
            continue;
        const auto provider = m_catalog.withSecret(view.profile.id.text());
        if (!provider)
            continue; // removed meanwhile, or its secret cannot be opened, which the catalog says
        Seen seen{view.version, {}, {}, {}};
        const auto models = m_ask(*provider, stop);
        if (stop.stop_requested())
            return;
        seen.at = m_now();
        if (models)
            seen.models = *models;
        else
            seen.error = models.error();
        const QMutexLocker lock(&m_mutex);
        m_seen.insert(view.profile.id.text(), seen);
    }
}

void ProviderReadiness::refine(api::ProviderView &view) const
{
    const QMutexLocker lock(&m_mutex);
    const auto seen = m_seen.constFind(view.profile.id.text());
    if (seen == m_seen.constEnd() || seen->version != view.version) {
        view.state = ProviderState::Checking;
        return;
    }
    if (seen->error) {
        view.checkedAt = seen->at;
        view.state = ProviderState::Failing;
        view.detail = seen->error->message;
    } else if (seen->models) {
        view.checkedAt = seen->at;
        view.models = *seen->models;
        const QString &model = view.profile.model;
        if (!model.isEmpty() && !view.models.isEmpty() && !view.models.contains(model))
            view.detail =
                QStringLiteral("The service does not list the model \"%1\". Choose one that it lists, or test it.")
                    .arg(model);
    }
}

} // namespace mergeloom

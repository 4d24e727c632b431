#include "service/gateway/SignInDesk.h"

#include "service/controller/JobEvents.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

bool isUnderWay(const std::shared_ptr<BackgroundSignIn> &signIn)
{
    return signIn && signIn->view().state == SignInState::Running;
}

} // namespace

SignInDesk::SignInDesk(Database &database, ProviderCatalog &providers, QString root, std::chrono::milliseconds limit)
    : m_database(database), m_providers(providers), m_root(std::move(root)), m_limit(limit)
{
}

Result<api::SignInView> SignInDesk::start(const ProviderProfileId &id, const QString &by)
{
    const QMutexLocker lock(&m_mutex);
    MERGELOOM_TRY(const api::ProviderView provider, m_providers.find(id));
    MERGELOOM_TRY(const SignIn signIn, SignIn::needed(provider.profile, m_root));
    if (m_isStopped)
        return failure(ErrorCode::Unavailable, QStringLiteral("The worker is ending. Try again when it runs."));
    auto &latest = m_latest[id.text()];
    if (isUnderWay(latest))
        return failure(ErrorCode::Conflict,
            QStringLiteral("A sign-in of %1 is under way. Go on with it, or give it up.").arg(id.text()));
    latest.reset();
    MERGELOOM_CHECK(record(QStringLiteral("provider.sign_in_begun"), id, by));
    auto begun = BackgroundSignIn::start(
        signIn, m_limit, [this, id, by](const api::SignInView &end) { recordEnd(end, id, by); });
    if (!begun)
        return failure(begun);
    latest = std::move(*begun);
    return latest->view();
}

Result<api::SignInView> SignInDesk::view(const ProviderProfileId &id)
{
    if (const auto signIn = latest(id))
        return signIn->view();
    MERGELOOM_CHECK(m_providers.find(id));
    return api::SignInView{};
}

Result<api::SignInView> SignInDesk::enter(const ProviderProfileId &id, const QString &code)
{
    MERGELOOM_TRY(const auto signIn, running(id));
    MERGELOOM_CHECK(signIn->enter(code));
    return signIn->view();
}

Result<void> SignInDesk::giveUp(const ProviderProfileId &id)
{
    MERGELOOM_TRY(const auto signIn, running(id));
    return signIn->giveUp();
}

void SignInDesk::forget(const ProviderProfileId &id)
{
    std::shared_ptr<BackgroundSignIn> forgotten;
    {
        const QMutexLocker lock(&m_mutex);
        if (auto node = m_latest.extract(id.text()))
            forgotten = std::move(node.mapped());
    }
    if (forgotten) // somebody may be looking at it: it would not end with this
        (void)forgotten->giveUp();
}

void SignInDesk::stop()
{
    Desk ending;
    {
        const QMutexLocker lock(&m_mutex);
        m_isStopped = true;
        ending.swap(m_latest);
    }
    for (const auto &each : ending)
        if (each.second)
            (void)each.second->giveUp();
}

std::shared_ptr<BackgroundSignIn> SignInDesk::latest(const ProviderProfileId &id)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_latest.find(id.text());
    return found == m_latest.end() ? nullptr : found->second;
}

Result<std::shared_ptr<BackgroundSignIn>> SignInDesk::running(const ProviderProfileId &id)
{
    auto signIn = latest(id);
    if (isUnderWay(signIn))
        return signIn;
    MERGELOOM_CHECK(m_providers.find(id));
    return failure(ErrorCode::Conflict, QStringLiteral("No sign-in of %1 is under way. Begin one.").arg(id.text()));
}

Result<void> SignInDesk::record(const QString &what, const ProviderProfileId &id, const QString &by)
{
    return m_database.write(
        [&](const WriteTransaction &transaction) { return recordConfigChange(transaction, what, id.text(), by); });
}

void SignInDesk::recordEnd(const api::SignInView &end, const ProviderProfileId &id, const QString &by)
{
    const QString what = end.state == SignInState::Done ? QStringLiteral("provider.signed_in")
        : end.state == SignInState::GivenUp             ? QStringLiteral("provider.sign_in_given_up")
                                                        : QStringLiteral("provider.sign_in_failed");
    if (const auto recorded = record(what, id, by); !recorded)
        log::error(QStringLiteral("The end of a sign-in could not be recorded"),
            {{"provider", id.text()}, {"error", recorded.error().message}});
    if (end.state == SignInState::Done)
        (void)m_providers.find(id); // sees the new credential, and has its program asked
}

} // namespace mergeloom

#include "service/gateway/ProviderCatalog.h"

#include "service/controller/JobEvents.h"
#include "service/storage/SealedStore.h"
#include "service/storage/ProviderStore.h"
#include "shared/core/Log.h"

#include <QRegularExpression>

#include <utility>

namespace mergeloom {

namespace {

Unexpected invalid(const QString &field, const QString &message)
{
    return failure(ErrorCode::InvalidInput, message, {{"field", field}});
}

Unexpected noProvider(const QString &id)
{
    return failure(
        ErrorCode::NotFound, QStringLiteral("There is no provider \"%1\". Set it up, or name another.").arg(id));
}

Result<void> checkVersion(const StoredProvider &stored, std::optional<qint64> ifVersion)
{
    if (!ifVersion || *ifVersion == stored.version)
        return {};
    return failure(ErrorCode::Conflict,
        QStringLiteral(
            "The provider %1 was changed by somebody else since it was read. Read it again, then repeat the change.")
            .arg(stored.profile.id.text()),
        {{"reason", "version_mismatch"}, {"version", stored.version}});
}

/// What a profile says in one field of its form; nothing for secrets, which are never shown.
QString fieldText(const ProviderProfile &profile, const ProviderField &field)
{
    if (field.name == u"model")
        return profile.model;
    if (field.name == u"endpoint")
        return profile.endpoint;
    return field.kind == u"secret" ? QString() : profile.options.value(field.name);
}

Result<void> checkFields(const ProviderKind &kind, const ProviderProfile &before, const ProviderProfile &profile,
    const api::ProviderRequest &request)
{
    QStringList known;
    for (const ProviderField &field : kind.form) {
        known << field.name;
        const QString text = fieldText(profile, field);
        const bool isChanged = field.kind == u"secret"
            ? request.secret && !request.secret->isEmpty() && isAsked(field, kind, profile)
            : text != fieldText(before, field) && !text.isEmpty();
        if (isChanged && !field.lockedBy.isEmpty())
            return failure(ErrorCode::Forbidden,
                QStringLiteral("%1 is fixed by the environment variable %2. Change it there.")
                    .arg(field.label, field.lockedBy),
                {{"field", field.name}, {"locked_by", field.lockedBy}});
        if (field.kind == u"choice" && !text.isEmpty() && !field.choices.contains(text))
            return invalid(field.name,
                QStringLiteral("%1 is one of %2.").arg(field.label, field.choices.join(QStringLiteral(", "))));
        if (field.kind == u"url" && !text.isEmpty() && !text.startsWith(QStringLiteral("https://"))
            && !text.startsWith(QStringLiteral("http://")))
            return invalid(field.name, QStringLiteral("%1 is no http or https URL.").arg(field.label));
    }
    for (auto it = profile.options.begin(); it != profile.options.end(); ++it)
        if (!known.contains(it.key()))
            return invalid(QStringLiteral("options.") + it.key(),
                QStringLiteral("A provider of kind %1 has no option \"%2\".").arg(kind.kind, it.key()));
    return {};
}

} // namespace

ProviderCatalog::ProviderCatalog(Database &database, SecretBox box, Kinds kinds, Check check, Effective effective)
    : m_database(database), m_box(std::move(box)), m_kinds(std::move(kinds)), m_check(std::move(check)),
      m_effective(std::move(effective))
{
}

Result<void> ProviderCatalog::provision(const QList<ProviderProfile> &profiles)
{
    m_provisioned.emplace();
    for (const ProviderProfile &profile : profiles)
        m_provisioned->insert(profile.id.text(), profile);
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto present, ProviderStore::findDefault(transaction));
        bool hasDefault = present && m_provisioned->contains(present->profile.id.text());
        for (const ProviderProfile &profile : profiles) {
            MERGELOOM_TRY(const auto before, ProviderStore::find(transaction, profile.id));
            if (before && hasDefault)
                continue;
            StoredProvider stored = before.value_or(StoredProvider{profile, {}});
            stored.profile.isDefault = !std::exchange(hasDefault, true);
            MERGELOOM_CHECK(ProviderStore::put(transaction, stored));
            MERGELOOM_CHECK(recordConfigChange(
                transaction, QStringLiteral("provider"), profile.id.text(), QStringLiteral("environment")));
        }
        return {};
    });
}

Result<void> ProviderCatalog::checkMayChange() const
{
    const QString variable = QStringLiteral("JCA_PROVIDER_CONFIG_MODE");
    if (!m_provisioned)
        return {};
    return failure(ErrorCode::Forbidden,
        QStringLiteral(
            "The providers of this worker come from its environment alone (%1=provisioned). Change the variables "
            "there, and restart it.")
            .arg(variable),
        {{"locked_by", variable}});
}

std::optional<StoredProvider> ProviderCatalog::used(const std::optional<StoredProvider> &stored) const
{
    if (!stored || !m_provisioned)
        return stored;
    const auto provisioned = m_provisioned->constFind(stored->profile.id.text());
    if (provisioned == m_provisioned->constEnd())
        return std::nullopt;
    StoredProvider result{*provisioned, {}, stored->version};
    result.profile.isDefault = stored->profile.isDefault;
    if (m_effective)
        result.profile = m_effective({result.profile, {}}).profile;
    return result;
}

Result<QByteArray> ProviderCatalog::opened(const StoredProvider &stored) const
{
    MERGELOOM_TRY(const QByteArray secret,
        m_box.unseal(stored.sealedSecret, sealedPlace("provider_profile", stored.profile.id.text())));
    log::hide(secret, QStringLiteral("provider key"));
    return secret;
}

api::ProviderView ProviderCatalog::viewOf(const StoredProvider &stored) const
{
    api::ProviderView view;
    view.profile = stored.profile;
    view.hasSecret = !stored.sealedSecret.isEmpty();
    view.version = stored.version;
    const auto secret = view.hasSecret ? opened(stored) : Result<QByteArray>(QByteArray());
    if (!secret) {
        view.state = ProviderState::Failing;
        view.detail = QStringLiteral("The stored secret cannot be opened with this key. Enter it again.");
        return view;
    }
    const auto checked = m_check(stored.profile, *secret);
    view.state = ProviderState::Ready;
    if (!checked) {
        const Error &error = checked.error();
        const bool isChecking = error.details.value(QStringLiteral("state")).toString() == u"checking";
        view.state = isChecking                     ? ProviderState::Checking
            : error.code == ErrorCode::Unauthorized ? ProviderState::NeedsSignIn
                                                    : ProviderState::NotConfigured;
        view.detail = error.message;
    } else if (m_refine) {
        m_refine(view);
    }
    return view;
}

Result<api::ProviderList> ProviderCatalog::list()
{
    MERGELOOM_TRY(const auto stored,
        m_database.read([](const ReadTransaction &transaction) { return ProviderStore::list(transaction); }));
    api::ProviderList list;
    list.kinds = m_kinds();
    if (m_provisioned)
        list.configMode = QStringLiteral("provisioned");
    for (const StoredProvider &provider : stored)
        if (const auto one = used(provider))
            list.items << viewOf(*one);
    return list;
}

Result<api::ProviderView> ProviderCatalog::find(const ProviderProfileId &id)
{
    MERGELOOM_TRY(const auto stored,
        m_database.read([&](const ReadTransaction &transaction) { return ProviderStore::find(transaction, id); }));
    const auto one = used(stored);
    return one ? Result<api::ProviderView>(viewOf(*one)) : noProvider(id.text());
}

Result<api::ProviderView> ProviderCatalog::put(const ProviderProfileId &id, const api::ProviderRequest &request,
    std::optional<qint64> ifVersion, const QString &by)
{
    MERGELOOM_CHECK(checkMayChange());
    static const QRegularExpression idShape(QStringLiteral("^[a-z0-9][a-z0-9._-]{0,63}$"));
    if (!idShape.match(id.text()).hasMatch() || id.text() == u"default")
        return invalid(QStringLiteral("id"),
            QStringLiteral("\"%1\" is no provider id: a-z, 0-9, dot, line, underscore; not \"default\".")
                .arg(id.text().left(80)));
    const QList<ProviderKind> kinds = m_kinds();
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const ProviderKind &each) { return each.kind == request.kind; });
    if (kind == kinds.end()) {
        QStringList known;
        for (const ProviderKind &each : kinds)
            known << each.kind;
        return invalid(QStringLiteral("kind"),
            QStringLiteral("There is no provider kind \"%1\". Known: %2.")
                .arg(request.kind.left(80), known.join(QStringLiteral(", "))));
    }

    MERGELOOM_TRY(
        const StoredProvider put, m_database.write([&](const WriteTransaction &transaction) -> Result<StoredProvider> {
            MERGELOOM_TRY(const auto before, ProviderStore::find(transaction, id));
            StoredProvider stored = before.value_or(StoredProvider{});
            if (before) {
                MERGELOOM_CHECK(checkVersion(*before, ifVersion));
                ++stored.version;
            }
            const ProviderProfile old = stored.profile;
            MERGELOOM_TRY(const auto present, ProviderStore::findDefault(transaction));
            // The first one is the default: there is nothing else to choose.
            stored.profile = {id, request.kind, request.name.isEmpty() ? kind->label : request.name, request.model,
                request.endpoint, request.options, request.isDefault || !present};
            MERGELOOM_CHECK(checkFields(*kind, old, stored.profile, request));
            // A key that was given for one vendor is never sent to another.
            if (before && before->profile.kind != request.kind)
                stored.sealedSecret.clear();
            if (request.secret)
                log::hide(request.secret->toUtf8(), QStringLiteral("provider key"));
            if (request.secret)
                stored.sealedSecret = request.secret->isEmpty()
                    ? QByteArray()
                    : m_box.seal(request.secret->toUtf8(), sealedPlace("provider_profile", id.text()));
            MERGELOOM_CHECK(ProviderStore::put(transaction, stored));
            MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("provider"), id.text(), by));
            return stored;
        }));
    return viewOf(put);
}

Result<void> ProviderCatalog::remove(const ProviderProfileId &id, std::optional<qint64> ifVersion, const QString &by)
{
    MERGELOOM_CHECK(checkMayChange());
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto stored, ProviderStore::find(transaction, id));
        if (!stored)
            return noProvider(id.text());
        MERGELOOM_CHECK(checkVersion(*stored, ifVersion));
        MERGELOOM_CHECK(ProviderStore::remove(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("provider.removed"), id.text(), by);
    }));
    if (m_onRemoved)
        m_onRemoved(id);
    return {};
}

Result<protocol::ProviderWithSecret> ProviderCatalog::withSecret(const QString &id)
{
    MERGELOOM_TRY(const auto found, m_database.read([&](const ReadTransaction &transaction) {
        return id == u"default" ? ProviderStore::findDefault(transaction)
                                : ProviderStore::find(transaction, ProviderProfileId(id));
    }));
    const auto stored = used(found);
    if (!stored)
        return noProvider(id);
    protocol::ProviderWithSecret answer{stored->profile, {}};
    if (!stored->sealedSecret.isEmpty()) {
        MERGELOOM_TRY(const QByteArray secret, opened(*stored));
        answer.secret = QString::fromUtf8(secret);
    }
    return m_effective ? m_effective(answer) : answer;
}

} // namespace mergeloom

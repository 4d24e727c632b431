#include "service/gateway/AccessTokens.h"

#include "service/controller/JobEvents.h"
#include "service/platform/SecretBox.h"
#include "service/storage/SessionStore.h"
#include "service/storage/TokenStore.h"
#include "shared/core/Log.h"
#include "shared/core/SavedFile.h"

#include <QFile>

namespace mergeloom {

namespace {

constexpr std::chrono::minutes markInterval{1};

} // namespace

Result<QString> loadOrMakeTokenFile(const QString &path)
{
    QFile file(path);
    if (file.exists()) {
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        if (file.permissions() & others)
            return failure(ErrorCode::Forbidden, QStringLiteral("Others can read %1. Run: chmod 600 %1").arg(path));
        if (!file.open(QIODevice::ReadOnly))
            return failure(
                ErrorCode::Io, QStringLiteral("%1 cannot be read: %2. Check its owner.").arg(path, file.errorString()));
        const QString token = QString::fromUtf8(file.readAll()).trimmed();
        log::hide(token.toUtf8(), QStringLiteral("token"));
        if (token.size() >= 16)
            return token;
        return failure(
            ErrorCode::Corrupt, QStringLiteral("%1 holds no token. Remove the file, and a new one is made.").arg(path));
    }
    const QString token = SecretBox::randomToken();
    MERGELOOM_CHECK(saveFile(path, token.toUtf8() + '\n', Readers::OwnerAlone));
    log::hide(token.toUtf8(), QStringLiteral("token"));
    return token;
}

Result<QString> AccessTokens::ensureAdmin(const QString &given, const QString &directory)
{
    QString secret = given;
    if (secret.isEmpty()) {
        MERGELOOM_TRY(secret, loadOrMakeTokenFile(directory + QStringLiteral("/admin_token")));
    } else if (secret.size() < 16) {
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The admin token of JCA_WORKER_UI_TOKEN is too short: give at least 16 characters."));
    }
    const QString hash = SecretBox::hashToken(secret);
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto known, TokenStore::findByHash(transaction, hash, Timestamp::now()));
        if (known)
            return {};
        api::TokenView token;
        token.id = TokenId::make();
        token.name = QStringLiteral("first admin");
        token.role = Role::Admin;
        token.createdAt = Timestamp::now();
        const auto done = TokenStore::insert(transaction, token, hash);
        if (!done && done.error().code == ErrorCode::Conflict)
            return failure(ErrorCode::Conflict,
                QStringLiteral(
                    "The first admin token was revoked. Remove %1/admin_token, or set another JCA_WORKER_UI_TOKEN, and start again.")
                    .arg(directory));
        MERGELOOM_CHECK(done);
        return recordConfigChange(transaction, QStringLiteral("token"), token.name, QStringLiteral("first start"));
    }));
    return secret;
}

Result<api::TokenView> AccessTokens::create(const api::TokenRequest &request, const QString &by)
{
    if (request.name.trimmed().isEmpty() || request.name.size() > 200 || request.name.contains(u'\n'))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("A token needs a name of one line, at most 200 characters."), {{"field", "name"}});
    if (request.expiresAt && *request.expiresAt <= Timestamp::now())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The token would have expired already."),
            {{"field", "expires_at"}});
    api::TokenView token;
    token.id = TokenId::make();
    token.name = request.name.trimmed();
    token.expiresAt = request.expiresAt;
    token.role = request.role;
    token.createdAt = Timestamp::now();
    const QString secret = SecretBox::randomToken();
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_CHECK(TokenStore::insert(transaction, token, SecretBox::hashToken(secret)));
        return recordConfigChange(transaction, QStringLiteral("token"), token.name, by);
    }));
    log::hide(secret.toUtf8(), QStringLiteral("token"));
    token.secret = secret;
    return token;
}

Result<void> AccessTokens::revoke(const TokenId &id, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_CHECK(TokenStore::revoke(transaction, id, Timestamp::now()));
        MERGELOOM_TRY(const int admins, TokenStore::countLastingAdmins(transaction));
        if (admins == 0)
            return failure(ErrorCode::Conflict,
                QStringLiteral("This is the last admin token that does not expire. Make another one first."));
        MERGELOOM_CHECK(SessionStore::removeOfToken(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("token.revoked"), id.text(), by);
    });
}

Result<api::Page<api::TokenView>> AccessTokens::list()
{
    MERGELOOM_TRY(const auto tokens,
        m_database.read([](const ReadTransaction &transaction) { return TokenStore::list(transaction); }));
    return api::Page<api::TokenView>{tokens, std::nullopt};
}

Result<std::optional<api::TokenView>> AccessTokens::find(const QString &secret)
{
    MERGELOOM_TRY(const auto token, m_database.read([&](const ReadTransaction &transaction) {
        return TokenStore::findByHash(transaction, SecretBox::hashToken(secret), Timestamp::now());
    }));
    if (!token)
        return token;
    const auto now = std::chrono::steady_clock::now();
    {
        QMutexLocker lock(&m_mutex);
        const auto marked = m_markedAt.constFind(token->id);
        if (marked != m_markedAt.constEnd() && now - *marked < markInterval)
            return token;
        m_markedAt.insert(token->id, now);
    }
    const auto kept = m_database.write([&](const WriteTransaction &transaction) {
        return TokenStore::markUsed(transaction, token->id, Timestamp::now());
    });
    if (!kept) // on a full disk one can still sign in, and see that it is full
        log::warning(QStringLiteral("It is not kept when a token was used"), {{"error", kept.error().message}});
    return token;
}

} // namespace mergeloom

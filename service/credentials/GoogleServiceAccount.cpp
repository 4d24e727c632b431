#include "service/credentials/GoogleTokenCall.h"

#include "service/platform/RsaKey.h"
#include "shared/core/Json.h"
#include "shared/core/Log.h"

#include <QUrl>

#include <atomic>
#include <memory>

// The JWT bearer grant: RFC 7523, and "Using OAuth 2.0 for Server to Server Applications",
// developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests.
namespace mergeloom {

using std::chrono::milliseconds;

namespace {

constexpr qint64 assertionSeconds = 3600; // the longest that Google takes

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

struct ServiceAccount {
    QString email;
    QString keyId;
    QString tokenUrl;
    RsaKey key;

    Result<QByteArray> assertion(Timestamp now) const
    {
        const qint64 seconds = now.microseconds / 1'000'000;
        QJsonObject header{{"alg", "RS256"}, {"typ", "JWT"}};
        if (!keyId.isEmpty())
            header.insert(QStringLiteral("kid"), keyId);
        const QJsonObject claims{{"iss", email}, {"scope", QLatin1StringView(googleScope)}, {"aud", tokenUrl},
            {"iat", seconds}, {"exp", seconds + assertionSeconds}};
        const QByteArray text = base64Url(compactJson(header)) + '.' + base64Url(compactJson(claims));
        MERGELOOM_TRY(const QByteArray signature, key.sign(text));
        return text + '.' + base64Url(signature);
    }
};

/// Google wants times near its own: where this clock is off, its answer tells by how much.
Result<GoogleToken> fetchByAssertion(const ServiceAccount &account, const GoogleSurroundings &surroundings,
    std::atomic<qint64> &skew, std::stop_token stop)
{
    const GoogleTokenCall call{
        .service = QStringLiteral("Google's token service at %1").arg(QUrl(account.tokenUrl).host()),
        .remedy = QStringLiteral("Check that the key %1 of %2 exists and is enabled, and the clock of this machine.")
                      .arg(account.keyId, account.email)};
    for (int tries = 1;; ++tries) {
        const Timestamp now{surroundings.clock.now().microseconds + skew * 1000};
        MERGELOOM_TRY(const QByteArray assertion, account.assertion(now));
        MERGELOOM_TRY(HttpRequest request,
            googleForm(account.tokenUrl,
                {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", assertion}}));
        GoogleTokenCall hiding = call;
        hiding.hidden = {assertion};
        HttpAnswer answered;
        const auto answer = askGoogle(hiding, request, surroundings, stop, &answered);
        if (answer)
            return googleTokenOf(*answer, call);
        const qint64 theirs = clockSkew(answered.headers, surroundings.clock.now()).count();
        if (tries > 1 || answered.status != 400 || theirs == skew)
            return failure(answer);
        log::warning(QStringLiteral("The clock of this machine differs from Google's; tokens are asked for by theirs"),
            {{"seconds", QString::number(theirs / 1000)}});
        skew = theirs;
    }
}

} // namespace

Result<GoogleCredential> googleServiceAccount(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings)
{
    const QByteArray pem = textIn(file, "private_key").toUtf8();
    log::hide(pem, QStringLiteral("Google private key"));
    const QString email = textIn(file, "client_email");
    const QString tokenUrl = textIn(file, "token_uri");
    for (const char *field : {"client_email", "private_key", "token_uri"})
        if (textIn(file, field).isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("%1 is no key of a service account: \"%2\" is missing. Create a JSON key under IAM, "
                               "Service accounts, Keys.")
                    .arg(place, QLatin1StringView(field)));
    auto key = RsaKey::parse(pem);
    if (!key)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 cannot be used: %2 Download the key again.").arg(place, key.error().message));
    MERGELOOM_CHECK(googleForm(tokenUrl, {}));
    const ServiceAccount account{
        .email = email, .keyId = textIn(file, "private_key_id"), .tokenUrl = tokenUrl, .key = std::move(*key)};
    const auto skew = std::make_shared<std::atomic<qint64>>(0);
    return GoogleCredential{.name = QStringLiteral("the service account %1").arg(email),
        .fetch = [account, surroundings, skew](
                     std::stop_token stop) { return fetchByAssertion(account, surroundings, *skew, stop); },
        .project = textIn(file, "project_id"),
        .quotaProject = textIn(file, "quota_project_id")};
}

} // namespace mergeloom

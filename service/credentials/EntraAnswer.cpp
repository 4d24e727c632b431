#include "service/credentials/EntraAnswer.h"

#include "shared/core/Log.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace mergeloom {

using std::chrono::seconds;

namespace {

/// A number of the token service, and what a person can do about it.
/// Source: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes".
struct EntraCode {
    int code;
    const char *remedy;
};

constexpr std::array entraCodes{
    EntraCode{7000215, "The client secret is wrong: enter the value of the secret, not its id."},
    EntraCode{7000222, "The client secret has expired: make a new one in the app registration."},
    EntraCode{700016, "The tenant has no application with this client id: check both."},
    EntraCode{700027, "The assertion does not fit the application: check its certificates and federated credentials."},
    EntraCode{
        70021, "No federated credential of the application fits the token: check its issuer, subject and audience."},
    EntraCode{700211, "No federated credential of the application has this issuer: check it."},
    EntraCode{700212, "No federated credential of the application has this audience: check it."},
    EntraCode{
        700213, "No federated credential of the application has this subject: check namespace and service account."},
    EntraCode{700024, "The federated token is too old or too new: check the clock, and that the file is renewed."},
    EntraCode{90002, "There is no such tenant: check the tenant id."},
    EntraCode{900023, "This is no tenant: check the tenant id."},
    EntraCode{900382, "The tenant belongs to another cloud: set AZURE_AUTHORITY_HOST."},
    EntraCode{500011, "The tenant does not know the service that the token is for: check the token scope."},
    EntraCode{70011, "The token scope is wrong: it must be an address with /.default at its end."},
    EntraCode{1002012, "The token scope is wrong: it must be an address with /.default at its end."},
    EntraCode{7000112, "The application is disabled: ask the administrator of the tenant."},
    EntraCode{53003, "Conditional access of the tenant refuses this sign-in: ask its administrator."},
};

const char *entraRemedy(const QJsonObject &object, const QString &description)
{
    const QJsonArray codes = object.value(QStringLiteral("error_codes")).toArray();
    for (const EntraCode &known : entraCodes)
        if (codes.contains(QJsonValue(known.code))
            || description.startsWith(QStringLiteral("AADSTS%1:").arg(known.code)))
            return known.remedy;
    return "Check tenant, client id and credential of the provider profile.";
}

/// The first sentence or two, without the ids that follow.
QString shortDescription(const QString &description)
{
    QString text = description.section(QStringLiteral("\r\n"), 0, 0).section(u'\n', 0, 0);
    text = text.section(QStringLiteral(" Trace ID:"), 0, 0).simplified().left(400);
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

/// Services send numbers as such or as texts.
std::optional<qint64> entraNumber(const QJsonValue &value)
{
    bool ok = value.isDouble();
    const qint64 number = ok ? qint64(value.toDouble()) : value.toString().toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

std::optional<std::chrono::milliseconds> entraLifetime(const QJsonObject &object, const HttpAnswer &answer)
{
    if (const auto left = entraNumber(object.value(QStringLiteral("expires_in"))))
        return seconds(std::clamp<qint64>(*left, 0, 30 * 86400));
    if (const auto end = entraNumber(object.value(QStringLiteral("expires_on")))) {
        const Timestamp now = Timestamp::now();
        return lifetimeUntil(Timestamp{*end * 1'000'000}, now, clockSkew(answer.headers, now));
    }
    return std::nullopt;
}

Result<EntraAnswer::Token> entraToken(const QString &host, const QJsonObject &object, const HttpAnswer &answer)
{
    const QByteArray token = object.value(QStringLiteral("access_token")).toString().toUtf8();
    const auto lifetime = entraLifetime(object, answer);
    const bool isWord =
        std::all_of(token.begin(), token.end(), [](char c) { return uchar(c) > 0x20 && uchar(c) < 0x7f; });
    if (token.isEmpty() || !isWord || !lifetime)
        return failure(ErrorCode::Unavailable,
            QStringLiteral("The token service at %1 answered without a token that can be used. Retry later.")
                .arg(host));
    log::hide(token, QStringLiteral("access token"));
    return EntraAnswer::Token{token, *lifetime};
}

Unexpected entraUnreached(const QString &host, const Error &error, const QString &remedy)
{
    return failure(
        error.code, QStringLiteral("The token service at %1 gave no answer: %2 %3").arg(host, error.message, remedy));
}

/// A status that may be another one soon; 404 and 410 are what the metadata service says while it is renewed.
std::optional<ErrorCode> passingFaultOfEntra(int status)
{
    if (status == 429)
        return ErrorCode::RateLimited;
    return status >= 500 || status == 408 ? std::optional(ErrorCode::Unavailable) : std::nullopt;
}

QString saidByEntra(const QJsonObject &object, const HttpAnswer &answer)
{
    for (const char *key : {"error_description", "message", "error"})
        if (const QString text = object.value(QLatin1StringView(key)).toString(); !text.isEmpty())
            return shortDescription(text);
    const QString text = QString::fromUtf8(answer.body.left(200)).simplified();
    return text.isEmpty() ? QStringLiteral("it gave no reason") : text;
}

QJsonObject entraObject(const HttpAnswer &answer) { return QJsonDocument::fromJson(answer.body).object(); }

Result<EntraAnswer::Token> ofIdentity(
    const QString &host, const HttpAnswer &answer, const QString &what, const QString &remedy)
{
    const QJsonObject object = entraObject(answer);
    if (answer.status == 200)
        return entraToken(host, object, answer);
    const auto passing = passingFaultOfEntra(answer.status);
    return failure(passing.value_or(ErrorCode::Unauthorized),
        QStringLiteral("%1 at %2 gave no token (HTTP %3): %4. %5")
            .arg(what, host)
            .arg(answer.status)
            .arg(saidByEntra(object, answer), passing ? QStringLiteral("Retry later.") : remedy));
}

} // namespace

Result<EntraAnswer::Token> EntraAnswer::ofTokenService(const QString &host, const Result<HttpAnswer> &answer)
{
    if (!answer)
        return entraUnreached(host, answer.error(), QStringLiteral("Check the network and the proxy."));
    const QJsonObject object = entraObject(*answer);
    if (answer->status == 200)
        return entraToken(host, object, *answer);
    const QString said = saidByEntra(object, *answer);
    if (const auto passing = passingFaultOfEntra(answer->status))
        return failure(*passing,
            QStringLiteral("Microsoft Entra ID at %1 failed (HTTP %2): %3. Retry later.")
                .arg(host)
                .arg(answer->status)
                .arg(said));
    return failure(ErrorCode::Unauthorized,
        QStringLiteral("Microsoft Entra ID refused the identity: %1. %2")
            .arg(said,
                QString::fromUtf8(entraRemedy(object, object.value(QStringLiteral("error_description")).toString()))));
}

Result<EntraAnswer::Token> EntraAnswer::ofMetadataService(const QString &host, const Result<HttpAnswer> &answer)
{
    // Elsewhere nothing listens there: another try would only take its time.
    if (!answer && answer.error().code != ErrorCode::Cancelled)
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("No managed identity answers at %1: %2 This way works on machines and containers of Azure "
                           "only. Elsewhere choose another authorization.")
                .arg(host, answer.error().message));
    if (!answer)
        return failure(answer);
    if (answer->status == 404 || answer->status == 410)
        return failure(ErrorCode::Unavailable,
            QStringLiteral("The metadata service at %1 is being renewed (HTTP %2). Retry later.")
                .arg(host)
                .arg(answer->status));
    return ofIdentity(host, *answer, QStringLiteral("The metadata service"),
        QStringLiteral("Assign an identity to the machine, or check its client id."));
}

Result<EntraAnswer::Token> EntraAnswer::ofIdentityEndpoint(const QString &host, const Result<HttpAnswer> &answer)
{
    if (!answer)
        return entraUnreached(host, answer.error(), QStringLiteral("Check IDENTITY_ENDPOINT."));
    return ofIdentity(host, *answer, QStringLiteral("The identity endpoint"),
        QStringLiteral("Assign an identity to the app, or check its client id."));
}

} // namespace mergeloom

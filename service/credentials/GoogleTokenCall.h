#pragma once

#include "service/credentials/GoogleCredential.h"

#include <QJsonObject>

#include <utility>

namespace mergeloom {

using GoogleToken = Expiring<QByteArray>::Fresh;

constexpr auto googleScope = "https://www.googleapis.com/auth/cloud-platform";

/// A call of a service that gives tokens.
struct GoogleTokenCall {
    QString service;       ///< for people: `Google's token service at oauth2.googleapis.com`
    QString remedy;        ///< what to do when it refuses
    QByteArrayList hidden; ///< what must not be in a message, should the service repeat it
};

/// An answer with a JSON object, status 2xx. Tries three times what may pass.
Result<QJsonObject> askGoogle(const GoogleTokenCall &call, HttpRequest request, const GoogleSurroundings &surroundings,
    std::stop_token stop, HttpAnswer *answered = nullptr);

/// {"access_token", "expires_in"} of RFC 6749, 5.1.
Result<GoogleToken> googleTokenOf(const QJsonObject &answer, const GoogleTokenCall &call);

/// A POST of `application/x-www-form-urlencoded`. invalid_input unless the address is https, or on this machine.
Result<HttpRequest> googleForm(const QString &url, const QList<std::pair<QByteArray, QByteArray>> &fields);
/// The same with JSON.
Result<HttpRequest> googleJson(const QString &url, const QJsonObject &body);

/// Tokens of the service account whose `:generateAccessToken` address is `url`, asked for with those of `source`.
/// `lifetime` in seconds.
GoogleCredential impersonated(GoogleCredential source, const QString &url, const QJsonArray &delegates, int lifetime,
    const GoogleSurroundings &surroundings);

/// A member of an object as text; empty when it is missing or something else.
QString textIn(const QJsonObject &object, const char *key);

/// The kinds of credential files; `place` is where they came from.
Result<GoogleCredential> googleServiceAccount(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings);
Result<GoogleCredential> googleExternalAccount(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings);

} // namespace mergeloom

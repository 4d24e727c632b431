#pragma once

#include "service/credentials/Expiring.h"
#include "service/platform/HttpClient.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <stop_token>

namespace mergeloom {

/// What Google's credentials are looked for in and asked of; tests put their own in.
struct GoogleSurroundings {
    std::function<QString(const QString &name)> variable; ///< of the environment
    QString home;                                         ///< directory of the user
    std::function<Result<HttpAnswer>(const HttpRequest &, std::stop_token)> send;
    /// False when the stop came first.
    std::function<bool(std::chrono::milliseconds, std::stop_token)> sleep;
    ExpiryClock clock;
    QString userTokenUrl = QStringLiteral("https://oauth2.googleapis.com/token"); ///< of users who signed in

    static GoogleSurroundings real();
};

/// How access tokens for Google's APIs come to life, for the scope `cloud-platform`.
struct GoogleCredential {
    QString name; ///< for people: `the service account builder@example.iam.gserviceaccount.com`
    /// Errors: `unauthorized` (refused; the message says by whom, why, and what to do), `unavailable`, `timeout`,
    /// `cancelled`, `io` (a token file cannot be read).
    Expiring<QByteArray>::Fetch fetch;
    QString project;      ///< that the credential belongs to, where it says so
    QString quotaProject; ///< that pays for requests, where it is said
    bool isFixed = false; ///< fetched again it is the same token
};

/// A credential file of Google's (google.aip.dev/auth/4110 ff.): `service_account`, `authorized_user`,
/// `external_account`, `external_account_authorized_user`, `impersonated_service_account`. `place` is where it came
/// from, for people. invalid_input for what is none of these, lacks something, or would have to start a program.
Result<GoogleCredential> googleCredentialOf(
    const QByteArray &json, const QString &place, const GoogleSurroundings &surroundings);

/// Application Default Credentials: the file that GOOGLE_APPLICATION_CREDENTIALS names, the one that gcloud writes, or
/// the metadata server of a machine of Google's. Asks no network yet.
Result<GoogleCredential> googleDefaultCredential(const GoogleSurroundings &surroundings);

} // namespace mergeloom

#pragma once

#include "service/credentials/AwsSignature.h"
#include "service/credentials/Expiring.h"
#include "service/platform/HttpClient.h"

#include <QUrl>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace mergeloom {

/// The time as Amazon's services have it: signatures are refused when ours is more than five minutes off. Any thread.
class AwsClock
{
public:
    explicit AwsClock(std::function<Timestamp()> now) : m_now(std::move(now)) {}

    Timestamp now() const { return Timestamp{m_now().microseconds + m_skew.load() * 1000}; }
    /// From the `date` of an answer that refused a request. True when our time was off, and is right from now on.
    bool learn(const HttpHeaders &headers);

private:
    std::function<Timestamp()> m_now;
    std::atomic<qint64> m_skew{0}; ///< ms that the services are ahead
};

/// What the sources of keys see of the machine and its network; tests put their own in.
struct AwsMachine {
    std::function<QString(const QString &name)> variable; ///< empty: not set
    QString home;
    std::shared_ptr<AwsClock> clock;
    std::function<Result<HttpAnswer>(const HttpRequest &, std::stop_token)> send;
    QString region; ///< for token services where a profile names none
    QString containerHost = QStringLiteral("http://169.254.170.2");
    std::chrono::milliseconds processTime{60'000}; ///< that a `credential_process` may take

    static AwsMachine real();
};

/// Keys and how long they are good. Every source of keys gives them so; `not_found`: this machine has no such source.
using AwsFound = Expiring<AwsKeys>::Fresh;
using AwsFetch = Expiring<AwsKeys>::Fetch;

/// Keys that end at `expiry`. An empty `expiry`: they do not end; `corrupt` when it is no time.
Result<AwsFound> foundKeys(AwsKeys keys, const QString &expiry, const AwsClock &clock);
/// The same from `AccessKeyId`, `SecretAccessKey`, `Token` or `SessionToken`, and `Expiration`, as Amazon's local services
/// and credential processes say them. `source` is for people.
Result<AwsFound> foundKeys(const QByteArray &json, const QString &source, const AwsClock &clock);

/// An answer of 2xx within `timeouts`, or an error that begins with `source`; what a service said is told without secrets.
Result<HttpAnswer> askAws(
    const AwsMachine &machine, const HttpRequest &request, const QString &source, std::stop_token stop);

/// Short: a credential is waited for, and where its service is, it is near.
constexpr HttpTimeouts awsTimeouts(std::chrono::milliseconds connect, std::chrono::milliseconds answer)
{
    return {.connect = connect, .firstByte = answer, .silence = answer, .whole = answer * 2};
}

/// The first line of a small file; `not_found`, `io`, or `invalid_input` where it has no line.
Result<QByteArray> awsTokenFile(const QString &path);

/// `https://SERVICE.REGION.amazonaws.com`, or as AWS_ENDPOINT_URL_NAME or AWS_ENDPOINT_URL have it.
QString awsEndpoint(const AwsMachine &machine, const QString &service, const QString &variable, const QString &region);

/// `eu-central-1`; what is none must not become a part of a host name.
bool isAwsRegion(const QString &region);

} // namespace mergeloom

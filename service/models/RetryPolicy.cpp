#include "service/models/RetryPolicy.h"

#include "service/platform/HttpDate.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <mutex>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

// A wait that is out of any reason is a broken header, not a wish.
constexpr qint64 longestAsked = 24LL * 3600 * 1000;

QByteArray headerOf(const HttpHeaders &headers, QByteArrayView name)
{
    for (const auto &[key, value] : headers)
        if (key == name)
            return value.trimmed();
    return {};
}

std::optional<milliseconds> waitOf(double wait)
{
    if (!std::isfinite(wait) || wait < 0 || wait > longestAsked)
        return std::nullopt;
    return milliseconds(qint64(std::ceil(wait)));
}

std::optional<milliseconds> waitUntil(const std::optional<Timestamp> &time, Timestamp now)
{
    if (!time)
        return std::nullopt;
    return waitOf(double(std::max<qint64>(0, time->microseconds - now.microseconds) / 1000));
}

std::optional<Timestamp> isoTime(const QByteArray &text)
{
    const QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
    return time.isValid() ? std::optional(Timestamp{time.toMSecsSinceEpoch() * 1000}) : std::nullopt;
}

/// `120ms`, `1.5s`, `6m0s`, `1h2m3s`, or plain seconds.
std::optional<milliseconds> waitOfDuration(const QByteArray &text)
{
    bool ok = false;
    if (const double seconds = text.toDouble(&ok); ok)
        return waitOf(seconds * 1000);
    static const QRegularExpression whole(QStringLiteral("^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$"));
    static const QRegularExpression part(QStringLiteral("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)"));
    const QString duration = QString::fromLatin1(text);
    if (!whole.match(duration).hasMatch())
        return std::nullopt;
    double sum = 0;
    for (auto it = part.globalMatch(duration); it.hasNext();) {
        const auto match = it.next();
        const QString unit = match.captured(2);
        const double scale = unit == u"ms" ? 1
            : unit == u"s"                 ? 1000
            : unit == u"m"                 ? 60e3
            : unit == u"h"                 ? 3600e3
                                           : 86400e3;
        sum += match.captured(1).toDouble() * scale;
    }
    return waitOf(sum);
}

/// The longest reset time among the limits that are used up.
std::optional<milliseconds> waitOfResets(const HttpHeaders &headers, Timestamp now)
{
    std::optional<milliseconds> longest;
    const auto consider = [&](const std::optional<milliseconds> &wait) {
        if (wait && (!longest || *wait > *longest))
            longest = wait;
    };
    for (const char *kind : {"requests", "tokens", "input-tokens", "output-tokens"}) {
        const QByteArray vendor = QByteArray("anthropic-ratelimit-") + kind;
        if (headerOf(headers, vendor + "-remaining") == "0")
            consider(waitUntil(isoTime(headerOf(headers, vendor + "-reset")), now));
        if (headerOf(headers, QByteArray("x-ratelimit-remaining-") + kind) == "0")
            consider(waitOfDuration(headerOf(headers, QByteArray("x-ratelimit-reset-") + kind)));
    }
    return longest;
}

bool isOneOf(const QString &word, std::initializer_list<const char *> list)
{
    return std::any_of(list.begin(), list.end(), [&](const char *entry) { return word == QLatin1StringView(entry); });
}

bool cannotSucceed(const QString &word)
{
    return isOneOf(word,
        {"authentication_error", "permission_error", "invalid_request_error", "not_found_error", "request_too_large",
            "billing_error", "insufficient_quota", "billing_not_active", "context_length_exceeded",
            "exceed_context_size_error", "invalid_api_key", "model_not_found", "invalid_request", "unauthorized",
            "BadRequestError", "NotFoundError", "invalid_prompt", "content_filter", "ValidationException",
            "AccessDeniedException", "ServiceQuotaExceededException"});
}

/// Azure tells what its content filter found: ` (violence, jailbreak)`. Source: learn.microsoft.com, "Content filtering".
QString filteredCategories(const QJsonObject &error)
{
    const QJsonObject inner = error.value(QStringLiteral("innererror")).toObject();
    const QJsonObject found = inner.value(QStringLiteral("content_filter_result")).toObject();
    QStringList names;
    for (const QString &name : found.keys())
        if (found.value(name).toObject().value(QStringLiteral("filtered")).toBool())
            names << QString(name).replace(u'_', u' ');
    return names.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(names.join(QStringLiteral(", ")));
}

void readWords(CallFailure &failure, const QJsonObject &error)
{
    failure.type = error.value(QStringLiteral("type")).toString();
    if (failure.type.isEmpty())
        failure.type = error.value(QStringLiteral("status")).toString();
    for (const QJsonValue &detail : error.value(QStringLiteral("details")).toArray()) // google.rpc.RetryInfo
        if (const QString delay = detail.toObject().value(QStringLiteral("retryDelay")).toString(); !delay.isEmpty())
            failure.asked = waitOfDuration(delay.toLatin1());
    failure.message = error.value(QStringLiteral("message")).toString();
    const QJsonValue code = error.value(QStringLiteral("code"));
    failure.code = code.isDouble() ? QString::number(code.toInt()) : code.toString();
    if (failure.code == u"content_filter")
        failure.message += filteredCategories(error);
}

/// Amazon's services name an error beside its body (`ThrottlingException:http://internal.amazon.com/…`) or in it
/// (`com.amazon.coral.service#ThrottlingException`), and say `Message` where another service of theirs refused.
void readAmazonWords(CallFailure &failure, const QJsonObject &body)
{
    const QString named = QString::fromLatin1(headerOf(failure.headers, "x-amzn-errortype"));
    const QString type = named.isEmpty() ? body.value(QStringLiteral("__type")).toString() : named;
    if (failure.type.isEmpty())
        failure.type = type.section(u':', 0, 0).section(u'#', -1);
    if (failure.message.isEmpty())
        failure.message = body.value(QStringLiteral("Message")).toString();
    if (failure.type == u"InvalidSignatureException") // what follows is the whole request in the form that is signed
        failure.message = failure.message.section(QStringLiteral(" The Canonical String"), 0, 0);
}

ErrorCode codeOfStatus(int status)
{
    switch (status) {
    case 401:
        return ErrorCode::Unauthorized;
    case 403:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 402:
        return ErrorCode::Rejected;
    case 429:
        return ErrorCode::RateLimited;
    case 408:
        return ErrorCode::Timeout;
    default:
        break;
    }
    return status >= 500 || status == 409 || status == 424 || status == 0 ? ErrorCode::Unavailable
                                                                          : ErrorCode::InvalidInput;
}

} // namespace

CallFailure CallFailure::ofBody(int status, const HttpHeaders &headers, const QByteArray &body)
{
    CallFailure failure{.status = status, .headers = headers};
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonObject object = document.isArray() ? document.array().at(0).toObject() : document.object();
    const QJsonValue error = object.value(QStringLiteral("error"));
    if (error.isObject()) {
        readWords(failure, error.toObject());
    } else if (error.isString()) {
        failure.message = error.toString();
    } else {
        readWords(failure, object);
        if (failure.message.isEmpty())
            failure.message = object.value(QStringLiteral("detail")).toString();
        if (failure.message.isEmpty() && object.isEmpty())
            failure.message = QString::fromUtf8(body.left(300)).simplified();
    }
    readAmazonWords(failure, object);
    return failure;
}

CallFailure CallFailure::ofStream(const QJsonObject &event)
{
    CallFailure failure;
    const QJsonValue error = event.value(QStringLiteral("error"));
    if (error.isString())
        failure.message = error.toString();
    else
        readWords(failure, error.isObject() ? error.toObject() : event);
    if (const int status = failure.code.toInt(); status >= 400 && status < 600)
        failure.status = status;
    return failure;
}

bool CallFailure::isContextTooLong() const
{
    static const QRegularExpression words(
        QStringLiteral(
            "prompt is too long|maximum context length|context (length|window|size)|too many tokens|input is too long|"
            "exceeds the maximum number of tokens"),
        QRegularExpression::CaseInsensitiveOption);
    if (isOneOf(code, {"context_length_exceeded"})
        || isOneOf(type, {"exceed_context_size_error", "context_length_exceeded"}))
        return true;
    return (status == 400 || status == 413 || type == u"invalid_request_error") && words.match(message).hasMatch();
}

RetryClock RetryClock::real()
{
    RetryClock clock;
    clock.now = [] { return Timestamp::now(); };
    clock.sleep = [](milliseconds wait, std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait_for(lock, stop, wait, [] { return false; });
        return !stop.stop_requested();
    };
    clock.jitter = [] { return QRandomGenerator::global()->generateDouble(); };
    return clock;
}

bool RetryPolicy::isWorthRetrying(const CallFailure &failure)
{
    if (failure.transport)
        return *failure.transport == ErrorCode::Unavailable || *failure.transport == ErrorCode::Timeout;
    if (cannotSucceed(failure.code) || cannotSucceed(failure.type) || failure.isContextTooLong())
        return false;
    const QByteArray advice = headerOf(failure.headers, "x-should-retry");
    if (advice == "true" || advice == "false")
        return advice == "true";
    if (failure.status == 0)
        return true; // an error inside a stream: the vendors send those for overload and faults of their own
    if (failure.status == 501 || failure.status == 505)
        return false;
    // 424: the model behind the service failed, as Amazon's says it.
    return failure.status == 408 || failure.status == 409 || failure.status == 424 || failure.status == 429
        || failure.status >= 500;
}

std::optional<milliseconds> RetryPolicy::askedWait(const CallFailure &failure, Timestamp now)
{
    bool ok = false;
    if (const double wait = headerOf(failure.headers, "retry-after-ms").toDouble(&ok); ok)
        if (const auto asked = waitOf(wait))
            return asked;
    if (const QByteArray text = headerOf(failure.headers, "retry-after"); !text.isEmpty()) {
        if (const double seconds = text.toDouble(&ok); ok) {
            if (const auto asked = waitOf(seconds * 1000))
                return asked;
        } else if (const auto asked = waitUntil(httpDate(text), now)) {
            return asked;
        }
    }
    if (failure.asked)
        return failure.asked;
    return failure.status == 429 ? waitOfResets(failure.headers, now) : std::nullopt;
}

std::optional<milliseconds> RetryPolicy::waitBefore(
    int retry, milliseconds waited, const CallFailure &failure, Timestamp now, double jitter) const
{
    if (retry > maximumRetries || !isWorthRetrying(failure))
        return std::nullopt;
    const double doubled = double(firstWait.count()) * std::pow(2.0, std::min(retry - 1, 30));
    const double capped = std::min(doubled, double(longestWait.count()));
    milliseconds wait(qint64(capped * (0.5 + jitter / 2)));
    // Never earlier than asked, and a little apart from others who were told the same.
    if (const auto asked = askedWait(failure, now))
        wait = *asked + milliseconds(qint64(jitter * std::min(1000.0, double(asked->count()) / 10)));
    if (waited + wait > totalWait)
        return std::nullopt;
    return wait;
}

Error RetryPolicy::errorOf(const CallFailure &failure, const QString &service, int tries)
{
    QString said = failure.message.left(600).trimmed();
    if (said.isEmpty())
        said = failure.type.isEmpty() ? QStringLiteral("it gave no reason") : failure.type;
    while (said.endsWith(u'.'))
        said.chop(1);
    const QString status = failure.status ? QStringLiteral(" (HTTP %1)").arg(failure.status) : QString();
    const auto text = [&](const char *what, const char *remedy) {
        const QString times = tries > 1 ? QStringLiteral(", tried %1 times").arg(tries) : QString();
        return QStringLiteral("%1 %2%3%4: %5. %6")
            .arg(service, QString::fromUtf8(what), status, times, said, QString::fromUtf8(remedy));
    };
    QJsonObject details{{"status", failure.status}, {"type", failure.type}, {"code", failure.code}};
    if (failure.transport)
        return {*failure.transport,
            text("gave no whole answer", "Check the network, the proxy, and the endpoint or region of the profile."),
            details};
    if (failure.isContextTooLong()) {
        details.insert(QStringLiteral("kind"), QStringLiteral("context_too_long"));
        return {ErrorCode::InvalidInput,
            text("says the conversation is too long", "Use a model with a larger context window."), details};
    }
    if (failure.code == u"insufficient_quota" || failure.type == u"billing_error" || failure.status == 402)
        return {ErrorCode::Rejected,
            text("has no credit left for this key", "Check the plan and billing of the account."), details};
    if (failure.code == u"content_filter")
        return {ErrorCode::InvalidInput,
            text("stopped the request by its content filter",
                "Word the ticket differently, or loosen the filter where the model is deployed."),
            details};
    ErrorCode code = codeOfStatus(failure.status);
    if (failure.type == u"authentication_error" || failure.code == u"invalid_api_key")
        code = ErrorCode::Unauthorized;
    else if (failure.type == u"invalid_request_error" && code == ErrorCode::Unavailable)
        code = ErrorCode::InvalidInput;
    else if (failure.type == u"rate_limit_error")
        code = ErrorCode::RateLimited;
    if (failure.type == u"AccessDeniedException")
        return {code,
            text("denies the use of the model",
                "Allow the credential to use the model, and the account to have access to it."),
            details};
    if (failure.type == u"InvalidSignatureException" && failure.message.contains(u"scoped to a valid region"))
        return {code,
            text("stands in another region than the request is signed for",
                "Check region and endpoint of the provider profile."),
            details};
    switch (code) {
    case ErrorCode::Forbidden:
        return {code,
            text("refused the credential",
                "Check the key of the provider profile, and whether it may use this model and project."),
            details};
    case ErrorCode::Unauthorized:
        return {code, text("refused the credential", "Check the key of the provider profile."), details};
    case ErrorCode::NotFound:
        return {code,
            text("does not know the model or the address",
                "Check model and endpoint of the provider profile, and its location."),
            details};
    case ErrorCode::RateLimited:
        return {code, text("limits the rate", "Retry later, or raise the limit of the account."), details};
    case ErrorCode::InvalidInput:
        return {code, text("refused the request", "Check that the model takes tools and these options."), details};
    default:
        return {code, text("failed", "Retry later."), details};
    }
}

} // namespace mergeloom

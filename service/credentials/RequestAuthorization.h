#pragma once

#include "service/platform/HttpClient.h"
#include "shared/core/Result.h"

#include <QByteArray>

#include <memory>
#include <stop_token>

namespace mergeloom {

/// Adds to a request what makes a service accept it. Called for each try, since some credentials expire.
class RequestAuthorization
{
public:
    virtual ~RequestAuthorization() = default;
    /// May ask a token service first, for which `stop` is.
    virtual Result<void> authorise(HttpRequest &request, std::stop_token stop) = 0;
    /// The service answered 401 or 403 to `request`. True when the next call of authorise() will add something newer, or
    /// something made by what the answer taught (the clock of the service).
    virtual bool refused(const HttpRequest &request, const HttpAnswer &answer)
    {
        Q_UNUSED(request)
        Q_UNUSED(answer)
        return false;
    }
};

/// For services without a credential.
class NoAuthorization : public RequestAuthorization
{
public:
    Result<void> authorise(HttpRequest &, std::stop_token) override { return {}; }
};

/// One header with a secret: `authorization: Bearer …`, `x-api-key: …`, or a name of the user's choice.
class HeaderAuthorization : public RequestAuthorization
{
public:
    static Result<std::unique_ptr<RequestAuthorization>> bearer(const QByteArray &token);
    static Result<std::unique_ptr<RequestAuthorization>> apiKey(const QByteArray &key);
    /// invalid_input for a name or value that no header can have; the value is never part of a message.
    static Result<std::unique_ptr<RequestAuthorization>> named(
        const QByteArray &name, const QByteArray &value, const QByteArray &prefix = {});

    Result<void> authorise(HttpRequest &request, std::stop_token stop) override;

private:
    HeaderAuthorization(QByteArray name, QByteArray value) : m_name(std::move(name)), m_value(std::move(value)) {}
    QByteArray m_name;
    QByteArray m_value;
};

} // namespace mergeloom

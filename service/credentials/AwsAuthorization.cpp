#include "service/credentials/AwsAuthorization.h"

namespace mergeloom {

AwsAuthorization::AwsAuthorization(AwsFetch fetch, AwsScope scope, std::shared_ptr<AwsClock> clock)
    : m_keys(QStringLiteral("The AWS keys"), std::move(fetch)), m_scope(std::move(scope)), m_clock(std::move(clock))
{
}

Result<void> AwsAuthorization::authorise(HttpRequest &request, std::stop_token stop)
{
    MERGELOOM_TRY(const AwsKeys keys, m_keys.get(stop));
    AwsSignature::sign(request, keys, m_scope, m_clock->now());
    const std::lock_guard lock(m_mutex);
    m_used = keys;
    return {};
}

bool AwsAuthorization::refused(const HttpRequest &, const HttpAnswer &answer)
{
    if (m_clock->learn(answer.headers))
        return true;
    const QByteArray said = answer.header("x-amzn-errortype") + answer.body;
    if (!said.contains("ExpiredToken") && !said.contains("security token included in the request is expired"))
        return false;
    const std::lock_guard lock(m_mutex);
    m_keys.refuse(m_used);
    return true;
}

} // namespace mergeloom

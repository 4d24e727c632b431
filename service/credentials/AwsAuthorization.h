#pragma once

#include "service/credentials/AwsMachine.h"
#include "service/credentials/RequestAuthorization.h"

#include <mutex>

namespace mergeloom {

/// Signs requests to Amazon with keys that are fetched when they are needed, and again before they end. After a refusal it
/// takes the time from the answer, or newer keys where the service says that these have ended.
class AwsAuthorization : public RequestAuthorization
{
public:
    AwsAuthorization(AwsFetch fetch, AwsScope scope, std::shared_ptr<AwsClock> clock);

    Result<void> authorise(HttpRequest &request, std::stop_token stop) override;
    bool refused(const HttpRequest &request, const HttpAnswer &answer) override;

private:
    Expiring<AwsKeys> m_keys;
    AwsScope m_scope;
    std::shared_ptr<AwsClock> m_clock;
    std::mutex m_mutex;
    AwsKeys m_used; ///< for the newest request
};

} // namespace mergeloom

#pragma once

#include "service/credentials/GoogleCredential.h"
#include "service/credentials/RequestAuthorization.h"

namespace mergeloom {

/// `authorization: Bearer …` with a token of Google's, and `x-goog-user-project` where a project is named that pays.
class GoogleAuthorization : public RequestAuthorization
{
public:
    GoogleAuthorization(GoogleCredential credential, ExpiryClock clock);

    Result<void> authorise(HttpRequest &request, std::stop_token stop) override;
    bool refused(const HttpRequest &request, const HttpAnswer &answer) override;

private:
    QByteArray m_quotaProject;
    bool m_isFixed;
    Expiring<QByteArray> m_token;
};

} // namespace mergeloom

#include "service/credentials/GoogleAuthorization.h"

namespace mergeloom {

GoogleAuthorization::GoogleAuthorization(GoogleCredential credential, ExpiryClock clock)
    : m_quotaProject(credential.quotaProject.toUtf8()), m_isFixed(credential.isFixed),
      // The metadata server gives the same token until a little over four minutes before its end.
      m_token(QStringLiteral("The access token of %1").arg(credential.name), std::move(credential.fetch),
          std::chrono::seconds(225), std::move(clock))
{
}

Result<void> GoogleAuthorization::authorise(HttpRequest &request, std::stop_token stop)
{
    MERGELOOM_TRY(const QByteArray token, m_token.get(std::move(stop)));
    request.headers.emplaceBack("authorization", "Bearer " + token);
    if (!m_quotaProject.isEmpty())
        request.headers.emplaceBack("x-goog-user-project", m_quotaProject);
    return {};
}

bool GoogleAuthorization::refused(const HttpRequest &request, const HttpAnswer &answer)
{
    if (m_isFixed || answer.status != 401) // with 403 it is the identity that may not, whatever its token
        return false;
    for (const auto &[name, value] : request.headers)
        if (name == "authorization")
            m_token.refuse(value.mid(value.indexOf(' ') + 1));
    return true;
}

} // namespace mergeloom

#include "service/credentials/EntraAuthorization.h"

namespace mergeloom {

EntraAuthorization::EntraAuthorization(EntraTokens::Fetch fetch, ExpiryClock clock)
    : m_token(
        QStringLiteral("The token of Microsoft Entra ID"), std::move(fetch), std::chrono::minutes(5), std::move(clock))
{
}

Result<void> EntraAuthorization::authorise(HttpRequest &request, std::stop_token stop)
{
    MERGELOOM_TRY(const QByteArray token, m_token.get(std::move(stop)));
    request.headers.emplaceBack("authorization", "Bearer " + token);
    return {};
}

bool EntraAuthorization::refused(const HttpRequest &request, const HttpAnswer &answer)
{
    if (answer.status != 401) // a newer token gives no more rights
        return false;
    for (const auto &[name, value] : request.headers)
        if (name == "authorization" && value.startsWith("Bearer ")) {
            m_token.refuse(value.mid(7));
            return true;
        }
    return false;
}

} // namespace mergeloom

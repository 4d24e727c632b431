#include "service/models/ModelList.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mergeloom {

namespace {
constexpr int mostModels = 2000;
} // namespace

Result<ServiceAnswer> askService(const ModelEndpoint &endpoint, const QByteArray &body, std::stop_token stop)
{
    using namespace std::chrono_literals;
    HttpClient client;
    for (bool isRenewed = false;; isRenewed = true) {
        HttpRequest request{.url = endpoint.url, .headers = endpoint.headers, .timeouts = {5s, 10s, 10s, 20s}};
        request.bodyLimit = 4 << 20;
        request.headers.emplaceBack("accept", "application/json");
        if (!body.isEmpty()) {
            request.method = "POST";
            request.headers.emplaceBack("content-type", "application/json");
            request.body = body;
        }
        const HttpHeaders before = request.headers;
        if (endpoint.authorise.add)
            MERGELOOM_CHECK(endpoint.authorise.add(request, stop));
        const auto answer = client.send(request, stop);
        if (!answer)
            return Unexpected(RetryPolicy::errorOf(
                {.message = answer.error().message, .transport = answer.error().code}, endpoint.service, 1));
        if (answer->status == 200)
            return ServiceAnswer{QJsonDocument::fromJson(answer->body).object(), {}};
        const bool isRefused = answer->status == 401 || answer->status == 403;
        if (isRefused && !isRenewed && endpoint.authorise.refused && endpoint.authorise.refused(request, *answer))
            continue;
        const Redactor redactor = credentialRedactor(before, request.headers);
        return ServiceAnswer{{}, CallFailure::ofBody(answer->status, answer->headers, redactor.redact(answer->body))};
    }
}

Result<QStringList> listModels(const ModelEndpoint &endpoint, std::stop_token stop)
{
    MERGELOOM_TRY(const ServiceAnswer answer, askService(endpoint, {}, std::move(stop)));
    if (!answer.failure)
        return idsOf(answer.body.value(QStringLiteral("data")).toArray(), QStringLiteral("id"));
    // A key may be good for answers and not for this list, and many a gateway has none.
    if (answer.failure->status != 401 && answer.failure->status < 500)
        return QStringList();
    return Unexpected(RetryPolicy::errorOf(*answer.failure, endpoint.service, 1));
}

QStringList idsOf(const QJsonArray &list, const QString &field)
{
    QStringList ids;
    for (const QJsonValue &item : list)
        if (const QString id = item[field].toString(); !id.isEmpty() && ids.size() < mostModels)
            ids.append(id);
    ids.sort();
    ids.removeDuplicates();
    return ids;
}

} // namespace mergeloom

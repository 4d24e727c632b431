#include "service/models/ModelList.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mergeloom {

namespace {
constexpr int mostModels = 2000;
} // namespace

Result<QStringList> listModels(const ModelEndpoint &endpoint, std::stop_token stop)
{
    using namespace std::chrono_literals;
    HttpRequest request{.url = endpoint.url, .headers = endpoint.headers, .timeouts = {5s, 10s, 10s, 20s}};
    request.bodyLimit = 4 << 20;
    request.headers.emplaceBack("accept", "application/json");
    const HttpHeaders before = request.headers;
    if (endpoint.authorise.add)
        MERGELOOM_CHECK(endpoint.authorise.add(request, stop));
    HttpClient client;
    const auto answer = client.send(request, stop);
    if (!answer)
        return Unexpected(RetryPolicy::errorOf(
            {.message = answer.error().message, .transport = answer.error().code}, endpoint.service, 1));
    // A key may be good for answers and not for this list, and many a gateway has none.
    if (answer->status != 200 && answer->status != 401 && answer->status < 500)
        return QStringList();
    if (answer->status != 200) {
        const Redactor redactor = credentialRedactor(before, request.headers);
        return Unexpected(RetryPolicy::errorOf(
            CallFailure::ofBody(answer->status, answer->headers, redactor.redact(answer->body)), endpoint.service, 1));
    }
    QStringList ids;
    const QJsonArray models = QJsonDocument::fromJson(answer->body).object().value(QStringLiteral("data")).toArray();
    for (const QJsonValue &model : models)
        if (const QString id = model[QStringLiteral("id")].toString(); !id.isEmpty() && ids.size() < mostModels)
            ids.append(id);
    ids.sort();
    return ids;
}

} // namespace mergeloom

#include "service/providers/VertexAddress.h"

#include "shared/core/Json.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrlQuery>

#include <array>
#include <tuple>

// cloud.google.com/vertex-ai/docs/reference/rest and …/generative-ai/docs/learn/locations; for Claude
// …/generative-ai/docs/partner-models/claude/use-claude and …/count-tokens; for Gemini …/rest/v1/…models/countTokens.
namespace mergeloom {

namespace {

QString placeOption(const ProviderProfile &profile, const char *name, const char *otherwise)
{
    const QString value = profile.options.value(QLatin1StringView(name)).trimmed();
    return value.isEmpty() ? QString::fromLatin1(otherwise) : value;
}

Unexpected vertexMissing(const char *field, const QString &message)
{
    return failure(
        ErrorCode::InvalidInput, message, {{"field", QLatin1StringView(field)}, {"reason", "provider_not_ready"}});
}

/// `us` and `eu` are not regions but several: their service has names of its own.
QString vertexHost(const QString &location)
{
    if (location == u"global")
        return QStringLiteral("https://aiplatform.googleapis.com");
    if (location == u"us" || location == u"eu")
        return QStringLiteral("https://aiplatform.%1.rep.googleapis.com").arg(location);
    return QStringLiteral("https://%1-aiplatform.googleapis.com").arg(location);
}

Result<QUrl> structuredAddress(const ProviderProfile &profile, const QString &projectOfCredential)
{
    QString project = placeOption(profile, "project", "");
    if (project.isEmpty())
        project = projectOfCredential;
    if (project.isEmpty())
        return vertexMissing("project",
            QStringLiteral("Project is missing, and the credential names none. Enter the project id in the provider's "
                           "form, or set JCA_VERTEX_PROJECT_ID."));
    const QString location = placeOption(profile, "location", "global").toLower();
    static const QRegularExpression projectWord(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9.:_-]*$"));
    static const QRegularExpression locationWord(QStringLiteral("^[a-z0-9]+(-[a-z0-9]+)*$")); // becomes part of a host
    static const QRegularExpression modelWord(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9.@_-]*$"));
    const std::array checked{std::tuple{"project", project, &projectWord},
        std::tuple{"location", location, &locationWord}, std::tuple{"model", profile.model, &modelWord}};
    for (const auto &[field, text, pattern] : checked)
        if (!pattern->match(text).hasMatch())
            return vertexMissing(field,
                QStringLiteral("The %1 \"%2\" cannot be part of an address. Enter its id alone.")
                    .arg(QLatin1StringView(field), text));
    QString base = profile.endpoint.trimmed();
    while (base.endsWith(u'/'))
        base.chop(1);
    if (base.endsWith(u"/v1"))
        base.chop(3);
    const auto publisher = vertexPublisher(profile) == VertexPublisher::Anthropic ? "anthropic" : "google";
    return QUrl(QStringLiteral("%1/v1/projects/%2/locations/%3/publishers/%4/models/%5")
                    .arg(base.isEmpty() ? vertexHost(location) : base, project, location, QLatin1StringView(publisher),
                        profile.model));
}

/// From an address with another method, or none.
void setMethod(QUrl &address, const QString &method)
{
    QString path = address.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (const qsizetype colon = path.lastIndexOf(u':'); colon > path.lastIndexOf(u'/'))
        path.truncate(colon);
    address.setPath(path + u':' + method, QUrl::StrictMode);
}

} // namespace

VertexPublisher vertexPublisher(const ProviderProfile &profile)
{
    return placeOption(profile, "publisher", "google") == u"anthropic" ? VertexPublisher::Anthropic
                                                                       : VertexPublisher::Google;
}

Result<QUrl> vertexAddress(const ProviderProfile &profile, const QString &projectOfCredential)
{
    QUrl address(profile.endpoint.trimmed());
    if (placeOption(profile, "endpoint_mode", "structured") != u"raw-endpoint") {
        MERGELOOM_TRY(address, structuredAddress(profile, projectOfCredential));
    }
    if (vertexPublisher(profile) == VertexPublisher::Anthropic) {
        setMethod(address, QStringLiteral("streamRawPredict"));
        return address;
    }
    setMethod(address, QStringLiteral("streamGenerateContent"));
    QUrlQuery query(address);
    query.removeQueryItem(QStringLiteral("alt"));
    query.addQueryItem(QStringLiteral("alt"), QStringLiteral("sse"));
    address.setQuery(query);
    return address;
}

VertexQuestion vertexQuestion(const ProviderProfile &profile, const QUrl &address)
{
    const QString text = QStringLiteral("Hello");
    VertexQuestion question{address, {}};
    QUrlQuery query(address);
    query.removeQueryItem(QStringLiteral("alt"));
    question.address.setQuery(query);
    if (vertexPublisher(profile) == VertexPublisher::Google) {
        setMethod(question.address, QStringLiteral("countTokens"));
        const QJsonObject content{{"role", "user"}, {"parts", QJsonArray{QJsonObject{{"text", text}}}}};
        question.body = compactJson(QJsonObject{{"contents", QJsonArray{content}}});
        return question;
    }
    // Claude's tokens are counted by a model beside it, which an endpoint of one's own has not.
    static const QRegularExpression name(QStringLiteral("(/publishers/anthropic/models/)[^/]+$"));
    const auto found = name.match(address.path(QUrl::FullyEncoded));
    if (!found.hasMatch())
        return question;
    question.address.setPath(
        address.path(QUrl::FullyEncoded).left(found.capturedEnd(1)) + QStringLiteral("count-tokens:rawPredict"),
        QUrl::StrictMode);
    question.body = compactJson(QJsonObject{{"anthropic_version", "vertex-2023-10-16"}, {"model", profile.model},
        {"messages", QJsonArray{QJsonObject{{"role", "user"}, {"content", text}}}}});
    return question;
}

double vertexPriceFactor(const ProviderProfile &profile, const QUrl &address)
{
    static const QRegularExpression older(QStringLiteral("^claude-(3-.*|(sonnet|opus)-4(-0|-1)?(@.*)?)$"));
    const bool isGlobal = address.path().contains(u"/locations/global/");
    QString model = placeOption(profile, "priced_as", "");
    if (model.isEmpty())
        model = profile.model;
    return isGlobal || older.match(model).hasMatch() ? 1.0 : 1.1;
}

} // namespace mergeloom

#include "shared/api/OpenApi.h"

#include "shared/api/ActionTypes.h"

#include <QRegularExpression>

namespace mergeloom::api {

namespace {

QStringList segmentsOf(const QString &path)
{
    static const QRegularExpression prefix(QStringLiteral("^/api/(v1|worker/v1|gateway/v1)/"));
    QString rest = path;
    if (const auto match = prefix.match(path); match.hasMatch())
        rest = path.mid(match.capturedLength());
    return rest.split(u'/', Qt::SkipEmptyParts);
}

QString capitalised(const QString &word)
{
    QString text;
    for (const QString &part : word.split(QRegularExpression(QStringLiteral("[^A-Za-z0-9]+")), Qt::SkipEmptyParts))
        text += part.left(1).toUpper() + part.mid(1);
    return text;
}

QString singular(const QString &word)
{
    if (word.endsWith(u"ies"))
        return word.chopped(3) + u'y';
    return word.endsWith(u's') && word != u"status" ? word.chopped(1) : word;
}

QString tagOf(const QString &path)
{
    if (path.startsWith(u"/api/worker/"))
        return QStringLiteral("worker protocol");
    if (path.startsWith(u"/api/gateway/"))
        return QStringLiteral("gateway");
    static const QMap<QString, QString> tags{{"events", "events"}, {"stream", "events"}, {"me", "access"},
        {"login", "access"}, {"logout", "access"}, {"login-links", "access"}, {"tokens", "access"},
        {"dashboard", "status"}, {"health", "status"}, {"healthz", "status"}, {"readyz", "status"},
        {"openapi.json", "status"}};
    const QString first = segmentsOf(path).value(0);
    return tags.value(first, first);
}

QJsonObject content(const QString &type, const QJsonObject &schema)
{
    return {{type, QJsonObject{{"schema", schema}}}};
}

QJsonArray parametersOf(const OpenApiOperation &operation)
{
    const auto split = [](const QString &text) {
        return std::pair{text.section(u':', 0, 0).trimmed(), text.section(u':', 1).trimmed()};
    };
    QJsonArray parameters;
    for (const QString &segment : operation.path.split(u'/'))
        if (segment.startsWith(u'{'))
            parameters.append(QJsonObject{{"name", segment.mid(1).chopped(1)}, {"in", "path"}, {"required", true},
                {"schema", QJsonObject{{"type", "string"}}}});
    for (const QString &row : operation.queryParameters) {
        const auto [name, help] = split(row);
        const bool isNumber = name == u"limit" || name == u"after" || name == u"before";
        parameters.append(QJsonObject{{"name", name}, {"in", "query"}, {"required", false}, {"description", help},
            {"schema", QJsonObject{{"type", isNumber ? "integer" : "string"}}}});
    }
    for (const QString &row : operation.headers) {
        const auto [name, help] = split(row);
        parameters.append(QJsonObject{{"name", name}, {"in", "header"}, {"required", false}, {"description", help},
            {"schema", QJsonObject{{"type", "string"}}}});
    }
    return parameters;
}

QJsonObject successOf(const OpenApiOperation &operation, SchemaSet &schemas)
{
    static const QMap<int, QString> words{{201, "Made"}, {202, "Accepted; watch the resource in the answer"},
        {204, "Done; no content"}, {303, "Elsewhere"}};
    QJsonObject success{{"description", words.value(operation.replyStatus, QStringLiteral("OK"))}};
    if (operation.replyStatus == 204 || operation.replyStatus == 303)
        return success;
    QJsonObject schema = operation.replySchema ? operation.replySchema(schemas) : QJsonObject{{"type", "object"}};
    if (operation.replyType == u"text/event-stream") {
        success.insert(QStringLiteral("description"),
            QStringLiteral(
                "Server-Sent Events; `data` of each message is one value of this schema as JSON, `id` its place"));
    }
    success.insert(QStringLiteral("content"), content(operation.replyType, schema));
    return success;
}

QJsonObject responsesOf(const OpenApiOperation &operation, SchemaSet &schemas)
{
    QJsonObject responses{{QString::number(operation.replyStatus), successOf(operation, schemas)}};
    const auto refer = [&](int status, const QString &name) {
        responses.insert(
            QString::number(status), QJsonObject{{"$ref", QStringLiteral("#/components/responses/") + name}});
    };
    if (operation.access != u"public") {
        refer(401, QStringLiteral("Unauthorized"));
        refer(403, QStringLiteral("Forbidden"));
    }
    if (operation.path.contains(u'{'))
        refer(404, QStringLiteral("NotFound"));
    if (operation.requestSchema || !operation.queryParameters.isEmpty())
        refer(400, QStringLiteral("BadRequest"));
    if (operation.method != u"GET" && operation.access != u"public")
        refer(409, QStringLiteral("Conflict"));
    if (operation.method == u"PUT" || operation.method == u"DELETE")
        refer(412, QStringLiteral("PreconditionFailed"));
    refer(500, QStringLiteral("Failed"));
    return responses;
}

QJsonArray securityOf(const QString &access)
{
    if (access == u"public")
        return {};
    QJsonArray ways{QJsonObject{{"bearer", QJsonArray{}}}};
    if (access != u"worker" && access != u"cluster")
        ways.append(QJsonObject{{"cookie", QJsonArray{}}});
    return ways;
}

QJsonObject operationObject(const OpenApiOperation &operation, SchemaSet &schemas)
{
    QJsonObject object{{"operationId", operationId(operation.method, operation.path)}, {"summary", operation.summary},
        {"tags", QJsonArray{tagOf(operation.path)}}, {"security", securityOf(operation.access)},
        {"x-access", operation.access}, {"responses", responsesOf(operation, schemas)}};
    if (const QJsonArray parameters = parametersOf(operation); !parameters.isEmpty())
        object.insert(QStringLiteral("parameters"), parameters);
    if (operation.requestSchema)
        object.insert(QStringLiteral("requestBody"),
            QJsonObject{
                {"required", true}, {"content", content(operation.requestType, operation.requestSchema(schemas))}});
    return object;
}

QJsonObject sharedResponses(SchemaSet &schemas)
{
    const QJsonObject schema = jsonSchema<ErrorBody>(schemas);
    const auto response = [&](const char *text) {
        return QJsonObject{
            {"description", QString::fromUtf8(text)}, {"content", content(QStringLiteral("application/json"), schema)}};
    };
    return {{"BadRequest", response("The input is wrong; `details.field` names the place")},
        {"Unauthorized", response("No valid token or cookie")},
        {"Forbidden", response("The caller's role is too low, or the request comes from another site")},
        {"NotFound", response("There is no such thing")},
        {"Conflict", response("The state of the thing does not allow it")},
        {"PreconditionFailed", response("It was changed since it was read: read it again")},
        {"Failed", response("The service failed; its log says more")}};
}

} // namespace

QString operationId(const QString &method, const QString &path)
{
    const QStringList segments = segmentsOf(path);
    QString id = method.toLower();
    if (path.startsWith(u"/api/worker/"))
        id += QStringLiteral("Worker");
    else if (path.startsWith(u"/api/gateway/"))
        id += QStringLiteral("Gateway");
    for (qsizetype i = 0; i < segments.size(); ++i) {
        if (segments[i].startsWith(u'{'))
            continue;
        const bool isOne = segments.value(i + 1).startsWith(u'{');
        id += capitalised(isOne ? singular(segments[i]) : segments[i]);
    }
    return id;
}

QJsonObject openApiDocument(const QList<OpenApiOperation> &operations, const QString &version)
{
    SchemaSet schemas;
    QJsonObject paths;
    for (const OpenApiOperation &operation : operations) {
        QJsonObject path = paths.value(operation.path).toObject();
        path.insert(operation.method.toLower(), operationObject(operation, schemas));
        paths.insert(operation.path, path);
    }
    const QJsonObject responses = sharedResponses(schemas);
    QJsonObject named;
    for (auto it = schemas.begin(); it != schemas.end(); ++it)
        named.insert(it.key(), it.value());
    return {{"openapi", "3.1.0"},
        {"info",
            QJsonObject{{"title", "MergeLoom Worker"}, {"version", version},
                {"description",
                    "Everything that the web UI, the desktop app and the command line do. Unknown fields are "
                    "ignored on reading; times are RFC 3339 in UTC; ids are opaque."},
                {"license", QJsonObject{{"name", "GPL-3.0-or-later"}, {"identifier", "GPL-3.0-or-later"}}}}},
        {"paths", paths},
        {"components",
            QJsonObject{{"schemas", named}, {"responses", responses},
                {"securitySchemes",
                    QJsonObject{{"bearer", QJsonObject{{"type", "http"}, {"scheme", "bearer"}}},
                        {"cookie",
                            QJsonObject{{"type", "apiKey"}, {"in", "cookie"}, {"name", "mergeloom_session"}}}}}}}};
}

} // namespace mergeloom::api

#include "service/credentials/AwsTokenService.h"

#include <QUrlQuery>
#include <QXmlStreamReader>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

using Form = QList<std::pair<QString, QString>>;

QByteArray formBody(const Form &form)
{
    QByteArrayList parts;
    for (const auto &[name, value] : form)
        parts.append(name.toLatin1() + '=' + QUrl::toPercentEncoding(value));
    return parts.join('&');
}

/// The texts of the elements that have one, by their name; names are used once in the answers of this service.
QMap<QString, QString> textsOfXml(const QByteArray &xml)
{
    QMap<QString, QString> texts;
    QXmlStreamReader reader(xml);
    QString name;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement())
            name = reader.name().toString();
        else if (reader.isCharacters() && !reader.isWhitespace())
            texts[name] += reader.text().toString();
    }
    return texts;
}

QString stsRegion(const AwsRole &role, const AwsMachine &machine)
{
    for (const QString &region : {role.region, machine.variable(QStringLiteral("AWS_REGION")),
             machine.variable(QStringLiteral("AWS_DEFAULT_REGION")), machine.region})
        if (isAwsRegion(region))
            return region;
    return QStringLiteral("us-east-1");
}

Form formOf(const char *action, const AwsRole &role)
{
    Form form{{QStringLiteral("Action"), QString::fromLatin1(action)},
        {QStringLiteral("Version"), QStringLiteral("2011-06-15")}, {QStringLiteral("RoleArn"), role.arn},
        {QStringLiteral("RoleSessionName"),
            role.sessionName.isEmpty() ? QStringLiteral("mergeloom-worker") : role.sessionName}};
    if (!role.externalId.isEmpty())
        form.append({QStringLiteral("ExternalId"), role.externalId});
    if (!role.seconds.isEmpty())
        form.append({QStringLiteral("DurationSeconds"), role.seconds});
    return form;
}

/// `base` empty: the request carries its own proof and is not signed.
Result<AwsFound> takeOn(
    const AwsRole &role, const Form &form, const AwsKeys &base, const AwsMachine &machine, std::stop_token stop)
{
    const QString region = stsRegion(role, machine);
    const QString service = QStringLiteral("the token service (STS)");
    for (bool isLearnt = false;;) {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(awsEndpoint(machine, QStringLiteral("sts"), QStringLiteral("STS"), region));
        if (request.url.path().isEmpty())
            request.url.setPath(QStringLiteral("/"));
        request.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
        request.body = formBody(form);
        request.timeouts = awsTimeouts(milliseconds(5000), milliseconds(15'000));
        if (!base.secretKey.isEmpty())
            AwsSignature::sign(request, base, {region.toLatin1(), "sts"}, machine.clock->now());
        const auto answer = machine.send(request, stop);
        if (!answer)
            return failure(
                answer.error().code, QStringLiteral("%1 gave no answer: %2").arg(service, answer.error().message));
        const auto texts = textsOfXml(answer->body);
        const auto text = [&](const char *name) { return texts.value(QString::fromLatin1(name)); };
        if (answer->status == 200 && !text("AccessKeyId").isEmpty() && !text("SecretAccessKey").isEmpty())
            return foundKeys(
                {text("AccessKeyId").toUtf8(), text("SecretAccessKey").toUtf8(), text("SessionToken").toUtf8()},
                text("Expiration"), *machine.clock);
        if (answer->status == 403 && !isLearnt && machine.clock->learn(answer->headers)) {
            isLearnt = true;
            continue;
        }
        const QString said = text("Message").isEmpty() ? QStringLiteral("it gave no keys") : text("Message");
        return failure(answer->status == 429 || answer->status >= 500 || text("Code") == u"Throttling"
                ? ErrorCode::Unavailable
                : ErrorCode::Unauthorized,
            QStringLiteral("%1 refused the role %2 (HTTP %3 %4): %5")
                .arg(service, role.arn)
                .arg(answer->status)
                .arg(text("Code"), log::withoutSecrets(said.left(400)).simplified()));
    }
}

} // namespace

Result<AwsFound> assumeAwsRole(
    const AwsRole &role, const AwsKeys &base, const AwsMachine &machine, std::stop_token stop)
{
    return takeOn(role, formOf("AssumeRole", role), base, machine, std::move(stop));
}

Result<AwsFound> assumeAwsRoleWithToken(
    const AwsRole &role, const QString &tokenFile, const AwsMachine &machine, std::stop_token stop)
{
    MERGELOOM_TRY(const QByteArray token, awsTokenFile(tokenFile));
    Form form = formOf("AssumeRoleWithWebIdentity", role);
    form.append({QStringLiteral("WebIdentityToken"), QString::fromUtf8(token)});
    return takeOn(role, form, {}, machine, std::move(stop));
}

} // namespace mergeloom

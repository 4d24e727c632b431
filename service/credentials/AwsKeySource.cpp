#include "service/credentials/AwsKeySource.h"

#include "service/credentials/AwsLocalServices.h"
#include "service/credentials/AwsProfile.h"
#include "service/credentials/AwsTokenService.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

Result<AwsFound> webIdentityKeys(const AwsMachine &machine, std::stop_token stop)
{
    const QString file = machine.variable(QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE"));
    const QString role = machine.variable(QStringLiteral("AWS_ROLE_ARN"));
    if (file.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE is not set"));
    if (role.isEmpty())
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"));
    auto found =
        assumeAwsRoleWithToken({.arn = role, .sessionName = machine.variable(QStringLiteral("AWS_ROLE_SESSION_NAME"))},
            file, machine, std::move(stop));
    if (!found && found.error().code == ErrorCode::NotFound) // the variable names a file that is not there
        return failure(ErrorCode::InvalidInput, found.error().message);
    return found;
}

Result<AwsFound> searchedChain(const AwsMachine &machine, std::stop_token stop)
{
    const QString profile = AwsFiles::profileName(machine);
    const std::pair<QString, std::function<Result<AwsFound>()>> sources[] = {
        {QStringLiteral("environment"), [&] { return awsEnvironmentKeys(machine); }},
        {QStringLiteral("web identity"), [&] { return webIdentityKeys(machine, stop); }},
        {QStringLiteral("profile ") + profile, [&] { return awsKeysOfProfile(profile, machine, stop); }},
        {QStringLiteral("container"), [&] { return awsContainerKeys(machine, stop); }},
        {QStringLiteral("instance"), [&] { return awsInstanceKeys(machine, stop); }},
    };
    QStringList tried;
    for (const auto &[name, fetch] : sources) {
        const auto found = fetch();
        if (found || found.error().code == ErrorCode::Cancelled)
            return found;
        tried << QStringLiteral("%1 (%2)").arg(name, found.error().message);
        if (found.error().code == ErrorCode::NotFound)
            continue;
        const bool isAway = found.error().code == ErrorCode::Unavailable || found.error().code == ErrorCode::Timeout;
        return failure(isAway ? found.error().code : ErrorCode::Unauthorized,
            QStringLiteral(
                "The AWS default chain gave no keys. Tried: %1. Mend the last one, or take its settings away.")
                .arg(tried.join(QStringLiteral("; "))));
    }
    return failure(ErrorCode::Unauthorized,
        QStringLiteral(
            "The AWS default chain gave no keys. Tried: %1. Set one of them up on the host of this executor, "
            "or choose another authorization in the provider's form.")
            .arg(tried.join(QStringLiteral("; "))));
}

} // namespace

Result<AwsFetch> awsStaticKeys(const QString &accessKeyId, const QByteArray &secret, const AwsMachine &machine)
{
    static const QRegularExpression idForm(QRegularExpression::anchoredPattern(QStringLiteral("\\w{16,128}")));
    const QString id = accessKeyId.trimmed();
    const QByteArrayList parts = secret.simplified().split(' ');
    if (!idForm.match(id).hasMatch())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The access key id \"%1\" is none: it has 16 letters and digits or more, such as "
                           "AKIAIOSFODNN7EXAMPLE.")
                .arg(id.left(40)));
    if (parts.size() > 2 || parts.at(0).isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The secret access key is %1. Enter the key, and for temporary keys the session token behind "
                "it, parted by a space.")
                .arg(parts.size() > 2 ? QStringLiteral("more than a key and a token") : QStringLiteral("empty")));
    QByteArray token = parts.value(1);
    if (token.isEmpty() && id == machine.variable(QStringLiteral("AWS_ACCESS_KEY_ID")).trimmed())
        token = machine.variable(QStringLiteral("AWS_SESSION_TOKEN")).trimmed().toUtf8();
    MERGELOOM_TRY(const AwsFound found, foundKeys({id.toUtf8(), parts.at(0), token}, {}, *machine.clock));
    return AwsFetch([found](std::stop_token) -> Result<AwsFound> { return found; });
}

Result<AwsFound> awsEnvironmentKeys(const AwsMachine &machine)
{
    const QString id = machine.variable(QStringLiteral("AWS_ACCESS_KEY_ID")).trimmed();
    const QString secret = machine.variable(QStringLiteral("AWS_SECRET_ACCESS_KEY")).trimmed();
    if (id.isEmpty() && secret.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("AWS_ACCESS_KEY_ID is not set"));
    if (id.isEmpty() || secret.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only %1 is set")
                .arg(id.isEmpty() ? QStringLiteral("the second") : QStringLiteral("the first")));
    return foundKeys(
        {id.toUtf8(), secret.toUtf8(), machine.variable(QStringLiteral("AWS_SESSION_TOKEN")).trimmed().toUtf8()}, {},
        *machine.clock);
}

AwsFetch awsDefaultChain(const AwsMachine &machine)
{
    return [machine](std::stop_token stop) { return searchedChain(machine, std::move(stop)); };
}

AwsFetch awsProfileKeys(const QString &profile, const AwsMachine &machine)
{
    return [machine, name = profile.isEmpty() ? AwsFiles::profileName(machine) : profile](
               std::stop_token stop) -> Result<AwsFound> {
        auto found = awsKeysOfProfile(name, machine, std::move(stop));
        if (found || found.error().code == ErrorCode::Cancelled)
            return found;
        const bool isAway = found.error().code == ErrorCode::Unavailable || found.error().code == ErrorCode::Timeout;
        return failure(isAway ? found.error().code : ErrorCode::Unauthorized,
            QStringLiteral("The AWS profile \"%1\" gave no keys: %2. Mend the profile on the host of this executor, or "
                           "choose another one in the provider's form.")
                .arg(name, found.error().message));
    };
}

QString awsRegion(const AwsMachine &machine, const QString &profile)
{
    for (const char *name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
        if (const QString region = machine.variable(QString::fromLatin1(name)).trimmed(); !region.isEmpty())
            return region;
    const auto files = AwsFiles::read(machine);
    const QString name = profile.isEmpty() ? AwsFiles::profileName(machine) : profile;
    return files ? files->profiles.value(name).value(QStringLiteral("region")) : QString();
}

} // namespace mergeloom

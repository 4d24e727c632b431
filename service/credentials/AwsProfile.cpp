#include "service/credentials/AwsProfile.h"

#include "service/credentials/AwsKeySource.h"
#include "service/credentials/AwsLocalServices.h"
#include "service/credentials/AwsSingleSignOn.h"
#include "service/credentials/AwsTokenService.h"
#include "service/platform/Process.h"
#include "service/platform/ProcessEnvironment.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace mergeloom {

namespace {

Unexpected wrongProfile(const QString &text) { return failure(ErrorCode::InvalidInput, text); }

/// One way from a profile to its keys, through the profiles that it is based on.
class ProfileWalk
{
public:
    ProfileWalk(const AwsFiles &files, const AwsMachine &machine, std::stop_token stop)
        : m_files(files), m_machine(machine), m_stop(std::move(stop))
    {
    }

    Result<AwsFound> keysOf(const QString &name)
    {
        if (!m_files.profiles.contains(name))
            return failure(m_passed.isEmpty() ? ErrorCode::NotFound : ErrorCode::InvalidInput,
                QStringLiteral("neither %1 nor %2 has the profile \"%3\"")
                    .arg(m_files.config, m_files.credentials, name));
        const AwsFiles::Section profile = m_files.profiles.value(name);
        // A profile may name itself as the source: then it is its own keys that the role is taken on with.
        if (!profile.value(QStringLiteral("role_arn")).isEmpty() && !m_passed.contains(name)) {
            m_passed << name;
            return roleOf(profile);
        }
        if (m_passed.contains(name) && profile.value(QStringLiteral("aws_access_key_id")).isEmpty())
            return wrongProfile(QStringLiteral("its source_profile leads in a circle (%1, %2)")
                                    .arg(m_passed.join(QStringLiteral(", ")), name));
        m_passed << name;
        return ownKeysOf(profile);
    }

private:
    Result<AwsFound> ownKeysOf(const AwsFiles::Section &profile)
    {
        MERGELOOM_TRY(const auto signOn, AwsSingleSignOn::of(profile, m_files));
        if (signOn)
            return awsSingleSignOnKeys(*signOn, m_machine, m_stop);
        const auto text = [&](const char *name) { return profile.value(QString::fromLatin1(name)); };
        if (!text("aws_access_key_id").isEmpty()) {
            if (text("aws_secret_access_key").isEmpty())
                return wrongProfile(QStringLiteral("it has aws_access_key_id without aws_secret_access_key"));
            return foundKeys({text("aws_access_key_id").toUtf8(), text("aws_secret_access_key").toUtf8(),
                                 text("aws_session_token").toUtf8()},
                {}, *m_machine.clock);
        }
        if (!text("credential_process").isEmpty())
            return processKeys(text("credential_process"));
        return failure(ErrorCode::NotFound, QStringLiteral("the profile says nothing of keys"));
    }

    Result<AwsFound> roleOf(const AwsFiles::Section &profile)
    {
        const auto text = [&](const char *name) { return profile.value(QString::fromLatin1(name)); };
        const AwsRole role{
            text("role_arn"), text("role_session_name"), text("external_id"), text("duration_seconds"), text("region")};
        if (!text("web_identity_token_file").isEmpty())
            return asConfigured(assumeAwsRoleWithToken(role, text("web_identity_token_file"), m_machine, m_stop));
        if (!text("mfa_serial").isEmpty())
            return wrongProfile(
                QStringLiteral("its role wants a code of a device (mfa_serial), which nobody is here to "
                               "enter; use IAM Identity Center or a role without it"));
        if (text("source_profile").isEmpty() == text("credential_source").isEmpty())
            return wrongProfile(QStringLiteral("beside role_arn it needs either source_profile or credential_source"));
        const auto base =
            text("source_profile").isEmpty() ? sourceKeys(text("credential_source")) : keysOf(text("source_profile"));
        if (!base)
            return asConfigured(base);
        return assumeAwsRole(role, base->value, m_machine, m_stop);
    }

    Result<AwsFound> sourceKeys(const QString &source)
    {
        if (source == u"Environment")
            return awsEnvironmentKeys(m_machine);
        if (source == u"Ec2InstanceMetadata")
            return awsInstanceKeys(m_machine, m_stop);
        if (source == u"EcsContainer")
            return awsContainerKeys(m_machine, m_stop);
        return wrongProfile(
            QStringLiteral("its credential_source \"%1\" is none of Environment, Ec2InstanceMetadata, EcsContainer")
                .arg(source));
    }

    /// What a profile names and is not there is wrong, not merely absent.
    static Result<AwsFound> asConfigured(Result<AwsFound> found)
    {
        if (!found && found.error().code == ErrorCode::NotFound)
            return wrongProfile(found.error().message);
        return found;
    }

    /// A line for the shell, as the AWS programs take it; it is the operator's own, and gets the environment of the worker.
    Result<AwsFound> processKeys(const QString &line)
    {
        ProcessRequest request{.program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"), line},
            .workingDirectory = m_machine.home,
            .timeLimit = m_machine.processTime,
            .outputLimit = 64 << 10};
        const QProcessEnvironment environment = environment::all();
        for (const QString &name : environment.keys())
            request.environment.insert(name, environment.value(name));
        MERGELOOM_TRY(const ProcessResult result, runProcess(request, m_stop));
        if (result.end == ProcessEnd::Cancelled)
            return failure(ErrorCode::Cancelled, QStringLiteral("its credential_process was no longer waited for"));
        if (result.end == ProcessEnd::TimedOut)
            return failure(ErrorCode::Timeout,
                QStringLiteral("its credential_process gave nothing within %1 s")
                    .arg(double(m_machine.processTime.count()) / 1000));
        if (!result.succeeded())
            return wrongProfile(
                QStringLiteral("its credential_process ended with %1: %2")
                    .arg(result.exitCode)
                    .arg(log::withoutSecrets(QString::fromUtf8(result.standardError.left(300))).simplified()));
        if (QJsonDocument::fromJson(result.standardOutput).object().value(QStringLiteral("Version")).toInt() != 1)
            return wrongProfile(QStringLiteral("its credential_process did not print keys of Version 1"));
        return foundKeys(result.standardOutput, QStringLiteral("its credential_process"), *m_machine.clock);
    }

    const AwsFiles &m_files;
    const AwsMachine &m_machine;
    std::stop_token m_stop;
    QStringList m_passed;
};

} // namespace

Result<AwsFound> awsKeysOfProfile(const QString &name, const AwsMachine &machine, std::stop_token stop)
{
    MERGELOOM_TRY(const AwsFiles files, AwsFiles::read(machine));
    return ProfileWalk(files, machine, std::move(stop)).keysOf(name);
}

} // namespace mergeloom

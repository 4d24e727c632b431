#include "service/app/SecretCommands.h"

#include "service/app/DatabaseOptions.h"
#include "service/cli/WorkerSettings.h"
#include "service/gateway/SecretRotation.h"

namespace mergeloom {

namespace {

Result<ExitCode> rotate(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, Database::open(databaseOptionsOf(settings)));
    MERGELOOM_CHECK(database->keepOthersOut());
    const QString keyPath = settings.text(QStringLiteral("provider_secret_key_path"));
    const QString newKey = invocation.text(QStringLiteral("new-key"));
    MERGELOOM_TRY(const SecretRotation done, rotateSecrets(*database, keyPath, newKey));
    if (invocation.isJson()) {
        terminal.json(
            QJsonObject{{"resealed", done.resealed}, {"already_new", done.alreadyNew}, {"key_id", done.keyId}});
        return ExitCode::Ok;
    }
    terminal.line(QStringLiteral("%1 secret(s) sealed anew with key %2").arg(done.resealed).arg(done.keyId));
    if (done.alreadyNew > 0)
        terminal.line(QStringLiteral("%1 had been before, by a renewal that was cut off").arg(done.alreadyNew));
    terminal.line(newKey.isEmpty()
            ? QStringLiteral("The old key is gone; backups made before need a copy of it.")
            : QStringLiteral("From now on set JCA_PROVIDER_SECRET_KEY_PATH to %1; the old key opens nothing any more.")
                  .arg(newKey));
    return ExitCode::Ok;
}

} // namespace

QList<Command> secretCommands()
{
    const auto run = [](const Invocation &invocation, const Terminal &terminal) {
        const Result<ExitCode> code = rotate(invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
    return {{"secret rotate", "Seal all stored secrets with a new key; the worker must be stopped.", {}, run,
        {{"new-key", "FILE", "Key file to use from now on, where the present one cannot be written"}}}};
}

} // namespace mergeloom

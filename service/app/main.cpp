#include "service/app/AuditCommands.h"
#include "service/app/ReplayCommand.h"
#include "service/app/RunCommand.h"
#include "service/app/SecretCommands.h"
#include "service/app/StoreCommands.h"
#include "service/app/UnixSignals.h"
#include "service/cli/WorkerSettings.h"
#include "service/platform/MemoryGuard.h"
#include "service/platform/ProcessEnvironment.h"
#include "shared/core/Log.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    using namespace mergeloom;
    guardMemory();
    environment::takeSecrets(&isSecretVariable);
    blockSignalsForUnixSignals();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mergeloom-worker"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MERGELOOM_VERSION));
    log::configure(log::Format::KeyValue, log::Level::Info);

    const QList<Command> commands = QList<Command>{serveCommand(), runCommand(), replayCommand()} + storeCommands()
        + secretCommands() + auditCommands() + workerCommands();
    return int(runCommandLine(QCoreApplication::arguments().mid(1), commands, Terminal::ofThisProcess()));
}

#include "desktop/workers/HeldProgram.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace mergeloom {

void startHeld(QProcess &process, const QString &program, const QStringList &arguments)
{
    process.start(QCoreApplication::applicationFilePath(), QStringList{holdCommand, program} + arguments);
}

void endHeld(QProcess &process)
{
    process.closeWriteChannel();
    process.waitForFinished(2000);
}

int hold(const QStringList &command)
{
    QProcess held;
    held.setProcessChannelMode(QProcess::ForwardedChannels);
    held.setStandardInputFile(QProcess::nullDevice());
    // Later, as exit() counts only once exec() runs.
    QObject::connect(
        &held, &QProcess::finished, qApp, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    QObject::connect(
        &held, &QProcess::errorOccurred, qApp,
        [&held](QProcess::ProcessError error) {
            if (error != QProcess::FailedToStart)
                return;
            std::fprintf(stderr, "%s\n", qPrintable(held.errorString()));
            QCoreApplication::exit(cannotBeStarted);
        },
        Qt::QueuedConnection);
    held.start(command.first(), command.mid(1));
    // A pipe cannot be followed with events on every system.
    std::thread([] {
        while (std::getchar() != EOF) {
        }
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }).detach();
    const int code = QCoreApplication::exec();
    held.kill(); // it has nothing to put in order
    held.waitForFinished();
    std::_Exit(code); // the thread may read still
}

} // namespace mergeloom

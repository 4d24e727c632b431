#include "service/app/ForegroundRun.h"

#include "service/app/UnixSignals.h"
#include "service/cli/RunPrinter.h"
#include "service/cli/TerminalText.h"
#include "service/executor/RunThread.h"
#include "service/pipeline/RunSecrets.h"
#include "shared/core/Log.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace mergeloom {

ExitCode runInForeground(const RunOrder &order, const RunEnvironment &environment, const QString &runRoot,
    const Invocation &invocation, const Terminal &terminal)
{
    const Redactor redactor = redactorFor(order, log::hidden());
    log::redactBy(redactor);
    auto recorder = RunRecorder::open(runRoot + u'/' + order.job.runId.text(), redactor);
    if (!recorder)
        return failed(terminal, recorder.error());

    QEventLoop loop;
    RunPrinter printer(terminal,
        invocation.isJson()                             ? RunPrinter::Detail::Json
            : invocation.has(QStringLiteral("verbose")) ? RunPrinter::Detail::Full
                                                        : RunPrinter::Detail::Normal);
    // Lines come on the run's thread; what is printed comes from this one alone.
    (*recorder)->onLine([&](qint64, const QByteArray &line) {
        QMetaObject::invokeMethod(
            &loop, [&printer, line] { printer.printLine(line); }, Qt::QueuedConnection);
    });
    const QString journal = (*recorder)->path();
    RunThread run(order, environment, std::move(*recorder));
    ExitCode code = ExitCode::Failed;
    UnixSignals signalsOfUnix;
    QObject::connect(&signalsOfUnix, &UnixSignals::stopRequested, &run, [&] { run.stop(Reason::Cancelled); });
    QObject::connect(&run, &RunThread::finished, &loop, [&](const RunResult &result) {
        code = exitCodeOfOutcome(enumName(result.outcome));
        loop.quit();
    });
    run.start();
    loop.exec();
    QCoreApplication::sendPostedEvents(&loop); // lines that were posted before the end
    if (!invocation.isJson())
        terminal.line(terminal.painted(Style::Dim, QStringLiteral("Journal: %1").arg(plainLine(journal))));
    return code;
}

} // namespace mergeloom

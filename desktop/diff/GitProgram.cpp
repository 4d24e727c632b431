#include "desktop/diff/GitProgram.h"

#include "desktop/diff/DiffSource.h"
#include "desktop/diff/DiffWords.h"
#include "shared/core/PlainText.h"

#include <QDir>
#include <QProcess>
#include <QProcessEnvironment>

namespace mergeloom {

namespace {

constexpr int lookEvery = 50; // ms
constexpr qsizetype mostOutput = qsizetype(2) << 30;

QProcessEnvironment quietEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys())
        if (name.startsWith(QLatin1String("GIT_")) && name != QLatin1String("GIT_EXEC_PATH"))
            environment.remove(name); // difftool's own, above all GIT_DIR and GIT_EXTERNAL_DIFF
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_OPTIONAL_LOCKS"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_NO_REPLACE_OBJECTS"), QStringLiteral("1"));
    // A partial clone would fetch what it lacks, by a command of its own configuration.
    environment.insert(QStringLiteral("GIT_NO_LAZY_FETCH"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_ALLOW_PROTOCOL"), QStringLiteral("none"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    return environment;
}

} // namespace

Result<QByteArray> GitProgram::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess git;
    git.setProcessEnvironment(quietEnvironment());
    QStringList all{QStringLiteral("--no-pager"), QStringLiteral("-c"), QStringLiteral("core.fsmonitor=false"),
        QStringLiteral("-c"), QStringLiteral("core.hooksPath=") + QDir::toNativeSeparators(QProcess::nullDevice()),
        QStringLiteral("-C"), m_repository};
    git.start(QStringLiteral("git"), all + arguments);
    if (!git.waitForStarted())
        return failure(ErrorCode::Unavailable,
            DiffWords::tr("The git program cannot be started: %1. Install git.").arg(git.errorString()));
    git.write(input);
    git.closeWriteChannel();
    QByteArray output;
    while (git.state() != QProcess::NotRunning) {
        git.waitForReadyRead(lookEvery);
        output += git.readAllStandardOutput();
        if (m_stop.stop_requested() || output.size() > mostOutput) {
            git.kill();
            git.waitForFinished();
            if (m_stop.stop_requested())
                return cancelledLoading();
            return failure(ErrorCode::InvalidInput,
                DiffWords::tr("What changed is too large to be shown. Choose a smaller range."));
        }
    }
    output += git.readAllStandardOutput();
    if (git.exitStatus() != QProcess::NormalExit || git.exitCode() != 0)
        return failure(ErrorCode::InvalidInput,
            DiffWords::tr("git cannot read %1: %2")
                .arg(
                    plainLine(m_repository), plainLine(QString::fromLocal8Bit(git.readAllStandardError().left(2000)))));
    return output;
}

} // namespace mergeloom

#include "desktop/app/DiffCommand.h"
#include "desktop/app/MainWindow.h"
#include "desktop/app/NoDisplay.h"
#include "desktop/widgets/Theme.h"

#include <QApplication>

using mergeloom::DiffCommand;

namespace {

QStringList argumentsOf(int count, char **arguments)
{
    QStringList all;
    for (int i = 0; i < count; ++i)
        all.append(QString::fromLocal8Bit(arguments[i]));
    return all;
}

} // namespace

int main(int argumentCount, char **arguments)
{
    const QStringList given = argumentsOf(argumentCount, arguments);
    DiffCommand diff;
    if (given.value(1) == QLatin1String("diff")) {
        diff = DiffCommand::parse(given.mid(2));
        if (const auto code = diff.exitCode())
            return *code;
    }
    mergeloom::explainMissingDisplay();
    QApplication application(argumentCount, arguments);
    QApplication::setApplicationName(QStringLiteral("mergeloom-desktop"));
    mergeloom::Theme theme(application);
    if (diff.source)
        return diff.show();
    mergeloom::MainWindow window;
    window.show();
    return QApplication::exec();
}

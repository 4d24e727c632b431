#include "desktop/app/DiffCommand.h"
#include "desktop/app/MainWindow.h"
#include "desktop/app/NoDisplay.h"
#include "desktop/app/PageHost.h"
#include "desktop/app/StateView.h"
#include "desktop/app/Translations.h"
#include "desktop/widgets/Icons.h"
#include "desktop/workers/HeldProgram.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLocale>

#include <cstdio>

namespace {

using namespace mergeloom;

QStringList argumentsOf(int count, char **arguments)
{
    QStringList all;
    for (int i = 0; i < count; ++i)
        all.append(QString::fromLocal8Bit(arguments[i]));
    return all;
}

struct StartOptions {
    QString settingsPath = KeptSettings::defaultPath();
    bool isMeasured = false;
};

StartOptions parseArguments(const QApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("main",
        "Shows and steers MergeLoom workers. \"mergeloom-desktop diff --help\" tells how to look at differences."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption settings(QStringLiteral("settings"),
        QCoreApplication::translate("main", "Keep connections and places in this file."), QStringLiteral("file"));
    const QCommandLineOption measure(QStringLiteral("measure-start"),
        QCoreApplication::translate("main", "Print how long the first window took, and end."));
    parser.addOptions({settings, measure});
    parser.process(application);
    StartOptions options;
    if (parser.isSet(settings))
        options.settingsPath = parser.value(settings);
    options.isMeasured = parser.isSet(measure);
    return options;
}

int showWorkers(const StartOptions &options, Theme &theme, const QElapsedTimer &sinceStart)
{
    KeptSettings settings(options.settingsPath);
    TokenStore tokens;
    Workers workers(settings, tokens);
    MainWindow window(workers, tokens, settings, theme);
    LocalSearch search(SettingsPlace::of(QProcessEnvironment::systemEnvironment()));
    StateView *view = window.host()->stateView();
    QObject::connect(&search, &LocalSearch::found, view, &StateView::showLocal);
    QObject::connect(&search, &LocalSearch::notFound, view, &StateView::showNoLocal);
    QObject::connect(&window, &MainWindow::painted, &window, [&] {
        if (options.isMeasured) {
            std::printf("first paint after %lld ms\n", static_cast<long long>(sinceStart.elapsed()));
            std::fflush(stdout);
            return QApplication::quit();
        }
        if (workers.all().isEmpty())
            search.start();
    });
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argumentCount, char **arguments)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    const QStringList given = argumentsOf(argumentCount, arguments);
    DiffCommand diff;
    if (given.value(1) == QLatin1String("diff")) {
        diff = DiffCommand::parse(given.mid(2));
        if (const auto code = diff.exitCode())
            return *code;
    }
    if (given.value(1) == holdCommand && given.size() > 2) {
        const QCoreApplication application(argumentCount, arguments);
        return hold(given.mid(2));
    }
    explainMissingDisplay();
    QApplication application(argumentCount, arguments);
    QApplication::setApplicationName(QStringLiteral("mergeloom-desktop"));
    QApplication::setApplicationDisplayName(QStringLiteral("MergeLoom"));
    QApplication::setApplicationVersion(QStringLiteral(MERGELOOM_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.mergeloom.Desktop"));
    loadTranslations(application, QLocale::system());
    Theme theme(application);
    QApplication::setWindowIcon(appIcon());
    return diff.source ? diff.show() : showWorkers(parseArguments(application), theme, sinceStart);
}

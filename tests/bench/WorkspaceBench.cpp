// P02: takes a workspace twice, the second time after what a run leaves behind, and prints the times as JSON.
#include "service/platform/Workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

using namespace mergeloom;

namespace {

double milliseconds(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

void write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

/// Some files changed, some made, a build folder with many files.
void leaveBehind(const QString &root)
{
    for (int i = 0; i < 2000; ++i)
        write(QStringLiteral("%1/build-left-behind/%2/%3.o").arg(root).arg(i % 20).arg(i), "object");
    int changed = 0;
    for (const QString &name : QDir(root).entryList(QDir::Files))
        if (++changed <= 10)
            write(root + u'/' + name, "changed");
    write(root + QStringLiteral("/new-file.txt"), "new");
}

int fail(const Error &error)
{
    QTextStream(stderr) << error.message << '\n';
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4) {
        QTextStream(stderr)
            << "workspace-bench MIRROR COMMIT ROOT\nROOT must be empty, on the disk that is to be measured.\n";
        return 2;
    }
    QJsonObject result;
    const auto take = [&](const char *name) {
        QElapsedTimer timer;
        timer.start();
        auto workspace = Workspace::take(arguments[3], arguments[1], arguments[2], {});
        result.insert(QLatin1String(name), milliseconds(timer));
        return workspace;
    };
    {
        auto workspace = take("first_ms");
        if (!workspace)
            return fail(workspace.error());
        QElapsedTimer timer;
        timer.start();
        auto tree = (*workspace)->snapshot();
        result.insert(QStringLiteral("snapshot_unchanged_ms"), milliseconds(timer));
        write((*workspace)->path() + QStringLiteral("/one-change.txt"), "one");
        timer.start();
        tree = (*workspace)->snapshot();
        if (!tree)
            return fail(tree.error());
        result.insert(QStringLiteral("snapshot_one_change_ms"), milliseconds(timer));
        leaveBehind((*workspace)->path());
        timer.start();
        const auto restored = (*workspace)->restore(*tree);
        if (!restored)
            return fail(restored.error());
        result.insert(QStringLiteral("restore_ms"), milliseconds(timer));
        leaveBehind((*workspace)->path());
    }
    if (auto again = take("again_ms"); !again)
        return fail(again.error());
    if (auto third = take("again_clean_ms"); !third)
        return fail(third.error());
    QTextStream(stdout) << QJsonDocument(result).toJson(QJsonDocument::Compact) << '\n';
    return 0;
}

#include "desktop/app/DiffCommand.h"

#include "desktop/app/DiffPlace.h"
#include "desktop/diff/CommitRange.h"
#include "desktop/diff/DiffWindow.h"
#include "desktop/diff/FileSources.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include <cstdio>

namespace mergeloom {

namespace {

constexpr int usageExit = 2;

QString usage()
{
    return QCoreApplication::translate("DiffCommand",
        "Usage: mergeloom-desktop diff BEFORE AFTER\n"
        "       mergeloom-desktop diff PATCH\n"
        "       mergeloom-desktop diff -\n"
        "       mergeloom-desktop diff --repo PATH RANGE\n\n"
        "Shows the differences between two files or two folders, of a patch (- reads standard\n"
        "input), or of a range of commits (A..B, A...B, or one commit) in a window.\n"
        "With git: git difftool -x \"mergeloom-desktop diff\", or with --dir-diff for all files at once.\n");
}

DiffCommand misused(const QString &what) { return {nullptr, what + QLatin1Char('\n') + usage(), true}; }

/// A folder beside a file means the file of that name in it, as diff(1) takes it.
std::shared_ptr<const DiffSource> sourceOfTwo(QString before, QString after)
{
    const bool isFolderBefore = QFileInfo(before).isDir();
    const bool isFolderAfter = QFileInfo(after).isDir();
    if (isFolderBefore && isFolderAfter)
        return std::make_shared<TwoFolders>(before, after);
    if (isFolderBefore)
        before += QLatin1Char('/') + QFileInfo(after).fileName();
    else if (isFolderAfter)
        after += QLatin1Char('/') + QFileInfo(before).fileName();
    return std::make_shared<TwoFiles>(before, after);
}

void print(std::FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toLocal8Bit();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    if (!bytes.endsWith('\n'))
        std::fputc('\n', stream);
}

} // namespace

DiffCommand DiffCommand::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption repository(QStringLiteral("repo"), {}, QStringLiteral("path"));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    parser.addOptions({repository, help});
    // The first argument stands for the program.
    if (!parser.parse(QStringList{QStringLiteral("diff")} + arguments))
        return misused(parser.errorText());
    if (parser.isSet(help))
        return {nullptr, usage(), false};
    const QStringList names = parser.positionalArguments();
    if (names.contains(QString()))
        return misused(QCoreApplication::translate("DiffCommand", "An argument is empty."));
    if (parser.isSet(repository)) {
        if (names.size() != 1)
            return misused(
                QCoreApplication::translate("DiffCommand", "--repo needs one range of commits, as in main..topic."));
        return {std::make_shared<CommitRange>(parser.value(repository), names.first()), {}, false};
    }
    if (names.size() == 1)
        return {std::make_shared<PatchText>(PatchText::fromFile(names.first())), {}, false};
    if (names.size() == 2)
        return {sourceOfTwo(names[0], names[1]), {}, false};
    return misused(names.isEmpty()
            ? QCoreApplication::translate("DiffCommand", "Nothing to compare was given.")
            : QCoreApplication::translate("DiffCommand", "Only two files or folders can be compared."));
}

std::optional<int> DiffCommand::exitCode() const
{
    if (source)
        return {};
    print(isMisused ? stderr : stdout, text);
    return isMisused ? usageExit : 0;
}

int DiffCommand::show() const
{
    KeptSettings settings(KeptSettings::diffPath());
    DiffWindow window(std::make_shared<ViewedMarks>(ViewedMarks::standardFile()));
    DiffPlace place(settings, window);
    window.view()->open(source);
    window.show();
    return QApplication::exec();
}

} // namespace mergeloom

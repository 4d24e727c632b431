#include "service/cli/CommandGroups.h"
#include "service/cli/PatchPrinter.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

constexpr int shortId = 10;

Result<ExitCode> listRefs(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::RefsView refs,
        client.wait(
            api_call::repositoryRefs(invocation.arguments.value(0), invocation.text(QStringLiteral("search")))));
    if (invocation.isJson()) {
        terminal.json(toJson(refs));
        return ExitCode::Ok;
    }
    TextTable table({{"NAME"}, {"KIND"}, {"COMMIT"}, {"MADE"}, {"SUBJECT", TextTable::Column::Flexible}});
    const Timestamp now = Timestamp::now();
    for (const api::RefView &ref : refs.items)
        table.add({ref.name, ref.kind, ref.commit.left(shortId), relativeTime(ref.at, now), ref.subject});
    if (table.isEmpty())
        terminal.error(QStringLiteral("No branch or tag of the mirror here has such a name."));
    else
        table.print(terminal);
    if (refs.fetchedAt)
        terminal.error(QStringLiteral("The mirror was fetched %1.").arg(relativeTime(*refs.fetchedAt, now)));
    return ExitCode::Ok;
}

void printFiles(const Terminal &terminal, const api::CompareView &comparison)
{
    TextTable files({{"ADDED", TextTable::Column::Number}, {"REMOVED", TextTable::Column::Number}, {"CHANGE"},
        {"FILE", TextTable::Column::Flexible}});
    int added = 0;
    int removed = 0;
    for (const ChangedFileView &file : comparison.files) {
        const QString path = file.oldPath.isEmpty() ? file.path : file.oldPath + QStringLiteral(" → ") + file.path;
        files.add({file.isBinary ? QStringLiteral("binary") : QString::number(file.additions),
            file.isBinary ? QString() : QString::number(file.deletions), file.change, path});
        added += file.additions;
        removed += file.deletions;
    }
    if (!files.isEmpty()) {
        files.print(terminal);
        terminal.line();
    }
    int ofRuns = 0;
    for (const api::AttributedLines &lines : comparison.lines)
        ofRuns += lines.last - lines.first + 1;
    terminal.line(QStringLiteral("%1, lines added: %2, removed: %3, by runs: %4%5")
                      .arg(comparison.files.size() == 1 ? QStringLiteral("1 file")
                                                        : QStringLiteral("%1 files").arg(comparison.files.size()))
                      .arg(added)
                      .arg(removed)
                      .arg(comparison.attributionCut ? QStringLiteral("at least ") : QString())
                      .arg(ofRuns));
}

void printCommits(const Terminal &terminal, const api::CompareView &comparison)
{
    TextTable commits(
        {{"COMMIT"}, {"TICKET"}, {"RUN"}, {"AUTHOR"}, {"MADE"}, {"SUBJECT", TextTable::Column::Flexible}});
    const Timestamp now = Timestamp::now();
    for (const api::ComparedCommit &commit : comparison.commits)
        commits.add({commit.id.left(shortId), commit.ticket.value_or(QStringLiteral("-")),
            commit.run ? commit.run->text() : QStringLiteral("-"), commit.author, relativeTime(commit.at, now),
            commit.subject});
    if (commits.isEmpty())
        return;
    terminal.line();
    commits.print(terminal);
    if (comparison.commitsCut)
        terminal.error(QStringLiteral("There are more commits than these."));
}

Result<ExitCode> compareCommits(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::CompareView comparison,
        client.wait(api_call::repositoryCompare(invocation.arguments.value(0), invocation.arguments.value(1))));
    if (invocation.isJson()) {
        terminal.json(toJson(comparison));
        return ExitCode::Ok;
    }
    if (invocation.has(QStringLiteral("stat"))) {
        printFiles(terminal, comparison);
        printCommits(terminal, comparison);
        return ExitCode::Ok;
    }
    printPatch(terminal, comparison.patch);
    if (comparison.isCut)
        terminal.error(QStringLiteral("The diff is longer than this; --stat lists all files."));
    return ExitCode::Ok;
}

} // namespace

QList<Command> historyCommands()
{
    return {
        {"repo refs", "List branches and tags of the mirror that the worker has, newest first.", "ALIAS",
            withWorker(listRefs), {{"search", "TEXT", "in the name"}}},
        {"repo compare", "Print what a range of commits changed: A..B, A...B or one commit.", "ALIAS RANGE",
            withWorker(compareCommits),
            {{"stat", {}, "files with counts, and the commits with ticket and run, instead of the diff"}}},
    };
}

} // namespace mergeloom

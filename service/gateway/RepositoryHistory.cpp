#include "service/gateway/RepositoryHistory.h"

#include "service/platform/ChangedFiles.h"
#include "service/platform/GitMirror.h"
#include "service/platform/MirrorBlame.h"
#include "service/platform/MirrorFile.h"
#include "service/platform/MirrorRefs.h"
#include "service/storage/RunStore.h"

namespace mergeloom {

namespace {

constexpr qsizetype mostRefs = 500;
constexpr qsizetype mostCommits = 200;
constexpr qsizetype mostWalked = 10000; ///< commits of a range that are looked at for runs

Timestamp timeOf(qint64 seconds) { return {seconds * 1000000}; }

/// What PublishStage writes into the message of each commit; anybody can write it.
QString runNamedBy(const QString &message)
{
    const QString mark = QStringLiteral("\nMergeLoom-Run: ");
    const qsizetype at = message.lastIndexOf(mark);
    if (at < 0)
        return {};
    const qsizetype begin = at + mark.size();
    const qsizetype end = message.indexOf(u'\n', begin);
    return message.mid(begin, end < 0 ? -1 : end - begin).trimmed();
}

struct KnownRun {
    RunId id;
    QString ticket;
};

/// The runs that made these commits, by commit: the record of a run has to say that it made this very one.
Result<QHash<QString, KnownRun>> runsOf(Database &database, const QList<RangeCommit> &commits)
{
    return database.read([&](const ReadTransaction &transaction) -> Result<QHash<QString, KnownRun>> {
        QHash<QString, KnownRun> runs;
        for (const RangeCommit &commit : commits) {
            const QString named = runNamedBy(commit.message);
            if (named.isEmpty())
                continue;
            MERGELOOM_TRY(const auto run, RunStore::find(transaction, RunId(named)));
            if (run && run->headCommit == commit.id)
                runs.insert(commit.id, {run->id, run->ticketKey});
        }
        return runs;
    });
}

/// Files with text after the change.
QStringList readableFiles(const TreeDiff &diff)
{
    QStringList paths;
    for (const ChangedFile &file : diff.files)
        if (file.change != FileChange::Deleted && !file.isBinary)
            paths << file.path;
    return paths;
}

void attribute(api::CompareView &view, const RangeBlame &blame, const QHash<QString, KnownRun> &runs)
{
    for (const BlamedLines &lines : blame.lines) {
        const KnownRun run = runs.value(lines.commit);
        view.lines.append({lines.path, lines.first, lines.last, run.id, run.ticket});
    }
    view.attributionCut = view.attributionCut || blame.isCut;
}

} // namespace

Result<api::RefsView> RepositoryHistory::refs(const QString &alias, const QString &search) const
{
    MERGELOOM_TRY(const RepositoryMirror mirror, findMirror(m_database, m_transport, alias));
    MERGELOOM_TRY(const auto refs, mirrorRefs(mirror.path, search, mostRefs));
    api::RefsView view;
    view.fetchedAt = GitMirror::fetchedAt(mirror.path);
    view.defaultBranch = mirror.repository.defaultBranch;
    if (view.defaultBranch.isEmpty()) {
        MERGELOOM_TRY(view.defaultBranch, mirrorDefaultBranch(mirror.path));
    }
    for (const MirrorRef &ref : refs)
        view.items.append(
            {ref.name, ref.kind == MirrorRef::Kind::Tag ? QStringLiteral("tag") : QStringLiteral("branch"), ref.commit,
                ref.subject, timeOf(ref.at)});
    return view;
}

Result<api::CompareView> RepositoryHistory::compare(const QString &alias, const QString &range) const
{
    MERGELOOM_TRY(const RepositoryMirror mirror, findMirror(m_database, m_transport, alias));
    MERGELOOM_TRY(const CommitRange sides, readCommitRange(mirror.path, range));
    MERGELOOM_TRY(const TreeDiff diff, differenceOf(mirror.path, sides, largestGivenPatch));
    MERGELOOM_TRY(const auto commits, commitsOf(mirror.path, sides, mostWalked));
    MERGELOOM_TRY(const auto runs, runsOf(m_database, commits));

    api::CompareView view{range, sides.from, sides.to, QString::fromUtf8(diff.patch), diff.isPatchCut,
        changedFileViews(diff), {}, commits.size() > mostCommits, {}, commits.size() == mostWalked};
    QStringList ids;
    for (const RangeCommit &commit : commits) {
        ids << commit.id;
        if (view.commits.size() == mostCommits)
            continue;
        api::ComparedCommit shown{commit.id, commit.subject, commit.author, timeOf(commit.at), {}, {}};
        if (const auto run = runs.constFind(commit.id); run != runs.constEnd()) {
            shown.run = run->id;
            shown.ticket = run->ticket;
        }
        view.commits.append(std::move(shown));
    }
    const QStringList known = runs.keys();
    MERGELOOM_TRY(const RangeBlame blame,
        blameRange(mirror.path, ids, readableFiles(diff), QSet<QString>(known.begin(), known.end())));
    attribute(view, blame, runs);
    return view;
}

Result<api::FileContent> RepositoryHistory::file(const QString &alias, const QString &commit, const QString &path) const
{
    MERGELOOM_TRY(const RepositoryMirror mirror, findMirror(m_database, m_transport, alias));
    MERGELOOM_TRY(const QString id, mirrorCommit(mirror.path, commit));
    MERGELOOM_TRY(const QByteArray bytes, mirrorFile(mirror.path, id, path, largestGivenFile));
    return api::FileContent{path, {}, QString::fromLatin1(bytes.toBase64())};
}

} // namespace mergeloom

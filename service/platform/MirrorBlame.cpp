#include "service/platform/MirrorBlame.h"

#include "service/platform/GitObjects.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace mergeloom {

namespace {

/// Lines of a file at the end of the range whose origin is looked for, and where they are in the commit that is looked at.
struct Piece {
    int file = 0;
    int first = 0; ///< at the end of the range, from 0
    int count = 0;
    int at = 0; ///< in the commit, from 0
};
using Pieces = QList<Piece>;
using OpenFiles = QHash<QByteArray, Pieces>; ///< by path in the commit

/// Lines that a commit put in the place of others, from 0; without context.
struct Replaced {
    int oldEnd = 0;
    int newBegin = 0;
    int newEnd = 0;
};

int addReplaced(const git_diff_delta *, const git_diff_hunk *hunk, void *list)
{
    // A side without lines names the line ahead of it.
    const int oldBegin = hunk->old_lines ? hunk->old_start - 1 : hunk->old_start;
    const int newBegin = hunk->new_lines ? hunk->new_start - 1 : hunk->new_start;
    static_cast<QList<Replaced> *>(list)->append({oldBegin + hunk->old_lines, newBegin, newBegin + hunk->new_lines});
    return 0;
}

/// Puts what is unchanged to `passed`, as it lies before the change; gives the rest.
Pieces split(const Pieces &pieces, const QList<Replaced> &changes, Pieces &passed)
{
    Pieces rest;
    for (const Piece &piece : pieces) {
        const int end = piece.at + piece.count;
        int at = piece.at;
        const auto take = [&](Pieces &into, int to, int shift) {
            if (to > at)
                into.append({piece.file, piece.first + at - piece.at, to - at, at + shift});
            at = std::max(at, to);
        };
        auto change = std::partition_point(
            changes.begin(), changes.end(), [at](const Replaced &each) { return each.newEnd <= at; });
        int shift = change == changes.begin() ? 0 : (change - 1)->oldEnd - (change - 1)->newEnd;
        for (; change != changes.end() && change->newBegin < end; ++change) {
            take(passed, change->newBegin, shift);
            take(rest, std::min(end, change->newEnd), 0);
            shift = change->oldEnd - change->newEnd;
        }
        take(passed, end, shift);
    }
    return rest;
}

/// What a commit changed against one of its parents.
class ParentChange
{
public:
    ParentChange(QString id, bool isInRange, GitDiff diff)
        : m_id(std::move(id)), m_isInRange(isInRange), m_diff(std::move(diff))
    {
        note();
    }

    struct Origin {
        QByteArray path; ///< empty: there is none
        git_oid content;
        bool isSame = false;
    };
    const QString &id() const { return m_id; }
    bool isInRange() const { return m_isInRange; }
    bool hasSame(const QByteArray &path) const { return !m_deltas.contains(path); }

    Origin origin(const QByteArray &path, const git_oid &content)
    {
        Origin found = noted(path, content);
        if (!found.path.isEmpty() || m_hasRenames || m_deltas.value(path)->status != GIT_DELTA_ADDED)
            return found;
        git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;
        find.flags = GIT_DIFF_FIND_RENAMES;
        m_hasRenames = true;
        if (git_diff_find_similar(m_diff.get(), &find) < 0)
            return found;
        note();
        return noted(path, content);
    }

private:
    void note()
    {
        m_deltas.clear();
        for (size_t i = 0; i < git_diff_num_deltas(m_diff.get()); ++i) {
            const git_diff_delta *delta = git_diff_get_delta(m_diff.get(), i);
            if (delta->status != GIT_DELTA_DELETED)
                m_deltas.insert(delta->new_file.path, delta);
        }
    }
    Origin noted(const QByteArray &path, const git_oid &content) const
    {
        const git_diff_delta *delta = m_deltas.value(path);
        if (!delta || (delta->status != GIT_DELTA_MODIFIED && delta->status != GIT_DELTA_RENAMED))
            return {};
        return {delta->old_file.path, delta->old_file.id, bool(git_oid_equal(&delta->old_file.id, &content))};
    }

    QString m_id;
    bool m_isInRange;
    bool m_hasRenames = false;
    GitDiff m_diff;
    QHash<QByteArray, const git_diff_delta *> m_deltas; ///< by new path
};

class BlameWalk
{
public:
    BlameWalk(
        git_repository *repository, const QStringList &commits, const QSet<QString> &wanted, const BlameLimits &limits)
        : m_repository(repository), m_range(commits.begin(), commits.end()), m_wanted(wanted), m_limits(limits),
          m_end(std::chrono::steady_clock::now() + limits.time)
    {
    }

    Result<void> begin(const QString &commit, const QStringList &paths);
    Result<void> pass(const QString &commit);
    bool isOver() const { return m_open.isEmpty(); }
    RangeBlame result(const QStringList &paths);

private:
    Result<std::vector<ParentChange>> parentsOf(const git_commit *commit, git_tree *tree) const;
    void passFile(const QString &commit, const QByteArray &path, Pieces pieces, git_tree *tree,
        std::vector<ParentChange> &parents);
    bool passUnchanged(
        const QByteArray &path, const git_oid &content, const Pieces &pieces, std::vector<ParentChange> &parents);
    bool compare(const git_oid &before, const git_oid &after, QList<Replaced> &changes);
    GitBlob blob(const git_oid &id);
    void give(const ParentChange &parent, const QByteArray &path, const Pieces &pieces);

    struct Found {
        int file;
        int first;
        int count;
        QString commit;
    };
    git_repository *m_repository;
    QSet<QString> m_range;
    const QSet<QString> &m_wanted;
    BlameLimits m_limits;
    std::chrono::steady_clock::time_point m_end;
    QHash<QString, OpenFiles> m_open; ///< by commit
    QList<Found> m_found;
    bool m_isCut = false;
};

/// Null, and then the result is cut: it cannot be read, or is too large.
GitBlob BlameWalk::blob(const git_oid &id)
{
    git_odb *opened = nullptr;
    if (git_repository_odb(&opened, m_repository) == 0) {
        const GitOdb objects(opened);
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        git_blob *found = nullptr;
        if (git_odb_read_header(&size, &type, opened, &id) == 0 && qint64(size) <= m_limits.bytes
            && git_blob_lookup(&found, m_repository, &id) == 0)
            return GitBlob(found);
    }
    m_isCut = true;
    return nullptr;
}

Result<void> BlameWalk::begin(const QString &commit, const QStringList &paths)
{
    MERGELOOM_TRY(const GitTree tree, findTree(m_repository, commit));
    m_isCut = paths.size() > m_limits.files;
    for (int file = 0; file < std::min(paths.size(), m_limits.files); ++file) {
        const QByteArray path = paths[file].toUtf8();
        git_tree_entry *found = nullptr;
        if (git_tree_entry_bypath(&found, tree.get(), path.constData()) < 0)
            continue;
        const GitTreeEntry entry(found);
        const git_filemode_t mode = git_tree_entry_filemode(found);
        if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
            continue;
        const GitBlob content = blob(*git_tree_entry_id(found));
        if (!content)
            continue;
        const QByteArrayView text(
            static_cast<const char *>(git_blob_rawcontent(content.get())), qsizetype(git_blob_rawsize(content.get())));
        const int lines =
            int(std::count(text.begin(), text.end(), '\n')) + (text.isEmpty() || text.back() == '\n' ? 0 : 1);
        if (lines > 0)
            m_open[commit][path].append({file, 0, lines, 0});
    }
    return {};
}

Result<std::vector<ParentChange>> BlameWalk::parentsOf(const git_commit *commit, git_tree *tree) const
{
    std::vector<ParentChange> parents;
    for (unsigned i = 0; i < git_commit_parentcount(commit); ++i) {
        const QString id = objectIdText(*git_commit_parent_id(commit, i));
        MERGELOOM_TRY(const GitTree before, findTree(m_repository, id));
        git_diff_options options = GIT_DIFF_OPTIONS_INIT;
        options.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
        git_diff *made = nullptr;
        if (const int code = git_diff_tree_to_tree(&made, m_repository, before.get(), tree, &options); code < 0)
            return gitFailure(code, QStringLiteral("Cannot compare a commit with its parent"));
        parents.emplace_back(id, m_range.contains(id), GitDiff(made));
    }
    return parents;
}

Result<void> BlameWalk::pass(const QString &id)
{
    const OpenFiles files = m_open.take(id);
    if (files.isEmpty())
        return {};
    MERGELOOM_TRY(const GitCommit commit, findCommit(m_repository, id));
    MERGELOOM_TRY(const GitTree tree, findTree(m_repository, id));
    MERGELOOM_TRY(auto parents, parentsOf(commit.get(), tree.get()));
    for (auto file = files.begin(); file != files.end(); ++file) {
        if (std::chrono::steady_clock::now() > m_end) {
            m_isCut = true;
            m_open.clear();
            return {};
        }
        passFile(id, file.key(), file.value(), tree.get(), parents);
    }
    return {};
}

void BlameWalk::give(const ParentChange &parent, const QByteArray &path, const Pieces &pieces)
{
    if (parent.isInRange() && !pieces.isEmpty())
        m_open[parent.id()][path] += pieces;
}

/// A parent that has the very file, be it under another name, has all of its lines.
bool BlameWalk::passUnchanged(
    const QByteArray &path, const git_oid &content, const Pieces &pieces, std::vector<ParentChange> &parents)
{
    for (const ParentChange &parent : parents)
        if (parent.hasSame(path)) {
            give(parent, path, pieces);
            return true;
        }
    for (ParentChange &parent : parents)
        if (const auto origin = parent.origin(path, content); origin.isSame) {
            give(parent, origin.path, pieces);
            return true;
        }
    return false;
}

void BlameWalk::passFile(
    const QString &commit, const QByteArray &path, Pieces pieces, git_tree *tree, std::vector<ParentChange> &parents)
{
    git_tree_entry *found = nullptr;
    if (git_tree_entry_bypath(&found, tree, path.constData()) < 0)
        return;
    const GitTreeEntry entry(found);
    const git_oid content = *git_tree_entry_id(found);
    if (passUnchanged(path, content, pieces, parents))
        return;
    for (ParentChange &parent : parents) {
        const auto origin = parent.origin(path, content);
        if (origin.path.isEmpty())
            continue;
        QList<Replaced> changes;
        if (!compare(origin.content, content, changes))
            return;
        Pieces passed;
        pieces = split(pieces, changes, passed);
        give(parent, origin.path, passed);
    }
    if (m_wanted.contains(commit))
        for (const Piece &piece : std::as_const(pieces))
            m_found.append({piece.file, piece.first, piece.count, commit});
}

/// As git blame compares. False: it cannot be told, and nothing is said of these lines.
bool BlameWalk::compare(const git_oid &before, const git_oid &after, QList<Replaced> &changes)
{
    const GitBlob old = blob(before);
    const GitBlob now = blob(after);
    if (!old || !now)
        return false;
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    if (git_diff_blobs(
            old.get(), nullptr, now.get(), nullptr, &options, nullptr, nullptr, addReplaced, nullptr, &changes)
        == 0)
        return true;
    m_isCut = true;
    return false;
}

RangeBlame BlameWalk::result(const QStringList &paths)
{
    std::sort(m_found.begin(), m_found.end(), [](const Found &one, const Found &other) {
        return std::pair(one.file, one.first) < std::pair(other.file, other.first);
    });
    RangeBlame result;
    result.isCut = m_isCut;
    for (const Found &found : std::as_const(m_found)) {
        const QString &path = paths[found.file];
        BlamedLines *last = result.lines.isEmpty() ? nullptr : &result.lines.last();
        if (last && last->path == path && last->last == found.first && last->commit == found.commit)
            last->last += found.count;
        else
            result.lines.append({path, found.first + 1, found.first + found.count, found.commit});
    }
    return result;
}

} // namespace

Result<RangeBlame> blameRange(const QString &mirrorPath, const QStringList &commits, const QStringList &paths,
    const QSet<QString> &wanted, const BlameLimits &limits)
{
    if (commits.isEmpty() || paths.isEmpty() || wanted.isEmpty())
        return RangeBlame{};
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(mirrorPath + QStringLiteral("/objects")));
    BlameWalk walk(repository.get(), commits, wanted, limits);
    MERGELOOM_CHECK(walk.begin(commits.first(), paths));
    qsizetype left = wanted.size();
    for (const QString &commit : commits) {
        MERGELOOM_CHECK(walk.pass(commit));
        left -= wanted.contains(commit) ? 1 : 0;
        if (left == 0 || walk.isOver())
            break; // what is left can only be others'
    }
    return walk.result(paths);
}

} // namespace mergeloom

#include "service/platform/Workspace.h"

#include "service/platform/GitMirror.h"
#include "service/platform/GitObjects.h"
#include "service/platform/LooseObjects.h"
#include "service/platform/TreeDifference.h"
#include "service/platform/WorkTree.h"
#include "service/platform/WorkTreeIndex.h"
#include "service/platform/TreeNotes.h"
#include "service/platform/WorkspaceSlot.h"

#include <QDir>
#include <QFileInfo>

#include <ctime>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace mergeloom {

namespace {

Result<void> fill(
    WorkTree &tree, const WorkspaceSlot &slot, git_repository *repository, const git_tree *wanted, std::stop_token stop)
{
    const auto known = readIndex(slot.indexPath);
    Result<void> done = tree.checkOut(repository, wanted, known ? *known : WorkTreeFiles(), stop);
    if (done || done.error().code != ErrorCode::Io)
        return done;
    // What a run left behind may be beyond mending.
    MERGELOOM_CHECK(slot.clearFiles());
    return tree.checkOut(repository, wanted, {}, stop);
}

} // namespace

Workspace::Workspace() = default;

Workspace::~Workspace()
{
    m_tree.reset();
    if (m_lock < 0)
        return;
    (void)::futimens(m_lock, nullptr); // used until now; see FileLock::touch
    ::close(m_lock);
}

Result<std::unique_ptr<Workspace>> Workspace::take(
    const QString &root, const QString &mirrorPath, const QString &commit, std::stop_token stop)
{
    return take(root, mirrorPath, commit, CheckoutLimits(), std::move(stop));
}

Result<std::unique_ptr<Workspace>> Workspace::take(const QString &root, const QString &mirrorPath,
    const QString &commit, const CheckoutLimits &limits, std::stop_token stop)
{
    const QString mirror = QDir(mirrorPath).absolutePath();
    const QString objects = mirror + QStringLiteral("/objects");
    MERGELOOM_TRY(const git_oid id, parseObjectId(commit));
    {
        MERGELOOM_TRY(const GitRepository store, openObjectStore(objects));
        git_commit *found = nullptr;
        const int code = git_commit_lookup(&found, store.get(), &id);
        const GitCommit owned(found);
        if (code == GIT_ENOTFOUND)
            return failure(ErrorCode::NotFound,
                QStringLiteral("The commit %1 is not in the mirror %2. Fetch first.").arg(commit, mirror));
        if (code < 0)
            return gitFailure(code, QStringLiteral("Cannot read the commit %1").arg(commit));
    }
    MERGELOOM_TRY(WorkspaceSlot slot, WorkspaceSlot::take(root, mirror));
    MERGELOOM_CHECK(slot.dropOldObjects());
    MERGELOOM_CHECK(slot.prepareRepository(objects));
    MERGELOOM_CHECK(slot.mendAfterRestart());

    std::unique_ptr<Workspace> workspace(new Workspace);
    workspace->m_path = slot.path;
    workspace->m_mirror = mirror;
    workspace->m_base = commit;
    MERGELOOM_TRY(GitRepository repository, openObjectStore(workspace->repositoryPath() + QStringLiteral("/objects")));
    workspace->m_repository = {repository.release(), git_repository_free};
    MERGELOOM_TRY(const GitTree tree, findTree(workspace->m_repository.get(), commit));
    MERGELOOM_TRY(WorkTree files, WorkTree::open(slot.path, slot.lock.descriptor(), limits));
    workspace->m_tree = std::make_unique<WorkTree>(std::move(files));
    if (Result<void> done = fill(*workspace->m_tree, slot, workspace->m_repository.get(), tree.get(), stop); !done) {
        if (done.error().code == ErrorCode::Corrupt)
            GitMirror::reportDamage(mirror);
        return failure(done);
    }
    if (git_odb *objects = nullptr; git_repository_odb(&objects, workspace->m_repository.get()) == 0)
        workspace->m_checkoutNotes = treeNotes(GitOdb(objects).get(), workspace->m_tree->tracked());
    MERGELOOM_CHECK(writeIndex(slot.indexPath, workspace->m_tree->tracked()));
    MERGELOOM_CHECK(writeIndex(workspace->repositoryPath() + QStringLiteral("/index"), workspace->m_tree->tracked()));
    MERGELOOM_CHECK(writeHead(workspace->repositoryPath(), QString(), commit));
    workspace->m_lock = slot.lock.release();
    workspace->m_syncedAt = ::time(nullptr) - 1;
    return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::reopen(const QString &root, const QString &slotName,
    const QString &holder, const QString &mirrorPath, const CheckoutLimits &limits)
{
    const QString path = QDir(root).absoluteFilePath(slotName);
    MERGELOOM_TRY(WorkspaceSlot slot, WorkspaceSlot::takeHeld(path, holder));
    std::unique_ptr<Workspace> workspace(new Workspace);
    workspace->m_path = slot.path;
    workspace->m_mirror = QDir(mirrorPath).absolutePath();
    MERGELOOM_CHECK(slot.prepareRepository(workspace->objectDirectory()));
    MERGELOOM_CHECK(slot.mendAfterRestart());
    MERGELOOM_TRY(GitRepository repository, openObjectStore(workspace->repositoryPath() + QStringLiteral("/objects")));
    workspace->m_repository = {repository.release(), git_repository_free};
    MERGELOOM_TRY(WorkTree files, WorkTree::open(slot.path, slot.lock.descriptor(), limits));
    if (const auto known = readIndex(slot.indexPath))
        files.assume(*known);
    workspace->m_tree = std::make_unique<WorkTree>(std::move(files));
    workspace->m_lock = slot.lock.release();
    return workspace;
}

QString Workspace::slot() const
{
    const QFileInfo place(m_path);
    return QFileInfo(place.path()).fileName() + u'/' + place.fileName();
}

Result<void> Workspace::holdFor(const QString &holder) { return keepSlot(m_path, holder); }

void Workspace::giveBack() { freeSlot(m_path); }

void Workspace::freeOf(const QString &root, const QString &holder)
{
    freeSlots(root, [&](const QString &each) { return each == holder; });
}

void Workspace::freeOthers(const QString &root, const QStringList &holders)
{
    freeSlots(root, [&](const QString &each) { return !holders.contains(each); });
}

QString Workspace::objectDirectory() const { return m_mirror + QStringLiteral("/objects"); }

QString Workspace::repositoryPath() const { return m_path + QStringLiteral(".git"); }

Result<void> Workspace::linkRepository() const { return mergeloom::linkRepository(m_path, repositoryPath()); }

Result<QString> Workspace::snapshot()
{
    m_notes.clear();
    MERGELOOM_TRY(const git_oid id, m_tree->snapshot(m_repository.get(), m_notes));
    return objectIdText(id);
}

Result<void> Workspace::syncObjects()
{
    const qint64 now = ::time(nullptr);
    MERGELOOM_CHECK(LooseObjects(repositoryPath() + QStringLiteral("/objects")).sync(m_syncedAt));
    m_syncedAt = now - 1; // what comes in the same second is synced twice rather than never
    return {};
}

Result<int> Workspace::removeDamagedObjects()
{
    MERGELOOM_TRY(const int removed, LooseObjects(repositoryPath() + QStringLiteral("/objects")).removeDamaged());
    // What libgit2 remembers of them goes too.
    MERGELOOM_TRY(GitRepository repository, openObjectStore(repositoryPath() + QStringLiteral("/objects")));
    m_repository = {repository.release(), git_repository_free};
    return removed;
}

Result<TreeCheck> Workspace::treeCheck() const
{
    return TreeCheck::open(repositoryPath() + QStringLiteral("/objects"), objectDirectory());
}

Result<void> Workspace::restore(const QString &tree)
{
    MERGELOOM_TRY(const GitTree wanted, findTree(m_repository.get(), tree));
    return m_tree->restore(m_repository.get(), wanted.get());
}

Result<TreeDiff> Workspace::diff(const QString &from, const QString &to, qint64 patchLimit)
{
    MERGELOOM_TRY(const GitTree before, findTree(m_repository.get(), from));
    MERGELOOM_TRY(const GitTree after, findTree(m_repository.get(), to));
    return differenceOf(m_repository.get(), before.get(), after.get(), patchLimit);
}

Result<QString> Workspace::commit(const QString &tree, const QStringList &parents, const QString &message,
    const CommitAuthor &author, qint64 epochSeconds)
{
    MERGELOOM_TRY(const GitTree content, findTree(m_repository.get(), tree));
    std::vector<GitCommit> owned;
    std::vector<const git_commit *> found;
    for (const QString &parent : parents) {
        MERGELOOM_TRY(const git_oid id, parseObjectId(parent));
        git_commit *commit = nullptr;
        if (const int code = git_commit_lookup(&commit, m_repository.get(), &id); code < 0)
            return gitFailure(code, QStringLiteral("Cannot read the parent commit %1").arg(parent));
        owned.emplace_back(commit);
        found.push_back(commit);
    }
    git_signature *made = nullptr;
    if (const int code = git_signature_new(
            &made, author.name.toUtf8().constData(), author.email.toUtf8().constData(), epochSeconds, 0);
        code < 0)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1 <%2>\" cannot be the author of a commit; give a name and an address.")
                .arg(author.name, author.email));
    const GitSignature signature(made);
    // Not by git_commit_create(): on a full disk it gives an id, and says nothing of the object that was not written.
    git_buf text{};
    int code = git_commit_create_buffer(&text, m_repository.get(), made, made, nullptr, message.toUtf8().constData(),
        content.get(), found.size(), found.data());
    git_odb *opened = nullptr;
    if (code == 0)
        code = git_repository_odb(&opened, m_repository.get());
    const GitOdb objects(opened);
    git_oid id;
    if (code == 0)
        code = git_odb_write(&id, opened, text.ptr, text.size, GIT_OBJECT_COMMIT);
    git_buf_dispose(&text);
    if (code < 0)
        return gitFailure(code, QStringLiteral("Cannot write the commit"));
    return objectIdText(id);
}

Result<QByteArray> Workspace::fileAt(const QString &treeish, const QString &path, qint64 limit) const
{
    MERGELOOM_TRY(const GitTree tree, findTree(m_repository.get(), treeish));
    git_tree_entry *found = nullptr;
    const int code = git_tree_entry_bypath(&found, tree.get(), path.toUtf8().constData());
    const GitTreeEntry entry(found);
    if (code == GIT_ENOTFOUND || (code == 0 && git_tree_entry_type(found) != GIT_OBJECT_BLOB))
        return failure(ErrorCode::NotFound, QStringLiteral("There is no file %1 in %2.").arg(path, treeish));
    if (code < 0)
        return gitFailure(code, QStringLiteral("Cannot look for %1 in %2").arg(path, treeish));
    git_odb *opened = nullptr;
    if (const int failed = git_repository_odb(&opened, m_repository.get()); failed < 0)
        return gitFailure(failed, QStringLiteral("Cannot open the git objects of the workspace"));
    const GitOdb objects(opened);
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (const int failed = git_odb_read_header(&size, &type, opened, git_tree_entry_id(found)); failed < 0)
        return gitFailure(failed, QStringLiteral("Cannot read %1 in %2").arg(path, treeish));
    if (qint64(size) > limit)
        return failure(ErrorCode::Rejected,
            QStringLiteral("%1 has %2 bytes; at most %3 are read.").arg(path).arg(size).arg(limit));
    git_odb_object *read = nullptr;
    if (const int failed = git_odb_read(&read, opened, git_tree_entry_id(found)); failed < 0)
        return gitFailure(failed, QStringLiteral("Cannot read %1 in %2").arg(path, treeish));
    const GitOdbObject object(read);
    return QByteArray(static_cast<const char *>(git_odb_object_data(read)), qsizetype(git_odb_object_size(read)));
}

Result<QStringList> Workspace::namesIn(const QString &treeish, const QString &folder) const
{
    MERGELOOM_TRY(GitTree tree, findTree(m_repository.get(), treeish));
    if (!folder.isEmpty()) {
        git_tree_entry *found = nullptr;
        const int code = git_tree_entry_bypath(&found, tree.get(), folder.toUtf8().constData());
        const GitTreeEntry entry(found);
        if (code == GIT_ENOTFOUND || (code == 0 && git_tree_entry_type(found) != GIT_OBJECT_TREE))
            return failure(ErrorCode::NotFound, QStringLiteral("There is no folder %1 in %2.").arg(folder, treeish));
        if (code < 0)
            return gitFailure(code, QStringLiteral("Cannot look for %1 in %2").arg(folder, treeish));
        MERGELOOM_TRY(tree, findTree(m_repository.get(), objectIdText(*git_tree_entry_id(found))));
    }
    QStringList names;
    for (size_t i = 0; i < git_tree_entrycount(tree.get()); ++i)
        names << QString::fromUtf8(git_tree_entry_name(git_tree_entry_byindex(tree.get(), i)));
    return names;
}

Result<QString> Workspace::treeOf(const QString &commit) const
{
    MERGELOOM_TRY(const GitTree tree, findTree(m_repository.get(), commit));
    return objectIdText(*git_tree_id(tree.get()));
}

Result<void> Workspace::setBranch(const QString &branch, const QString &commit)
{
    int isValid = 0;
    const QByteArray name = "refs/heads/" + branch.toUtf8();
    if (branch.isEmpty() || branch.startsWith(u'-') || git_reference_name_is_valid(&isValid, name.constData()) < 0
        || !isValid)
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("\"%1\" cannot be the name of a git branch.").arg(branch));
    MERGELOOM_TRY(const GitTree tree, findTree(m_repository.get(), commit));
    MERGELOOM_CHECK(m_tree->track(m_repository.get(), tree.get()));
    MERGELOOM_CHECK(writeIndex(repositoryPath() + QStringLiteral("/index"), m_tree->tracked()));
    return writeHead(repositoryPath(), branch, commit);
}

} // namespace mergeloom

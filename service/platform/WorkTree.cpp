#include "service/platform/WorkTree.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/GitObjects.h"
#include "service/platform/TreeBuilder.h"
#include "service/platform/TreeListing.h"
#include "service/platform/WorkTreeIndex.h"
#include "service/platform/WorkTreeWriter.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace mergeloom {

namespace {

bool isBefore(const WorkTreeFile &a, const WorkTreeFile &b) { return a.path < b.path; }

Result<GitOdb> objectsOf(git_repository *repository)
{
    git_odb *objects = nullptr;
    if (const int code = git_repository_odb(&objects, repository); code < 0)
        return gitFailure(code, QStringLiteral("Cannot open the git objects of the workspace"));
    return GitOdb(objects);
}

std::optional<std::string> contentOf(git_odb *objects, const WorkTreeFile &file)
{
    git_odb_object *found = nullptr;
    if (file.mode == file_mode::link || file.mode == file_mode::submodule
        || git_odb_read(&found, objects, &file.id) < 0)
        return std::nullopt;
    const GitOdbObject object(found);
    return std::string(static_cast<const char *>(git_odb_object_data(found)), git_odb_object_size(found));
}

} // namespace

Result<WorkTree> WorkTree::open(const QString &path, int clock, const CheckoutLimits &limits)
{
    WorkTree tree;
    tree.m_limits = limits;
    tree.m_root =
        FileDescriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!tree.m_root.isOpen())
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot open the workspace %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
    tree.m_clock = clock;
    return tree;
}

Result<void> WorkTree::checkOut(
    git_repository *repository, const git_tree *tree, const WorkTreeFiles &known, std::stop_token stop)
{
    MERGELOOM_TRY(WorkTreeFiles files, listTree(repository, tree, m_limits));
    for (WorkTreeFile &file : files)
        file.isTracked = true;
    m_files.clear();
    m_tracked.clear();
    carryStamps(known, files);
    MERGELOOM_CHECK(apply(repository, std::move(files), Untracked::Remove, stop));
    m_tracked = m_files;
    m_snapshot = *git_tree_id(tree);
    return {};
}

Result<void> WorkTree::apply(git_repository *repository, WorkTreeFiles files, Untracked untracked, std::stop_token stop)
{
    MERGELOOM_TRY(const GitOdb objects, objectsOf(repository));
    ScanRequest request{m_root.get(), files, untracked, {}, stop};
    request.contentOf = [&objects](const WorkTreeFile &file) { return contentOf(objects.get(), file); };
    MERGELOOM_TRY(const ScanResult scan, scanWorkTree(request));
    m_snapshot = {}; // from here on the worktree is neither what it was nor what it will be
    MERGELOOM_CHECK(writeWorkTree(m_root.get(), objects.get(), files, scan.states, m_limits, stop));
    settleStamps(m_clock, files);
    takeOver(std::move(files));
    return {};
}

/// `files` are there now; tracked ones that are not stay known as such.
void WorkTree::takeOver(WorkTreeFiles files)
{
    auto tracked = m_tracked.begin();
    WorkTreeFiles absent;
    for (WorkTreeFile &file : files) {
        for (; tracked != m_tracked.end() && tracked->path < file.path; ++tracked)
            absent.push_back(*tracked);
        if (tracked != m_tracked.end() && tracked->path == file.path) {
            file.isTracked = true;
            ++tracked;
        } else if (!m_tracked.empty()) {
            file.isTracked = false;
        }
    }
    absent.insert(absent.end(), tracked, m_tracked.end());
    for (WorkTreeFile &file : absent) {
        file.isTracked = true;
        file.isPresent = false;
        file.stamp = {};
    }
    const auto middle = ptrdiff_t(files.size());
    std::move(absent.begin(), absent.end(), std::back_inserter(files));
    std::inplace_merge(files.begin(), files.begin() + middle, files.end(), isBefore);
    m_files = std::move(files);
}

Result<void> WorkTree::restore(git_repository *repository, const git_tree *tree)
{
    MERGELOOM_TRY(WorkTreeFiles files, listTree(repository, tree, m_limits));
    carryStamps(m_files, files);
    dropTrackedNotIn(files);
    MERGELOOM_CHECK(apply(repository, std::move(files), Untracked::RemoveUnlessIgnored, {}));
    m_snapshot = *git_tree_id(tree);
    return {};
}

/// Being tracked they would come back with the next snapshot, though a rule that ignores them would keep them here.
void WorkTree::dropTrackedNotIn(const WorkTreeFiles &files) const
{
    for (const WorkTreeFile &file : m_tracked) {
        if (std::binary_search(files.begin(), files.end(), file, isBefore))
            continue;
        const size_t slash = file.path.rfind('/');
        const FileDescriptor folder =
            openDirectoryBeneath(m_root.get(), slash == std::string::npos ? "" : file.path.substr(0, slash));
        if (folder.isOpen())
            ::unlinkat(folder.get(), file.path.c_str() + (slash + 1), 0); // what stays is seen by the scan
    }
}

Result<git_oid> WorkTree::snapshot(git_repository *repository, QStringList &notes)
{
    MERGELOOM_TRY(const GitOdb objects, objectsOf(repository));
    const timespec now = fileSystemTime(m_clock);
    MERGELOOM_TRY(const ScanResult scan, scanWorkTree({m_root.get(), m_files, Untracked::Collect, {}, {}}));
    for (const std::string &note : scan.notes)
        notes += QString::fromStdString(note);
    MERGELOOM_TRY(const bool isChanged, storeChanges(objects.get(), now, scan));
    if (isChanged || git_oid_is_zero(&m_snapshot)) {
        MERGELOOM_TRY(m_snapshot, buildTree(objects.get(), m_files));
    }
    return m_snapshot;
}

Result<bool> WorkTree::storeChanges(git_odb *objects, const timespec &now, const ScanResult &scan)
{
    bool isChanged = false;
    const auto store = [&](WorkTreeFile &file) -> Result<void> {
        const WorkTreeFile before = file;
        Result<void> stored = storeFile(objects, m_root.get(), now, file);
        if (!stored && stored.error().code != ErrorCode::NotFound)
            return stored;
        file.isPresent = stored.has_value();
        isChanged = isChanged || file.isPresent != before.isPresent || file.mode != before.mode
            || !git_oid_equal(&file.id, &before.id);
        return {};
    };
    for (size_t i = 0; i < m_files.size(); ++i) {
        if (scan.states[i] == FileState::Changed) {
            MERGELOOM_CHECK(store(m_files[i]));
        } else if (m_files[i].isPresent != (scan.states[i] != FileState::Missing)) {
            m_files[i].isPresent = !m_files[i].isPresent;
            m_files[i].stamp = {};
            isChanged = true;
        }
    }
    std::erase_if(m_files, [](const WorkTreeFile &file) { return !file.isPresent && !file.isTracked; });
    const auto middle = ptrdiff_t(m_files.size());
    for (const std::string &path : scan.untracked) {
        WorkTreeFile file;
        file.path = path;
        MERGELOOM_CHECK(store(file));
        if (!file.isPresent)
            continue;
        isChanged = true;
        m_files.push_back(std::move(file));
    }
    std::inplace_merge(m_files.begin(), m_files.begin() + middle, m_files.end(), isBefore);
    return isChanged;
}

Result<void> WorkTree::track(git_repository *repository, const git_tree *tree)
{
    MERGELOOM_TRY(WorkTreeFiles files, listTree(repository, tree, m_limits));
    for (WorkTreeFile &file : files)
        file.isTracked = true;
    carryStamps(m_files, files);
    m_tracked = std::move(files);
    WorkTreeFiles present = std::move(m_files);
    std::erase_if(present, [](const WorkTreeFile &file) { return !file.isPresent; });
    takeOver(std::move(present));
    return {};
}

} // namespace mergeloom

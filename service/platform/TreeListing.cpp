#include "service/platform/TreeListing.h"

#include "service/platform/GitNames.h"
#include "service/platform/GitObjects.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr size_t longestPath = 4000;            ///< PATH_MAX, less some room
constexpr size_t longestName = 255;             ///< NAME_MAX
constexpr size_t largestTreeObject = 256 << 20; ///< some three million names in one folder

class Lister
{
public:
    Lister(git_repository *repository, const CheckoutLimits &limits) : m_repository(repository), m_limits(limits) {}

    Result<void> add(const git_tree *tree, int depth)
    {
        const size_t count = git_tree_entrycount(tree);
        MERGELOOM_CHECK(checkNames(tree, count, depth));
        const size_t length = m_prefix.size();
        for (size_t i = 0; i < count; ++i) {
            const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
            m_prefix += git_tree_entry_name(entry);
            const bool isDirectory = git_tree_entry_filemode_raw(entry) == git_filemode_t(040000);
            MERGELOOM_CHECK(isDirectory ? addDirectory(entry, depth) : addFile(entry));
            m_prefix.resize(length);
        }
        return {};
    }

    WorkTreeFiles files;

private:
    Unexpected refuse(const QString &why) const
    {
        return failure(ErrorCode::Rejected,
            QStringLiteral(
                "The commit has a tree that is not safe to check out: %1. Take the entry out of the repository.")
                .arg(why));
    }

    static Unexpected overLimit(const QString &what, const char *setting)
    {
        return failure(ErrorCode::Rejected,
            QStringLiteral(
                "The commit is too large to check out: %1. Raise JCA_WORKER_CHECKOUT_MAX_%2 if the repository "
                "is really meant to be so.")
                .arg(what, QLatin1String(setting)));
    }

    Result<void> checkNames(const git_tree *tree, size_t count, int depth)
    {
        if (depth > m_limits.depth)
            return overLimit(QStringLiteral("folders are more than %1 deep").arg(m_limits.depth), "DEPTH");
        m_entries += int64_t(count); // folders count too: empty ones in each other have no end
        if (m_entries > m_limits.entries)
            return overLimit(QStringLiteral("it has more than %1 files and folders").arg(m_limits.entries), "FILES");
        std::vector<std::string_view> names(count);
        for (size_t i = 0; i < count; ++i) {
            names[i] = git_tree_entry_name(git_tree_entry_byindex(tree, i));
            if (!isSafeEntryName(names[i]))
                return refuse(QStringLiteral("the name \"%1\" in \"/%2\" is not allowed")
                                  .arg(QString::fromUtf8(names[i].data(), qsizetype(names[i].size())),
                                      QString::fromStdString(m_prefix)));
            if (names[i].size() > longestName || m_prefix.size() + names[i].size() > longestPath)
                return refuse(QStringLiteral("a name in \"/%1\" is too long for a file system")
                                  .arg(QString::fromStdString(m_prefix).left(200)));
        }
        std::sort(names.begin(), names.end());
        const auto doubled = std::adjacent_find(names.begin(), names.end());
        if (doubled != names.end())
            return refuse(QStringLiteral("\"/%1%2\" is there twice")
                              .arg(QString::fromStdString(m_prefix),
                                  QString::fromUtf8(doubled->data(), qsizetype(doubled->size()))));
        return {};
    }

    Result<void> addDirectory(const git_tree_entry *entry, int depth)
    {
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (m_objects && git_odb_read_header(&size, &type, m_objects.get(), git_tree_entry_id(entry)) == 0
            && size > largestTreeObject)
            return refuse(QStringLiteral("the folder \"/%1\" alone has %2 MB of names")
                              .arg(QString::fromStdString(m_prefix))
                              .arg(size >> 20));
        git_tree *child = nullptr;
        if (const int code = git_tree_lookup(&child, m_repository, git_tree_entry_id(entry)); code < 0)
            return damaged(code);
        const GitTree owned(child);
        m_prefix += '/';
        return add(child, depth + 1);
    }

    Result<void> addFile(const git_tree_entry *entry)
    {
        const auto mode = uint32_t(git_tree_entry_filemode(entry)); // old modes like 0100664 are made regular
        if (mode != file_mode::plain && mode != file_mode::executable && mode != file_mode::link
            && mode != file_mode::submodule)
            return refuse(QStringLiteral("\"/%1\" has the unknown mode %2")
                              .arg(QString::fromStdString(m_prefix))
                              .arg(mode, 0, 8));
        WorkTreeFile &file = files.emplace_back();
        file.path = m_prefix;
        file.id = *git_tree_entry_id(entry);
        file.mode = mode;
        return {};
    }

    Unexpected damaged(int code) const
    {
        Error error = gitFailure(
            code, QStringLiteral("Cannot read the folder \"/%1\" of the commit").arg(QString::fromStdString(m_prefix)))
                          .value();
        error.code = ErrorCode::Corrupt; // a folder that is not there is as bad as a broken one
        return Unexpected(std::move(error));
    }

    static GitOdb objectsIn(git_repository *repository)
    {
        git_odb *opened = nullptr;
        return git_repository_odb(&opened, repository) == 0 ? GitOdb(opened) : GitOdb();
    }

    git_repository *m_repository;
    CheckoutLimits m_limits;
    GitOdb m_objects = objectsIn(m_repository);
    std::string m_prefix;
    int64_t m_entries = 0;
};

} // namespace

bool isSafeEntryName(std::string_view name)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string_view::npos
        || name.find('\0') != std::string_view::npos)
        return false;
    return !namesGitDirectory(name);
}

Result<WorkTreeFiles> listTree(git_repository *repository, const git_tree *tree, const CheckoutLimits &limits)
{
    Lister lister(repository, limits);
    MERGELOOM_CHECK(lister.add(tree, 0));
    if (!std::is_sorted(lister.files.begin(), lister.files.end(),
            [](const WorkTreeFile &a, const WorkTreeFile &b) { return a.path < b.path; }))
        std::sort(lister.files.begin(), lister.files.end(),
            [](const WorkTreeFile &a, const WorkTreeFile &b) { return a.path < b.path; });
    return std::move(lister.files);
}

} // namespace mergeloom

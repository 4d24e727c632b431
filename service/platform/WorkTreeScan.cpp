#include "service/platform/WorkTreeScan.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/TreeListing.h"
#include "service/platform/WorkerThreads.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr size_t longestIgnoreFile = 1 << 20;

struct Task {
    std::string directory; ///< "" or "a/b/"
    size_t begin = 0;      ///< of the listed files beneath it
    size_t end = 0;
    IgnoreRules::Shared rules;
    bool isIgnored = false; ///< only looked into for tracked files
};

struct Entry {
    std::string name;
    unsigned char type = DT_UNKNOWN;
};

std::string readIgnoreFile(int directory)
{
    const FileDescriptor file(::openat(directory, ".gitignore", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {
    };
    if (!file.isOpen() || ::fstat(file.get(), &status) < 0 || !S_ISREG(status.st_mode))
        return {};
    std::string content(std::min(size_t(status.st_size), longestIgnoreFile), '\0');
    const ssize_t length = ::read(file.get(), content.data(), content.size());
    content.resize(length > 0 ? size_t(length) : 0);
    return content;
}

class Scan
{
public:
    explicit Scan(const ScanRequest &request) : m_request(request), m_files(request.files)
    {
        m_result.states.resize(m_files.size(), FileState::Missing);
        m_tasks.push_back({"", 0, m_files.size(), IgnoreRules::none(), false});
    }

    Result<ScanResult> run()
    {
        runWorkers([this] { work(); });
        if (m_error)
            return Unexpected(std::move(*m_error));
        if (m_request.stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("Stopped while the workspace was looked through."));
        // Deepest first; those that still hold something ignored stay.
        std::sort(m_emptied.begin(), m_emptied.end(), std::greater<>());
        for (const std::string &directory : m_emptied) {
            const size_t slash = directory.rfind('/');
            const FileDescriptor parent =
                openDirectoryBeneath(m_request.root, slash == std::string::npos ? "" : directory.substr(0, slash));
            if (parent.isOpen())
                ::unlinkat(
                    parent.get(), directory.c_str() + (slash == std::string::npos ? 0 : slash + 1), AT_REMOVEDIR);
        }
        std::sort(m_result.untracked.begin(), m_result.untracked.end());
        std::sort(m_result.notes.begin(), m_result.notes.end());
        return std::move(m_result);
    }

private:
    void work()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [this] { return !m_tasks.empty() || m_busy == 0 || m_error; });
            if (m_tasks.empty() || m_error || m_request.stop.stop_requested())
                break;
            const Task task = std::move(m_tasks.back());
            m_tasks.pop_back();
            ++m_busy;
            lock.unlock();
            std::vector<Task> found;
            Result<void> result = scanDirectory(task, found);
            lock.lock();
            --m_busy;
            std::move(found.begin(), found.end(), std::back_inserter(m_tasks));
            if (!result && !m_error)
                m_error = std::move(result.error());
            m_changed.notify_all();
        }
        m_changed.notify_all();
    }

    Result<void> scanDirectory(const Task &task, std::vector<Task> &found)
    {
        FileDescriptor directory = openDirectoryBeneath(m_request.root, task.directory);
        if (!directory.isOpen()) {
            if (m_request.untracked == Untracked::Collect || errno == ENOENT) {
                note(task.directory, strerror(errno));
                return {};
            }
            return failed(task.directory);
        }
        struct stat status {
        };
        if (m_request.untracked != Untracked::Collect && ::fstat(directory.get(), &status) == 0
            && (status.st_mode & 0700) != 0700)
            ::fchmod(directory.get(), 0755);
        const int descriptor = directory.get();
        DIR *stream = ::fdopendir(directory.release());
        if (!stream)
            return failed(task.directory);
        std::vector<Entry> entries;
        bool hasIgnoreFile = false;
        while (const dirent *entry = ::readdir(stream)) {
            const std::string_view name = entry->d_name;
            if (name == "." || name == ".." || (name == ".git" && task.directory.empty()))
                continue;
            hasIgnoreFile = hasIgnoreFile || name == ".gitignore";
            entries.push_back({entry->d_name, entry->d_type});
        }
        const IgnoreRules::Shared rules = rulesFor(task, descriptor, hasIgnoreFile);
        Result<void> result;
        for (size_t i = 0; result && i < entries.size(); ++i)
            result = scanEntry(task, rules, descriptor, entries[i], found);
        ::closedir(stream);
        return result;
    }

    IgnoreRules::Shared rulesFor(const Task &task, int directory, bool hasIgnoreFile) const
    {
        if (task.isIgnored || m_request.untracked == Untracked::Remove)
            return task.rules;
        if (m_request.untracked == Untracked::Collect)
            return hasIgnoreFile ? IgnoreRules::extend(task.rules, task.directory, readIgnoreFile(directory))
                                 : task.rules;
        const std::string path = task.directory + ".gitignore";
        if (const WorkTreeFile *listed = find(task, path)) {
            const std::optional<std::string> content = m_request.contentOf(*listed);
            return content ? IgnoreRules::extend(task.rules, task.directory, *content) : task.rules;
        }
        if (!hasIgnoreFile)
            return task.rules;
        // One that nobody committed stays only if it ignores itself (as those of virtual environments do); else it goes, and
        // its rules with it.
        const auto candidate = IgnoreRules::extend(task.rules, task.directory, readIgnoreFile(directory));
        return candidate->isIgnored(path, false) ? candidate : task.rules;
    }

    const WorkTreeFile *find(const Task &task, const std::string &path) const
    {
        const auto end = m_files.begin() + ptrdiff_t(task.end);
        const auto at = std::lower_bound(m_files.begin() + ptrdiff_t(task.begin), end, path,
            [](const WorkTreeFile &file, const std::string &wanted) { return file.path < wanted; });
        return at != end && at->path == path ? &*at : nullptr;
    }

    /// The listed files beneath a directory ("a/b/").
    std::pair<size_t, size_t> rangeOf(const Task &task, std::string prefix) const
    {
        const auto isBefore = [](const WorkTreeFile &file, const std::string &wanted) { return file.path < wanted; };
        const auto end = m_files.begin() + ptrdiff_t(task.end);
        const auto low = std::lower_bound(m_files.begin() + ptrdiff_t(task.begin), end, prefix, isBefore);
        prefix.back() = '/' + 1;
        const auto high = std::lower_bound(low, end, prefix, isBefore);
        return {size_t(low - m_files.begin()), size_t(high - m_files.begin())};
    }

    Result<void> scanEntry(
        const Task &task, const IgnoreRules::Shared &rules, int directory, const Entry &entry, std::vector<Task> &found)
    {
        const std::string path = task.directory + entry.name;
        const WorkTreeFile *listed = find(task, path);
        const bool isStatNeeded = entry.type == DT_UNKNOWN || (listed && listed->mode != file_mode::submodule);
        struct stat status {
        };
        if (isStatNeeded && ::fstatat(directory, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0)
            return errno == ENOENT ? Result<void>() : Result<void>(failed(path));
        const bool isDirectory = isStatNeeded ? S_ISDIR(status.st_mode) : entry.type == DT_DIR;
        if (listed && listed->mode == file_mode::submodule && isDirectory)
            return scanSubmodule(*listed, directory, entry.name);
        const bool isRemoving = m_request.untracked != Untracked::Collect;
        if (isDirectory)
            return listed && isRemoving ? removeBeneath(directory, entry.name)
                                        : scanSubdirectory(task, rules, directory, entry.name, path, found);
        const bool isRegular = isStatNeeded ? S_ISREG(status.st_mode) : entry.type == DT_REG;
        const bool isLink = isStatNeeded ? S_ISLNK(status.st_mode) : entry.type == DT_LNK;
        if (listed && (isRegular || isLink)) {
            if (listed->isTracked || isRemoving || !(task.isIgnored || rules->isIgnored(path, false)))
                m_result.states[size_t(listed - m_files.data())] = compare(*listed, status);
            return {};
        }
        // Something else is where a listed file or the folder of one has to go.
        const bool isInTheWay =
            isRemoving && (listed || rangeOf(task, path + '/').second > rangeOf(task, path + '/').first);
        if (isInTheWay)
            return removeBeneath(directory, entry.name);
        return scanUntracked(task, *rules, directory, entry.name, path, isRegular || isLink);
    }

    static FileState compare(const WorkTreeFile &file, const struct stat &status)
    {
        const uint32_t mode = S_ISLNK(status.st_mode) ? file_mode::link
            : status.st_mode & S_IXUSR                ? file_mode::executable
                                                      : file_mode::plain;
        const bool isSame = file.stamp.isSet() && mode == file.mode && file.stamp.isSame(FileStamp::of(status));
        return isSame ? FileState::Clean : FileState::Changed;
    }

    Result<void> scanSubmodule(const WorkTreeFile &listed, int directory, const std::string &name)
    {
        // Its content is none of ours: kept empty, never looked into.
        m_result.states[size_t(&listed - m_files.data())] = FileState::Clean;
        if (m_request.untracked != Untracked::Remove || ::unlinkat(directory, name.c_str(), AT_REMOVEDIR) == 0) {
            if (m_request.untracked == Untracked::Remove)
                ::mkdirat(directory, name.c_str(), 0777);
            return {};
        }
        m_result.states[size_t(&listed - m_files.data())] = FileState::Missing;
        return removeBeneath(directory, name);
    }

    Result<void> scanSubdirectory(const Task &task, const IgnoreRules::Shared &rules, int directory,
        const std::string &name, const std::string &path, std::vector<Task> &found)
    {
        const auto [begin, end] = rangeOf(task, path + '/');
        if (m_request.untracked == Untracked::Remove) {
            if (begin == end)
                return removeBeneath(directory, name);
            found.push_back({path + '/', begin, end, rules, false});
            return {};
        }
        if (name == ".git") { // a repository inside: its files count, its objects do not
            note(path, "a repository inside the workspace; its .git is left out");
            return m_request.untracked == Untracked::Collect ? Result<void>() : removeBeneath(directory, name);
        }
        const bool isIgnored = task.isIgnored || rules->isIgnored(path, true);
        if (isIgnored
            && std::none_of(
                m_files.begin() + ptrdiff_t(begin), m_files.begin() + ptrdiff_t(end), [this](const WorkTreeFile &file) {
                    return file.isTracked || m_request.untracked != Untracked::Collect;
                }))
            return {};
        found.push_back({path + '/', begin, end, rules, isIgnored});
        if (begin == end && m_request.untracked == Untracked::RemoveUnlessIgnored) {
            const std::lock_guard lock(m_mutex);
            m_emptied.push_back(path);
        }
        return {};
    }

    Result<void> scanUntracked(const Task &task, const IgnoreRules &rules, int directory, const std::string &name,
        const std::string &path, bool isFile)
    {
        if (m_request.untracked == Untracked::Remove)
            return removeBeneath(directory, name);
        if (task.isIgnored || rules.isIgnored(path, false))
            return {};
        if (m_request.untracked == Untracked::RemoveUnlessIgnored)
            return removeBeneath(directory, name);
        if (!isFile)
            note(path, "neither a file nor a link");
        else if (!isSafeEntryName(name))
            note(path, "git cannot keep a file of this name");
        else {
            const std::lock_guard lock(m_mutex);
            m_result.untracked.push_back(path);
        }
        return {};
    }

    void note(const std::string &path, const char *why)
    {
        const std::lock_guard lock(m_mutex);
        m_result.notes.push_back(path + ": left out, " + why);
    }

    static Unexpected failed(const std::string &path)
    {
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot look at /%1 in the workspace: %2")
                .arg(QString::fromStdString(path), QString::fromLocal8Bit(strerror(errno))));
    }

    const ScanRequest &m_request;
    const WorkTreeFiles &m_files;
    ScanResult m_result; ///< each state is written by the one thread that has its directory
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Task> m_tasks;
    std::vector<std::string> m_emptied;
    int m_busy = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<ScanResult> scanWorkTree(const ScanRequest &request) { return Scan(request).run(); }

} // namespace mergeloom

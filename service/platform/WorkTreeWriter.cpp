#include "service/platform/WorkTreeWriter.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/GitObjects.h"
#include "service/platform/WorkerThreads.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace mergeloom {

namespace {

struct Folder {
    std::string_view path;
    std::vector<size_t> files;
};

/// By folder, in the order of the list, so that a thread opens a folder once.
std::vector<Folder> groupByFolder(const WorkTreeFiles &files, const std::vector<FileState> &states)
{
    std::vector<Folder> folders;
    std::unordered_map<std::string_view, size_t> known;
    for (size_t i = 0; i < files.size(); ++i) {
        if (states[i] == FileState::Clean)
            continue;
        const std::string_view path = files[i].path;
        const size_t slash = path.rfind('/');
        const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
        const auto [at, isNew] = known.try_emplace(folder, folders.size());
        if (isNew)
            folders.push_back({folder, {}});
        folders[at->second].files.push_back(i);
    }
    return folders;
}

class Writer
{
public:
    Writer(int root, git_odb *objects, WorkTreeFiles &files, const std::vector<FileState> &states,
        const CheckoutLimits &limits, std::stop_token stop)
        : m_root(root), m_objects(objects), m_files(files), m_states(states), m_limits(limits), m_stop(std::move(stop)),
          m_folders(groupByFolder(files, states))
    {
        for (size_t i = 0; i < files.size(); ++i)
            if (states[i] == FileState::Clean)
                m_bytes += files[i].stamp.size;
    }

    Result<void> run()
    {
        if (!m_folders.empty())
            runWorkers([this] { work(); });
        if (m_error)
            return Unexpected(std::move(*m_error));
        return {};
    }

private:
    void work()
    {
        for (size_t next = m_next++; next < m_folders.size() && !m_hasFailed; next = m_next++) {
            Result<void> result = m_stop.stop_requested() ? Result<void>(failure(
                                      ErrorCode::Cancelled, QStringLiteral("Stopped while the workspace was written.")))
                                                          : writeFolder(m_folders[next]);
            if (result)
                continue;
            const std::lock_guard lock(m_mutex);
            if (!m_error)
                m_error = std::move(result.error());
            m_hasFailed = true;
        }
    }

    Result<void> writeFolder(const Folder &folder)
    {
        const FileDescriptor directory = makeDirectoryBeneath(m_root, std::string(folder.path));
        if (!directory.isOpen())
            return failed(std::string(folder.path));
        for (const size_t index : folder.files)
            MERGELOOM_CHECK(writeFile(directory.get(), m_files[index], m_states[index]));
        return {};
    }

    Result<void> writeFile(int directory, WorkTreeFile &file, FileState state)
    {
        const char *name = file.path.c_str() + (file.path.rfind('/') + 1); // npos + 1 is 0
        file.stamp = {};
        if (state == FileState::Changed && ::unlinkat(directory, name, 0) < 0 && errno != ENOENT)
            return failed(file.path);
        if (file.mode == file_mode::submodule)
            return ::mkdirat(directory, name, 0777) == 0 || errno == EEXIST ? Result<void>()
                                                                            : Result<void>(failed(file.path));
        MERGELOOM_CHECK(checkSize(file));
        git_odb_object *found = nullptr;
        if (const int code = git_odb_read(&found, m_objects, &file.id); code < 0) {
            Error error = gitFailure(
                code, QStringLiteral("Cannot read the content of /%1").arg(QString::fromStdString(file.path)))
                              .value();
            error.code = ErrorCode::Corrupt;
            return Unexpected(std::move(error));
        }
        const GitOdbObject object(found);
        const auto *bytes = static_cast<const char *>(git_odb_object_data(found));
        const size_t size = git_odb_object_size(found);
        if (git_odb_object_type(found) != GIT_OBJECT_BLOB)
            return failure(ErrorCode::Corrupt,
                QStringLiteral("/%1 is not a file in the objects of the commit.")
                    .arg(QString::fromStdString(file.path)));
        struct stat status {
        };
        const bool isWritten = file.mode == file_mode::link
            ? makeLink(directory, name, {bytes, size}, status)
            : makeFile(directory, name, {bytes, size}, file.mode, status);
        if (!isWritten)
            return failed(file.path);
        file.stamp = FileStamp::of(status);
        return {};
    }

    Result<void> checkSize(const WorkTreeFile &file)
    {
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (git_odb_read_header(&size, &type, m_objects, &file.id) < 0)
            return {}; // to read it says why
        if (int64_t(size) > m_limits.fileBytes)
            return failure(ErrorCode::Rejected,
                QStringLiteral(
                    "/%1 has %2 MB, and a file of a checkout may have %3. Raise JCA_WORKER_CHECKOUT_MAX_FILE_MB if "
                    "it is really meant to be so.")
                    .arg(QString::fromStdString(file.path))
                    .arg(size >> 20)
                    .arg(m_limits.fileBytes >> 20));
        if ((m_bytes += int64_t(size)) > m_limits.totalBytes)
            return failure(ErrorCode::Rejected,
                QStringLiteral(
                    "The files of the commit have more than %1 MB, the limit of a checkout (it was reached at /%2). "
                    "Raise JCA_WORKER_CHECKOUT_MAX_MB if the repository is really meant to be so.")
                    .arg(m_limits.totalBytes >> 20)
                    .arg(QString::fromStdString(file.path)));
        return {};
    }

    static bool makeLink(int directory, const char *name, std::string_view target, struct stat &status)
    {
        if (target.find('\0') != std::string_view::npos) {
            errno = EINVAL;
            return false;
        }
        return ::symlinkat(std::string(target).c_str(), directory, name) == 0
            && ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    }

    static bool makeFile(int directory, const char *name, std::string_view bytes, uint32_t mode, struct stat &status)
    {
        const FileDescriptor file(::openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            mode == file_mode::executable ? 0777 : 0666));
        return file.isOpen() && writeAll(file.get(), bytes) && ::fstat(file.get(), &status) == 0;
    }

    static Unexpected failed(const std::string &path)
    {
        const int reason = errno;
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot write /%1 in the workspace: %2%3")
                .arg(QString::fromStdString(path), QString::fromLocal8Bit(strerror(reason)),
                    reason == ENOSPC ? QStringLiteral(". Make room on the disk.") : QString()));
    }

    int m_root;
    git_odb *m_objects;
    WorkTreeFiles &m_files;
    const std::vector<FileState> &m_states;
    CheckoutLimits m_limits;
    std::atomic<int64_t> m_bytes{0};
    std::stop_token m_stop;
    std::vector<Folder> m_folders;
    std::atomic<size_t> m_next{0};
    std::atomic<bool> m_hasFailed{false};
    std::mutex m_mutex;
    std::optional<Error> m_error;
};

} // namespace

Result<void> writeWorkTree(int root, git_odb *objects, WorkTreeFiles &files, const std::vector<FileState> &states,
    const CheckoutLimits &limits, std::stop_token stop)
{
    return Writer(root, objects, files, states, limits, std::move(stop)).run();
}

timespec fileSystemTime(int clock)
{
    struct stat status {
    };
    if (::futimens(clock, nullptr) < 0 || ::fstat(clock, &status) < 0)
        return {}; // then nothing counts as settled
    return status.st_mtim;
}

void settleStamps(int clock, WorkTreeFiles &files)
{
    // Kernels tick 100 to 1,000 times a second; file systems with a coarser clock are not waited for.
    for (int tries = 0;; ++tries) {
        const timespec now = fileSystemTime(clock);
        const bool isSettled = std::all_of(
            files.begin(), files.end(), [&now](const WorkTreeFile &file) { return file.stamp.isBefore(now); });
        if (isSettled)
            return;
        if (tries == 12) {
            for (WorkTreeFile &file : files)
                if (!file.stamp.isBefore(now))
                    file.stamp = {};
            return;
        }
        const timespec pause{0, 1'000'000};
        ::nanosleep(&pause, nullptr);
    }
}

} // namespace mergeloom

#include "service/platform/GitMirror.h"

#include "service/platform/GitObjects.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>

namespace mergeloom {

namespace {

QString fetchMark(const QString &path) { return path + QStringLiteral("/mergeloom-fetched"); }

/// A mirror is as good without the time.
void noteFetched(const QString &path)
{
    QFile mark(fetchMark(path));
    if (mark.open(QIODevice::WriteOnly))
        mark.write(Timestamp::now().toString().toLatin1() + '\n');
}

QString damageMark(const QString &path) { return path + QStringLiteral("/mergeloom-damaged"); }

Result<void> removeAll(const QString &path)
{
    if (QDir(path).exists() && !QDir(path).removeRecursively())
        return failure(ErrorCode::Io, QStringLiteral("Cannot remove %1; check who owns it.").arg(path));
    return {};
}

/// Puts `fresh` where `path` is, without an instant at which nothing is there; what was there is then at `fresh`.
Result<void> putInPlace(const QString &fresh, const QString &path)
{
    const QByteArray from = QFile::encodeName(fresh);
    const QByteArray to = QFile::encodeName(path);
    const unsigned flags = QDir(path).exists() ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), flags) == 0)
        return {};
    // Some file systems know no flags.
    if (errno == EINVAL || errno == ENOSYS) {
        MERGELOOM_CHECK(removeAll(path));
        if (::rename(from.constData(), to.constData()) == 0)
            return {};
    }
    return failure(ErrorCode::Io,
        QStringLiteral("Cannot rename %1 to %2: %3").arg(fresh, path, QString::fromLocal8Bit(strerror(errno))));
}

/// Errors of the way to the remote say nothing about the mirror; all others may come from damage.
bool mayBeDamage(const Error &error)
{
    return error.code == ErrorCode::Corrupt || error.code == ErrorCode::NotFound
        || (error.code == ErrorCode::Io && !error.message.contains(QStringLiteral("No space left")));
}

} // namespace

void GitMirror::reportDamage(const QString &mirrorPath)
{
    QFile mark(damageMark(mirrorPath));
    if (!mark.open(QIODevice::WriteOnly))
        return; // then the next reader reports it again
}

std::optional<Timestamp> GitMirror::fetchedAt(const QString &mirrorPath)
{
    QFile mark(fetchMark(mirrorPath));
    if (mark.open(QIODevice::ReadOnly))
        if (const auto time = Timestamp::parse(QString::fromLatin1(mark.read(100)).trimmed()))
            return time;
    // One that was fetched by an earlier version: when it was locked for that.
    const QFileInfo lock(mirrorPath + QStringLiteral(".lock"));
    if (!lock.exists())
        return std::nullopt;
    return Timestamp{lock.lastModified().toMSecsSinceEpoch() * 1000};
}

bool GitMirror::isUsable() const
{
    return QFile::exists(m_path + QStringLiteral("/HEAD")) && QDir(m_path + QStringLiteral("/objects")).exists()
        && !QFile::exists(damageMark(m_path));
}

Result<RemoteHead> GitMirror::update(std::stop_token stop) const
{
    MERGELOOM_TRY(const Head head, remoteHead(stop));
    MERGELOOM_CHECK(removeAll(m_path + QStringLiteral(".partial")));
    if (isUsable()) {
        Result<void> fetched = fetchInto(m_path, stop);
        Result<RemoteHead> result = fetched ? headIn(head.branch) : Result<RemoteHead>(failure(fetched));
        if (result || !mayBeDamage(result.error()))
            return result;
        if (m_options.onProgress)
            m_options.onProgress(
                QStringLiteral("The mirror is damaged and is made anew: %1").arg(result.error().message));
    }
    MERGELOOM_CHECK(build(stop));
    return headIn(head.branch);
}

Result<GitMirror::Head> GitMirror::remoteHead(std::stop_token stop) const
{
    MERGELOOM_TRY(ProcessResult result,
        m_command.run({QStringLiteral("ls-remote"), QStringLiteral("--symref"), QStringLiteral("--"), m_url.address,
                          QStringLiteral("HEAD")},
            m_options, stop));
    if (!result.succeeded())
        return gitCommandFailure(result, m_url, QStringLiteral("read"));
    Head head;
    for (const QByteArray &line : result.standardOutput.split('\n')) {
        if (line.startsWith("ref: refs/heads/") && line.endsWith("\tHEAD"))
            head.branch = QString::fromUtf8(line.mid(16, line.size() - 16 - 5));
        else if (line.endsWith("\tHEAD") && line.indexOf('\t') == 40)
            head.commit = QString::fromLatin1(line.left(40));
    }
    if (!head.branch.isEmpty() && !head.commit.isEmpty())
        return head;

    // HEAD is detached or names a branch that is not there: take the branch that it means most likely.
    MERGELOOM_TRY(result,
        m_command.run({QStringLiteral("ls-remote"), QStringLiteral("--heads"), QStringLiteral("--"), m_url.address},
            m_options, stop));
    if (!result.succeeded())
        return gitCommandFailure(result, m_url, QStringLiteral("read"));
    int best = -1;
    for (const QByteArray &line : result.standardOutput.split('\n')) {
        const qsizetype tab = line.indexOf("\trefs/heads/");
        if (tab != 40)
            continue;
        const QString name = QString::fromUtf8(line.mid(tab + 12));
        const QString commit = QString::fromLatin1(line.left(40));
        const int rank = commit == head.commit ? 3 : name == u"main" ? 2 : name == u"master" ? 1 : 0;
        if (rank > best) {
            best = rank;
            head.branch = name;
        }
    }
    if (best < 0)
        return failure(ErrorCode::NotFound,
            QStringLiteral("The repository %1 is empty. Push a first commit to it.").arg(m_url.address));
    return head;
}

Result<void> GitMirror::fetchInto(const QString &path, std::stop_token stop) const
{
    const QStringList arguments{QStringLiteral("--git-dir=") + path, QStringLiteral("fetch"),
        QStringLiteral("--progress"), QStringLiteral("--prune"), QStringLiteral("--no-tags"),
        QStringLiteral("--no-write-fetch-head"), QStringLiteral("--no-auto-maintenance"),
        QStringLiteral("--no-recurse-submodules"), QStringLiteral("--"), m_url.address,
        QStringLiteral("+refs/heads/*:refs/heads/*"), QStringLiteral("+refs/tags/*:refs/tags/*")};
    MERGELOOM_TRY(const ProcessResult result, m_command.run(arguments, m_options, stop));
    if (!result.succeeded())
        return gitCommandFailure(result, m_url, QStringLiteral("fetch from"));
    return {};
}

Result<void> GitMirror::build(std::stop_token stop) const
{
    const QString partial = m_path + QStringLiteral(".partial");
    MERGELOOM_CHECK(removeAll(partial));
    MERGELOOM_TRY(const ProcessResult made,
        m_command.run({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--bare"),
                          QStringLiteral("--template="), QStringLiteral("--"), partial},
            m_options, stop));
    if (!made.succeeded())
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot make the mirror %1: %2")
                .arg(partial, QString::fromUtf8(made.standardError).trimmed()));
    if (Result<void> fetched = fetchInto(partial, stop); !fetched) {
        (void)removeAll(partial);
        return fetched;
    }
    MERGELOOM_CHECK(putInPlace(partial, m_path));
    return removeAll(partial);
}

/// The branch as it is in the mirror, with a commit and tree that can be read. It may have moved since the remote was asked.
Result<RemoteHead> GitMirror::headIn(const QString &branch) const
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(m_path));
    git_oid id;
    const QByteArray name = "refs/heads/" + branch.toUtf8();
    if (const int code = git_reference_name_to_id(&id, repository.get(), name.constData()); code < 0)
        return gitFailure(
            code, QStringLiteral("Cannot read the branch %1 in the mirror of %2").arg(branch, m_url.address));
    MERGELOOM_CHECK(findTree(repository.get(), objectIdText(id)));
    if (const int code = git_repository_set_head(repository.get(), name.constData()); code < 0)
        return gitFailure(
            code, QStringLiteral("Cannot make %1 the default branch of the mirror %2").arg(branch, m_path));
    noteFetched(m_path);
    return RemoteHead{branch, objectIdText(id)};
}

} // namespace mergeloom

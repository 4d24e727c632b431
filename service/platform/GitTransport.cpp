#include "service/platform/GitTransport.h"

#include "service/platform/CloneUrl.h"
#include "service/platform/FileLock.h"
#include "service/platform/GitCommand.h"
#include "service/platform/GitMirror.h"
#include "service/platform/GitObjects.h"

#include <QCryptographicHash>
#include <QDir>

namespace mergeloom {

namespace {

Result<void> checkBranch(const QString &branch)
{
    startGitLibrary();
    int isValid = 0;
    const QByteArray name = "refs/heads/" + branch.toUtf8();
    if (branch.isEmpty() || branch.startsWith(u'-') || git_reference_name_is_valid(&isValid, name.constData()) < 0
        || !isValid)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" cannot be the name of a git branch.").arg(branch.left(200)));
    return {};
}

/// What the remote said about our one ref: the line of `git push --porcelain` that begins with `!`.
QString refusedLine(const QByteArray &standardOutput)
{
    for (const QByteArray &line : standardOutput.split('\n'))
        if (line.startsWith("!\t"))
            return QString::fromUtf8(line.mid(line.lastIndexOf('\t') + 1)).trimmed();
    return {};
}

bool isRace(const QString &line)
{
    for (const char *sign : {"stale info", "fetch first", "non-fast-forward", "needs force", "cannot lock ref",
             "reference already exists", "incorrect old value", "failed to update ref"})
        if (line.contains(QLatin1String(sign)))
            return true;
    return false;
}

Unexpected movedBranch(const QString &branch, const QString &expected, const QString &found)
{
    const QString is =
        found.isEmpty() ? QStringLiteral("is not there any more") : QStringLiteral("is at %1").arg(found);
    const QString should =
        expected.isEmpty() ? QStringLiteral("should not exist yet") : QStringLiteral("should be at %1").arg(expected);
    return failure(ErrorCode::Conflict,
        QStringLiteral("The branch %1 of the remote %2 but %3. Somebody else moved it; nothing was pushed.")
            .arg(branch, is, should),
        {{QStringLiteral("found"), found}, {QStringLiteral("expected"), expected}});
}

/// A lease lets git drop commits of the remote, so it is made sure before that there are none to drop.
Result<void> checkDescends(
    const QString &objectDirectory, const QString &commit, const QString &expected, const QString &branch)
{
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(objectDirectory));
    MERGELOOM_TRY(const git_oid child, parseObjectId(commit));
    git_object *found = nullptr;
    if (const int code = git_object_lookup(&found, repository.get(), &child, GIT_OBJECT_COMMIT); code < 0)
        return gitFailure(code, QStringLiteral("The commit %1 that is to be pushed cannot be read").arg(commit));
    const GitObject owned(found);
    if (expected.isEmpty())
        return {};
    MERGELOOM_TRY(const git_oid parent, parseObjectId(expected));
    const int answer = git_graph_descendant_of(repository.get(), &child, &parent);
    if (answer == 1)
        return {};
    if (answer < 0 && answer != GIT_ENOTFOUND)
        return gitFailure(answer, QStringLiteral("Cannot compare %1 with %2").arg(commit, expected));
    return failure(ErrorCode::Conflict,
        QStringLiteral(
            "%1 does not build upon %2, which the branch %3 of the remote is at. Commits there would be lost; "
            "nothing was pushed.")
            .arg(commit, expected, branch),
        {{QStringLiteral("found"), expected}});
}

struct BranchPush {
    const CloneUrl &url;
    const QString &commit;
    const QString &branch;
    const QString &expected; ///< see GitTransport::push()
};

Result<void> pushFrom(const QString &scratch, const BranchPush &order, const GitCommand &command,
    const GitTransport::Options &options, const std::function<Result<QString>()> &remoteNow,
    const std::stop_token &stop)
{
    MERGELOOM_CHECK(checkDescends(scratch + QStringLiteral("/objects"), order.commit, order.expected, order.branch));
    const QString name = QStringLiteral("refs/heads/") + order.branch;
    MERGELOOM_TRY(const ProcessResult result,
        command.run({QStringLiteral("--git-dir=") + scratch, QStringLiteral("push"), QStringLiteral("--porcelain"),
                        QStringLiteral("--progress"), QStringLiteral("--no-verify"), QStringLiteral("--no-follow-tags"),
                        QStringLiteral("--no-signed"), QStringLiteral("--recurse-submodules=no"),
                        QStringLiteral("--force-with-lease=%1:%2").arg(name, order.expected), QStringLiteral("--"),
                        order.url.address, order.commit + u':' + name},
            options, stop));
    if (result.succeeded())
        return {};

    const QString refused = refusedLine(result.standardOutput);
    if (refused.isEmpty())
        return gitCommandFailure(result, order.url, QStringLiteral("push to"));
    if (isRace(refused)) {
        MERGELOOM_TRY(const QString now, remoteNow());
        if (now == order.commit)
            return {};
        if (now != order.expected)
            return movedBranch(order.branch, order.expected, now);
    }
    const QString words = remoteWords(result.standardError);
    return failure(ErrorCode::Rejected,
        QStringLiteral("The git server refused the branch %1: %2%3")
            .arg(order.branch, refused, words.isEmpty() ? QString() : u'\n' + words),
        {{QStringLiteral("reason"), refused}, {QStringLiteral("remote"), words}});
}

/// What was pushed can be looked at in the mirror at once. It is fetched into the mirror, from here: a push would set off what the
/// configuration of a receiving repository does by default, as dropping objects.
Result<void> keepInMirror(const QString &mirror, const QString &scratch, const BranchPush &order,
    const GitCommand &command, const GitTransport::Options &options, const std::stop_token &stop)
{
    if (!QDir(mirror).exists())
        return {};
    MERGELOOM_TRY(const FileLock lock, FileLock::take(mirror + QStringLiteral(".lock"), stop));
    const QString name = QStringLiteral("refs/heads/") + order.branch;
    const QList<QStringList> steps{
        {QStringLiteral("--git-dir=") + scratch, QStringLiteral("update-ref"), name, order.commit},
        {QStringLiteral("--git-dir=") + mirror, QStringLiteral("fetch"), QStringLiteral("--quiet"),
            QStringLiteral("--no-tags"), QStringLiteral("--no-write-fetch-head"),
            QStringLiteral("--no-auto-maintenance"), QStringLiteral("--no-recurse-submodules"), QStringLiteral("--"),
            scratch, u'+' + name + u':' + name}};
    for (const QStringList &step : steps) {
        MERGELOOM_TRY(const ProcessResult result, command.run(step, options, stop));
        if (!result.succeeded())
            return failure(ErrorCode::Io, QString::fromUtf8(result.standardError).trimmed());
    }
    return {};
}

} // namespace

GitTransport::GitTransport(Options options) : m_options(std::move(options)) {}

QString GitTransport::mirrorPath(const QString &url) const
{
    const auto parsed = CloneUrl::parse(url);
    const QString address = parsed ? parsed->address : withoutCredentials(url);
    QString name = address;
    while (name.endsWith(u'/') || name.endsWith(u".git"))
        name.chop(name.endsWith(u'/') ? 1 : 4);
    const QByteArray digest = QCryptographicHash::hash(address.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    name = name.mid(name.lastIndexOf(u'/') + 1);
    name = name.mid(name.lastIndexOf(u':') + 1).left(40);
    for (QChar &c : name)
        if (!(c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_')))
            c = u'-';
    return QDir(m_options.mirrorRoot)
        .absoluteFilePath(QStringLiteral("%1-%2.git")
                              .arg(name.isEmpty() ? QStringLiteral("repository") : name, QString::fromLatin1(digest)));
}

Result<RemoteHead> GitTransport::updateMirror(
    const QString &url, const std::optional<GitCredential> &credential, std::stop_token stop) const
{
    MERGELOOM_TRY(const CloneUrl parsed, CloneUrl::parse(url));
    if (!QDir().mkpath(m_options.mirrorRoot))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1.").arg(m_options.mirrorRoot));
    MERGELOOM_TRY(const GitCommand command,
        GitCommand::prepare(parsed, credential, m_options.mirrorRoot, GitCommand::Access::Read));
    const GitMirror mirror(mirrorPath(url), parsed, command, m_options);
    MERGELOOM_TRY(const FileLock lock, FileLock::take(mirrorPath(url) + QStringLiteral(".lock"), stop));
    lock.touch();
    return mirror.update(stop);
}

Result<QString> GitTransport::remoteBranch(const QString &url, const std::optional<GitCredential> &credential,
    const QString &branch, std::stop_token stop) const
{
    MERGELOOM_TRY(const CloneUrl parsed, CloneUrl::parse(url));
    MERGELOOM_CHECK(checkBranch(branch));
    if (!QDir().mkpath(m_options.mirrorRoot)) // known_hosts is kept there
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1.").arg(m_options.mirrorRoot));
    MERGELOOM_TRY(const GitCommand command,
        GitCommand::prepare(parsed, credential, m_options.mirrorRoot, GitCommand::Access::Read));
    const QString name = QStringLiteral("refs/heads/") + branch;
    MERGELOOM_TRY(const ProcessResult result,
        command.run({QStringLiteral("ls-remote"), QStringLiteral("--"), parsed.address, name}, m_options, stop));
    if (!result.succeeded())
        return gitCommandFailure(result, parsed, QStringLiteral("read"));
    for (const QByteArray &line : result.standardOutput.split('\n')) {
        const qsizetype tab = line.indexOf('\t');
        if (tab == 40 && line.mid(tab + 1) == name.toUtf8()) // the pattern also finds other refs that end alike
            return QString::fromLatin1(line.left(tab));
    }
    return QString();
}

Result<void> GitTransport::push(const QString &url, const std::optional<GitCredential> &credential,
    const QString &repositoryPath, const QString &commit, const QString &branch, const QString &expected,
    std::stop_token stop) const
{
    MERGELOOM_TRY(const CloneUrl parsed, CloneUrl::parse(url));
    MERGELOOM_CHECK(parseObjectId(commit));
    MERGELOOM_TRY(const QString found, remoteBranch(url, credential, branch, stop));
    if (found != commit && found != expected)
        return movedBranch(branch, expected, found);

    MERGELOOM_TRY(const GitCommand command,
        GitCommand::prepare(parsed, credential, m_options.mirrorRoot, GitCommand::Access::Write));
    // A repository made for this one push: nothing that the workspace's or the mirror's configuration says is read.
    QStringList objects{QDir(repositoryPath).absoluteFilePath(QStringLiteral("objects"))};
    if (const QString mirrored = mirrorPath(url) + QStringLiteral("/objects"); QDir(mirrored).exists())
        objects += mirrored;
    MERGELOOM_TRY(const QString scratch, command.scratchRepository(objects));
    if (found != commit) {
        const auto remoteNow = [&] { return remoteBranch(url, credential, branch, stop); };
        MERGELOOM_CHECK(pushFrom(scratch, {parsed, commit, branch, expected}, command, m_options, remoteNow, stop));
    }
    const auto kept =
        keepInMirror(mirrorPath(url), scratch, {parsed, commit, branch, expected}, command, m_options, stop);
    if (!kept && m_options.onProgress)
        m_options.onProgress(QStringLiteral("The branch %1 was pushed; the mirror has it with the next fetch only: %2")
                                 .arg(branch, kept.error().message));
    return {};
}

} // namespace mergeloom

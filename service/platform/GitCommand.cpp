#include "service/platform/GitCommand.h"

#include "service/platform/FileDescriptor.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

// Answers git's question only when it is about the host that the password is for: git asks anew after a redirect.
constexpr const char *askPassScript = R"(#!/bin/sh
case "$1" in
"Username for '$MERGELOOM_GIT_ORIGIN': ") printf '%s\n' "$MERGELOOM_GIT_USERNAME" ;;
"Password for '"*"@$MERGELOOM_GIT_AUTHORITY': ") printf '%s\n' "$MERGELOOM_GIT_PASSWORD" ;;
*) exit 1 ;;
esac
)";

const QStringList inheritedVariables{QStringLiteral("http_proxy"), QStringLiteral("https_proxy"),
    QStringLiteral("HTTPS_PROXY"), QStringLiteral("no_proxy"), QStringLiteral("NO_PROXY"), QStringLiteral("all_proxy"),
    QStringLiteral("ALL_PROXY"), QStringLiteral("SSL_CERT_FILE"), QStringLiteral("SSL_CERT_DIR"),
    QStringLiteral("GIT_SSL_CAINFO"), QStringLiteral("GIT_SSL_CAPATH"), QStringLiteral("CURL_CA_BUNDLE")};

QString inherited(const QString &name) { return qEnvironmentVariable(name.toLatin1().constData()); }

/// For a value of ssh's -o, which is split at blanks and has % sequences, inside the shell line of GIT_SSH_COMMAND.
QString sshPathOption(const char *name, const QStringList &paths)
{
    QStringList quoted;
    for (QString path : paths)
        quoted += u'"' + path.replace(u'%', QStringLiteral("%%")) + u'"';
    QString value = QString::fromLatin1(name) + u'=' + quoted.join(u' ');
    return QStringLiteral(" -o '") + value.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QMap<QString, QString> baseEnvironment(const QString &home)
{
    QMap<QString, QString> environment;
    for (const QString &name : inheritedVariables)
        if (const QString value = inherited(name); !value.isEmpty())
            environment.insert(name, value);
    // Debian's git uses GnuTLS, which does not know OpenSSL's variable.
    if (environment.contains(QStringLiteral("SSL_CERT_FILE"))
        && !environment.contains(QStringLiteral("GIT_SSL_CAINFO")))
        environment.insert(QStringLiteral("GIT_SSL_CAINFO"), environment.value(QStringLiteral("SSL_CERT_FILE")));
    const QString path = inherited(QStringLiteral("PATH"));
    environment.insert(QStringLiteral("PATH"), path.isEmpty() ? QStringLiteral("/usr/local/bin:/usr/bin:/bin") : path);
    environment.insert(QStringLiteral("HOME"), home);
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home);
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_ATTR_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_ASKPASS"), QStringLiteral("/bin/false"));
    environment.insert(QStringLiteral("GIT_NO_REPLACE_OBJECTS"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_SSH_VARIANT"), QStringLiteral("ssh"));
    return environment;
}

/// A pack can be small and become anything: its file, and what git holds of it in memory, are limited by the kernel.
void limitResources(ProcessRequest &request, qint64 largestFile, const QString &path)
{
    constexpr qint64 mostMemory = qint64(4) << 30;
    const QString limiter = QStandardPaths::findExecutable(QStringLiteral("prlimit"), path.split(u':'));
    if (limiter.isEmpty() || QStandardPaths::findExecutable(request.program, path.split(u':')).isEmpty())
        return; // that there is no git is for the caller to tell
    request.arguments =
        QStringList{QStringLiteral("--fsize=%1").arg(largestFile), QStringLiteral("--data=%1").arg(mostMemory),
            QStringLiteral("--core=0"), QStringLiteral("--"), request.program}
        + request.arguments;
    request.program = limiter;
}

/// git reads a configuration value in quotes with these escapes.
QString configQuoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + value + u'"';
}

} // namespace

Result<GitCommand> GitCommand::prepare(
    const CloneUrl &url, const std::optional<GitCredential> &credential, const QString &mirrorRoot, Access access)
{
    GitCommand command;
    MERGELOOM_TRY(ScratchDirectory made, ScratchDirectory::make(QStringLiteral("git")));
    command.m_private = std::make_unique<ScratchDirectory>(std::move(made));
    const QString home = command.m_private->filePath(QStringLiteral("home"));
    if (!QDir().mkdir(home))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1.").arg(home));
    command.m_environment = baseEnvironment(home);
    command.m_environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    if (url.kind == CloneUrl::Kind::Path && access == Access::Read) {
        // git would not read a path of another owner. The operator named this one, and reading runs nothing of it (writing
        // runs its hooks, so there git's check stays). Of all ways to say so only this file reaches the upload-pack.
        const QString config = QStringLiteral("[safe]\n\tdirectory = %1\n\tdirectory = %2\n")
                                   .arg(configQuoted(url.address), configQuoted(url.address + QStringLiteral("/.git")));
        MERGELOOM_CHECK(command.writeFile(QStringLiteral("config"), config.toUtf8(), 0600));
        command.m_environment.insert(
            QStringLiteral("GIT_CONFIG_GLOBAL"), command.m_private->filePath(QStringLiteral("config")));
    }
    if (url.kind == CloneUrl::Kind::Ssh)
        MERGELOOM_CHECK(command.prepareSsh(credential, mirrorRoot));
    if (url.kind == CloneUrl::Kind::Http)
        MERGELOOM_CHECK(command.prepareHttp(url, credential));
    return command;
}

Result<void> GitCommand::writeFile(const QString &name, const QByteArray &content, int mode) const
{
    const QString path = m_private->filePath(name);
    const FileDescriptor file(
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file.isOpen() || !writeAll(file.get(), {content.constData(), size_t(content.size())}))
        return failure(
            ErrorCode::Io, QStringLiteral("Cannot write %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
    return {};
}

Result<void> GitCommand::prepareSsh(const std::optional<GitCredential> &credential, const QString &mirrorRoot)
{
    QString line = QStringLiteral("ssh -F /dev/null -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15"
                                  " -o ServerAliveCountMax=4 -o GlobalKnownHostsFile=/dev/null -o LogLevel=ERROR");
    QStringList knownHosts{QDir(mirrorRoot).absoluteFilePath(QStringLiteral("known_hosts"))};
    if (credential && !credential->sshKey.isEmpty()) {
        QByteArray key = credential->sshKey; // ssh takes no key with CR or without a last newline
        key.replace("\r\n", "\n");
        if (!key.endsWith('\n'))
            key += '\n';
        MERGELOOM_CHECK(writeFile(QStringLiteral("key"), key, 0600));
        line += QStringLiteral(" -o IdentitiesOnly=yes -o IdentityAgent=none -o PreferredAuthentications=publickey")
            + sshPathOption("IdentityFile", {m_private->filePath(QStringLiteral("key"))});
    } else {
        // A person at a workstation: their agent, their keys and the hosts they know.
        const QString agent = inherited(QStringLiteral("SSH_AUTH_SOCK"));
        if (!agent.isEmpty())
            m_environment.insert(QStringLiteral("SSH_AUTH_SOCK"), agent);
        knownHosts += QDir::home().absoluteFilePath(QStringLiteral(".ssh/known_hosts"));
    }
    if (credential && !credential->knownHosts.isEmpty()) {
        MERGELOOM_CHECK(writeFile(QStringLiteral("known_hosts"), credential->knownHosts + '\n', 0600));
        line += QStringLiteral(" -o StrictHostKeyChecking=yes")
            + sshPathOption("UserKnownHostsFile", {m_private->filePath(QStringLiteral("known_hosts"))});
    } else {
        line +=
            QStringLiteral(" -o StrictHostKeyChecking=accept-new") + sshPathOption("UserKnownHostsFile", knownHosts);
    }
    m_environment.insert(QStringLiteral("GIT_SSH_COMMAND"), line);
    return {};
}

Result<void> GitCommand::prepareHttp(const CloneUrl &url, const std::optional<GitCredential> &credential)
{
    const bool isGiven = credential && (!credential->username.isEmpty() || !credential->password.isEmpty());
    QString username = isGiven ? credential->username : url.username;
    const QString password = isGiven ? credential->password : url.password;
    if (username.isEmpty() && password.isEmpty())
        return {};
    if (username.isEmpty())
        username =
            url.username.isEmpty() ? QStringLiteral("git") : url.username; // hosts that take tokens ignore the name
    MERGELOOM_CHECK(writeFile(QStringLiteral("askpass"), askPassScript, 0700));
    m_environment.insert(QStringLiteral("GIT_ASKPASS"), m_private->filePath(QStringLiteral("askpass")));
    m_environment.insert(QStringLiteral("MERGELOOM_GIT_ORIGIN"), url.origin);
    m_environment.insert(
        QStringLiteral("MERGELOOM_GIT_AUTHORITY"), url.origin.mid(url.origin.indexOf(QStringLiteral("://")) + 3));
    m_environment.insert(QStringLiteral("MERGELOOM_GIT_USERNAME"), username);
    m_environment.insert(QStringLiteral("MERGELOOM_GIT_PASSWORD"), password);
    return {};
}

Result<ProcessResult> GitCommand::run(
    const QStringList &arguments, const GitTransport::Options &options, std::stop_token stop) const
{
    ProcessRequest request;
    request.program = QStringLiteral("git");
    request.arguments = QStringList{QStringLiteral("-c"), QStringLiteral("core.hooksPath=/dev/null"),
        QStringLiteral("-c"), QStringLiteral("protocol.allow=never"), QStringLiteral("-c"),
        QStringLiteral("protocol.http.allow=always"), QStringLiteral("-c"),
        QStringLiteral("protocol.https.allow=always"), QStringLiteral("-c"),
        QStringLiteral("protocol.ssh.allow=always"), QStringLiteral("-c"), QStringLiteral("protocol.file.allow=always"),
        QStringLiteral("-c"), QStringLiteral("credential.helper="), QStringLiteral("-c"), QStringLiteral("gc.auto=0"),
        QStringLiteral("-c"), QStringLiteral("maintenance.auto=false"), QStringLiteral("-c"),
        QStringLiteral("core.fsmonitor=false"), QStringLiteral("-c"), QStringLiteral("core.bigFileThreshold=32m"),
        QStringLiteral("-c"), // larger files are streamed
        QStringLiteral("http.lowSpeedLimit=1"), QStringLiteral("-c"), QStringLiteral("http.lowSpeedTime=60")};
    request.arguments += arguments;
    request.workingDirectory = m_environment.value(QStringLiteral("HOME"));
    limitResources(request, options.largestPack, m_environment.value(QStringLiteral("PATH")));
    request.environment = m_environment;
    request.timeLimit = options.timeLimit;
    request.outputLimit = 64 << 20; // a remote with very many branches
    QByteArray pending;
    if (options.onProgress)
        request.onOutput = [&pending, &options](const QByteArray &piece, bool isStandardError) {
            if (!isStandardError)
                return;
            pending += piece;
            qsizetype start = 0;
            for (qsizetype i = 0; i < pending.size(); ++i) {
                if (pending[i] != '\r' && pending[i] != '\n')
                    continue;
                if (const QString line = QString::fromUtf8(pending.mid(start, i - start)).trimmed(); !line.isEmpty())
                    options.onProgress(line);
                start = i + 1;
            }
            pending.remove(0, start);
        };
    MERGELOOM_TRY(ProcessResult result, runProcess(request, stop));
    if (result.end == ProcessEnd::Cancelled)
        return failure(ErrorCode::Cancelled, QStringLiteral("Stopped while git was running."));
    if (result.end == ProcessEnd::TimedOut)
        return failure(ErrorCode::Timeout,
            QStringLiteral("git did not finish within %1 s. Check the connection, or raise the time limit.")
                .arg(options.timeLimit.count()));
    return result;
}

Result<QString> GitCommand::scratchRepository(const QStringList &objectDirectories) const
{
    const QDir root(m_private->path());
    if (!root.mkpath(QStringLiteral("scratch/objects/info")) || !root.mkpath(QStringLiteral("scratch/refs")))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make a repository in %1.").arg(root.path()));
    MERGELOOM_CHECK(writeFile(QStringLiteral("scratch/HEAD"), "ref: refs/heads/none\n", 0600));
    MERGELOOM_CHECK(
        writeFile(QStringLiteral("scratch/config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n", 0600));
    QByteArray alternates;
    for (const QString &directory : objectDirectories)
        alternates += QFile::encodeName(directory) + '\n';
    MERGELOOM_CHECK(writeFile(QStringLiteral("scratch/objects/info/alternates"), alternates, 0600));
    return root.filePath(QStringLiteral("scratch"));
}

} // namespace mergeloom

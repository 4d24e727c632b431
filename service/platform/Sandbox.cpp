#include "service/platform/Sandbox.h"

#include <QDir>
#include <QFileInfo>

namespace mergeloom {

namespace {

// Never by the PATH of a request: what starts the sandbox is not chosen by what runs in it.
QString bubblewrap()
{
    for (const char *candidate : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"})
        if (const QFileInfo file{QString::fromLatin1(candidate)}; file.isFile() && file.isExecutable())
            return file.filePath();
    return {};
}

/// What of /etc programs need to run at all: linker, names of users and hosts, certificates, time zone, alternatives,
/// and the system-wide settings of tool chains. No shadow files, no ssh, no machine id, no service settings.
const QStringList &visibleSettings()
{
    static const QStringList names = QStringLiteral(
        "ld.so.cache ld.so.conf ld.so.conf.d alternatives passwd group nsswitch.conf hosts host.conf gai.conf protocols services "
        "localtime timezone locale.alias locale.conf default/locale ssl/certs ssl/openssl.cnf ca-certificates ca-certificates.conf "
        "pki/tls pki/ca-trust mime.types magic magic.mime fonts terminfo inputrc bash.bashrc profile os-release debian_version "
        "lsb-release java-11-openjdk java-17-openjdk java-21-openjdk java python3 python3.11 python3.12 python3.13 perl php emacs "
        "maven gradle dpkg/origins ImageMagick-6 papersize xdg vulkan OpenCL")
                                         .split(QLatin1Char(' '));
    return names;
}

void showSystem(QStringList &line)
{
    line << QStringLiteral("--ro-bind") << QStringLiteral("/usr") << QStringLiteral("/usr");
    for (const char *name : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
        const QFileInfo place{QString::fromLatin1(name)};
        if (place.isSymLink()) // merged /usr
            line << QStringLiteral("--symlink") << QStringLiteral("usr/") + place.fileName() << place.filePath();
        else if (place.isDir())
            line << QStringLiteral("--ro-bind") << place.filePath() << place.filePath();
    }
    for (const QString &name : visibleSettings()) {
        const QString path = QStringLiteral("/etc/") + name;
        if (QFileInfo::exists(path))
            line << QStringLiteral("--ro-bind") << path << path;
    }
}

QString cleanAbsolute(const QString &path) { return QDir::isAbsolutePath(path) ? QDir::cleanPath(path) : QString(); }

bool isInside(const QString &path, const QString &directory)
{
    return path == directory || path.startsWith(directory + QLatin1Char('/'));
}

Result<void> bindWorkspace(QStringList &line, const SandboxPolicy &policy)
{
    if (policy.workspace.isEmpty())
        return {};
    const QString workspace = cleanAbsolute(policy.workspace);
    if (workspace.isEmpty() || workspace == QLatin1String("/"))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The workspace %1 is no absolute path of a directory.").arg(policy.workspace));
    if (!QFileInfo(workspace).isDir())
        return failure(ErrorCode::NotFound, QStringLiteral("The workspace %1 does not exist.").arg(workspace));
    line << (policy.isWorkspaceReadOnly ? QStringLiteral("--ro-bind") : QStringLiteral("--bind")) << workspace
         << workspace;
    const QFileInfo git(workspace + QStringLiteral("/.git"));
    if (git.isSymLink()) // bubblewrap would follow it and leave the link itself to be replaced
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is a link; a workspace keeps its own .git.").arg(git.filePath()));
    if (git.exists())
        line << QStringLiteral("--ro-bind") << git.filePath() << git.filePath();
    return {};
}

Result<void> bindPaths(QStringList &line, const SandboxPolicy &policy)
{
    // A path above the workspace must come before it, or it would cover the writable one.
    const QString workspace = cleanAbsolute(policy.workspace);
    QStringList before, after;
    for (const QString &given : policy.readOnlyPaths) {
        const QString path = cleanAbsolute(given);
        if (path.isEmpty() || path == QLatin1String("/"))
            return failure(
                ErrorCode::InvalidInput, QStringLiteral("%1 is no path that a sandbox can show.").arg(given));
        if (!QFileInfo::exists(path))
            return failure(
                ErrorCode::NotFound, QStringLiteral("%1, which the sandbox is to show, does not exist.").arg(path));
        (isInside(workspace, path) ? before : after) << QStringLiteral("--ro-bind") << path << path;
    }
    line << before;
    MERGELOOM_CHECK(bindWorkspace(line, policy));
    line << after;
    return {};
}

} // namespace

Result<QStringList> Sandbox::commandLine(
    const SandboxPolicy &policy, const QString &program, const QStringList &arguments, const QString &workingDirectory)
{
    if (policy.mode == SandboxMode::Off)
        return QStringList{program} + arguments;
    const QString starter = bubblewrap();
    if (starter.isEmpty()) {
        return failure(ErrorCode::Unavailable,
            QStringLiteral("bubblewrap is not installed, so no command can run in a sandbox. "
                           "Install the package bubblewrap."));
    }
    if (program.isEmpty() || program.startsWith(QLatin1Char('-')))
        return failure(ErrorCode::InvalidInput, QStringLiteral("“%1” is no program.").arg(program));
    QStringList line{starter, QStringLiteral("--unshare-all"), QStringLiteral("--unshare-user"),
        QStringLiteral("--disable-userns"), QStringLiteral("--die-with-parent"), QStringLiteral("--new-session"),
        QStringLiteral("--cap-drop"), QStringLiteral("ALL"), QStringLiteral("--hostname"), QStringLiteral("sandbox")};
    if (policy.hasNetwork)
        line << QStringLiteral("--share-net");
    showSystem(line);
    if (policy.hasNetwork && QFileInfo::exists(QStringLiteral("/etc/resolv.conf")))
        line << QStringLiteral("--ro-bind") << QStringLiteral("/etc/resolv.conf") << QStringLiteral("/etc/resolv.conf");
    for (const char *writable : {"/tmp", "/run", "/var/tmp"})
        line << QStringLiteral("--tmpfs") << QString::fromLatin1(writable);
    line << QStringLiteral("--dir") << QString::fromLatin1(sandboxHome) << QStringLiteral("--proc")
         << QStringLiteral("/proc") << QStringLiteral("--dev") << QStringLiteral("/dev");
    MERGELOOM_CHECK(bindPaths(line, policy));
    // The root that holds these mounts is a file system of its own; nothing may be written there.
    line << QStringLiteral("--remount-ro") << QStringLiteral("/");
    const QString directory = workingDirectory.isEmpty() ? policy.workspace : workingDirectory;
    line << QStringLiteral("--chdir") << (directory.isEmpty() ? QStringLiteral("/tmp") : directory);
    line << QStringLiteral("--") << program << arguments;
    return line;
}

} // namespace mergeloom

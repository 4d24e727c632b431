#include "service/platform/Sandbox.h"

#include <QDir>
#include <QFileInfo>

namespace mergeloom {

namespace {

// Where bubblewrap shows our launcher inside.
constexpr const char *launcherInside = "/run/mergeloom-sandbox";

// Never by the PATH of a request: what starts the sandbox is not chosen by what runs in it.
QString bubblewrap()
{
    for (const char *candidate : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"})
        if (const QFileInfo file{QString::fromLatin1(candidate)}; file.isFile() && file.isExecutable())
            return file.filePath();
    return {};
}

/// Our own program, beside the one that runs.
Result<QString> launcherProgram()
{
    const QString beside = QFileInfo(QFileInfo(QStringLiteral("/proc/self/exe")).symLinkTarget()).path()
        + QStringLiteral("/mergeloom-sandbox");
    const QString program = QFileInfo(beside).canonicalFilePath();
    if (program.isEmpty() || !QFileInfo(program).isExecutable())
        return failure(ErrorCode::Unavailable,
            QStringLiteral(
                "%1 is missing, so no command can run in a sandbox. It is installed beside mergeloom-worker; "
                "install it again.")
                .arg(beside));
    return program;
}

void showSystem(QStringList &line, const SandboxPolicy &policy)
{
    line << QStringLiteral("--ro-bind") << QStringLiteral("/usr") << QStringLiteral("/usr");
    for (const char *name : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
        const QFileInfo place{QString::fromLatin1(name)};
        if (place.isSymLink()) // merged /usr
            line << QStringLiteral("--symlink") << QStringLiteral("usr/") + place.fileName() << place.filePath();
        else if (place.isDir())
            line << QStringLiteral("--ro-bind") << place.filePath() << place.filePath();
    }
    if (policy.settings)
        line << QStringLiteral("--ro-bind") << policy.settings->path() << QStringLiteral("/etc");
    else
        for (const QString &path : SystemSettings::paths())
            line << QStringLiteral("--ro-bind") << path << path;
}

QString cleanAbsolute(const QString &path) { return QDir::isAbsolutePath(path) ? QDir::cleanPath(path) : QString(); }

bool isInside(const QString &path, const QString &directory)
{
    return path == directory || path.startsWith(directory + QLatin1Char('/'));
}

/// The places that a policy names, checked.
struct Places {
    QString workspace; ///< may be empty
    QFileInfo git;
    QStringList readOnly;
};

Result<Places> placesOf(const SandboxPolicy &policy)
{
    Places places;
    for (const QString &given : policy.readOnlyPaths) {
        const QString path = cleanAbsolute(given);
        if (path.isEmpty() || path == QLatin1String("/"))
            return failure(
                ErrorCode::InvalidInput, QStringLiteral("%1 is no path that a sandbox can show.").arg(given));
        if (!QFileInfo::exists(path))
            return failure(
                ErrorCode::NotFound, QStringLiteral("%1, which the sandbox is to show, does not exist.").arg(path));
        places.readOnly << path;
    }
    if (!policy.keptHome.isEmpty() && (cleanAbsolute(policy.keptHome).isEmpty() || !QFileInfo(policy.keptHome).isDir()))
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1, which is to be the home in the sandbox, is no folder.").arg(policy.keptHome));
    if (!policy.keptSignIn.isEmpty() && !QFileInfo(cleanAbsolute(policy.keptSignIn)).isDir())
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1, which holds the sign-in of a program, is no folder.").arg(policy.keptSignIn));
    if (policy.workspace.isEmpty())
        return places;
    places.workspace = cleanAbsolute(policy.workspace);
    if (places.workspace.isEmpty() || places.workspace == QLatin1String("/"))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The workspace %1 is no absolute path of a directory.").arg(policy.workspace));
    if (!QFileInfo(places.workspace).isDir())
        return failure(ErrorCode::NotFound, QStringLiteral("The workspace %1 does not exist.").arg(places.workspace));
    places.git = QFileInfo(places.workspace + QStringLiteral("/.git"));
    if (places.git.isSymLink()) // bubblewrap would follow it and leave the link itself to be replaced
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is a link; a workspace keeps its own .git.").arg(places.git.filePath()));
    return places;
}

void bindPlaces(QStringList &line, const SandboxPolicy &policy, const Places &places)
{
    // A path above the workspace must come before it, or it would cover the writable one.
    QStringList before, after;
    for (const QString &path : places.readOnly)
        (isInside(places.workspace, path) ? before : after) << QStringLiteral("--ro-bind") << path << path;
    line << before;
    if (!places.workspace.isEmpty())
        line << (policy.isWorkspaceReadOnly ? QStringLiteral("--ro-bind") : QStringLiteral("--bind"))
             << places.workspace << places.workspace;
    if (!places.workspace.isEmpty() && places.git.exists())
        line << QStringLiteral("--ro-bind") << places.git.filePath() << places.git.filePath();
    line << after;
    if (!policy.keptHome.isEmpty())
        line << QStringLiteral("--bind") << policy.keptHome << QString::fromLatin1(keptHomeInside);
    if (!policy.keptSignIn.isEmpty())
        line << QStringLiteral("--bind") << policy.keptSignIn << QString::fromLatin1(signInPlace);
}

QStringList limitOptions(const SandboxPolicy &policy)
{
    QStringList options;
    const auto limit = [&options](const char *name, qint64 value) {
        if (value > 0)
            options << QString::fromLatin1(name) << QString::number(value);
    };
    limit("--processes", policy.limits.processes);
    limit("--open-files", policy.limits.openFiles);
    limit("--file-bytes", policy.limits.fileBytes);
    limit("--processor-seconds", policy.limits.processorSeconds);
    return options;
}

void showOwnPlaces(QStringList &line, const SandboxPolicy &policy)
{
    const auto temporary = [&](const char *place) {
        if (policy.limits.fileBytes > 0)
            line << QStringLiteral("--size") << QString::number(policy.limits.fileBytes);
        line << QStringLiteral("--tmpfs") << QString::fromLatin1(place);
    };
    for (const char *writable : {"/tmp", "/run", "/var/tmp"})
        temporary(writable);
    line << QStringLiteral("--dir") << QString::fromLatin1(sandboxHome) << QStringLiteral("--proc")
         << QStringLiteral("/proc") << QStringLiteral("--dev") << QStringLiteral("/dev");
    temporary("/dev/shm");
}

Result<QStringList> insideBubblewrap(const SandboxPolicy &policy, const QString &launcher)
{
    const QString starter = bubblewrap();
    if (starter.isEmpty()) {
        return failure(ErrorCode::Unavailable,
            QStringLiteral("bubblewrap is not installed, so no command can run in a sandbox. "
                           "Install the package bubblewrap."));
    }
    MERGELOOM_TRY(const Places places, placesOf(policy));
    // No name space can be made inside: the launcher's filter of system calls refuses that, so --disable-userns is not needed.
    QStringList line{starter, QStringLiteral("--unshare-all"), QStringLiteral("--unshare-user"),
        QStringLiteral("--die-with-parent"), QStringLiteral("--as-pid-1"), QStringLiteral("--new-session"),
        QStringLiteral("--cap-drop"), QStringLiteral("ALL"), QStringLiteral("--hostname"), QStringLiteral("sandbox")};
    const bool isOpen = policy.network == NetworkMode::Open;
    if (isOpen)
        line << QStringLiteral("--share-net");
    showSystem(line, policy);
    if (isOpen && QFileInfo::exists(QStringLiteral("/etc/resolv.conf")))
        line << QStringLiteral("--ro-bind") << QStringLiteral("/etc/resolv.conf") << QStringLiteral("/etc/resolv.conf");
    showOwnPlaces(line, policy);
    line << QStringLiteral("--ro-bind") << launcher << QString::fromLatin1(launcherInside);
    bindPlaces(line, policy, places);
    // The root that holds these mounts is a file system of its own; nothing may be written there.
    line << QStringLiteral("--remount-ro") << QStringLiteral("/") << QStringLiteral("--")
         << QString::fromLatin1(launcherInside)
         << (isOpen ? QStringLiteral("--unix-if-shut") : QStringLiteral("--unix")) << QStringLiteral("--internet")
         << limitOptions(policy);
    if (policy.network == NetworkMode::Allowlist)
        line << QStringLiteral("--proxy-port") << QString::number(proxyPortInside);
    return line;
}

Result<QStringList> withLandlock(const SandboxPolicy &policy, const QString &launcher, const QString &privateDirectory)
{
    MERGELOOM_TRY(const Places places, placesOf(policy));
    // Landlock adds rights up and takes none away below: what may be made in a folder may be made in all of it.
    if (!places.workspace.isEmpty() && places.git.isDir() && !policy.isWorkspaceReadOnly)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "%1 is a folder, which Landlock cannot protect inside of a workspace; it must be a file that "
                "names the repository.")
                .arg(places.git.filePath()));
    if (!policy.keptHome.isEmpty())
        return failure(ErrorCode::Unavailable,
            QStringLiteral(
                "A program with a home of its own needs a sandbox with name spaces, which Landlock cannot make. Run the "
                "worker where bubblewrap works; `mergeloom-worker doctor` says what it lacks."));
    if (policy.network == NetworkMode::Allowlist)
        return failure(ErrorCode::Unavailable,
            QStringLiteral(
                "A list of hosts needs a sandbox with a network of its own, which Landlock cannot make. Run the worker where "
                "bubblewrap works (`mergeloom-worker doctor` says what it lacks), or let the repository ask for no network."));
    QStringList line{launcher, QStringLiteral("--alone")};
    // Unix sockets stay shut with every policy: those of the host could not be told from others.
    const bool isOpen = policy.network == NetworkMode::Open;
    if (isOpen)
        line << QStringLiteral("--internet");
    QStringList readable{QStringLiteral("/usr"), QStringLiteral("/bin"), QStringLiteral("/sbin"),
        QStringLiteral("/lib"), QStringLiteral("/lib32"), QStringLiteral("/lib64"), QStringLiteral("/libx32"),
        QStringLiteral("/proc"), launcher};
    readable += SystemSettings::paths();
    if (isOpen)
        readable << QStringLiteral("/etc/resolv.conf");
    readable += places.readOnly;
    QStringList writable{privateDirectory};
    if (!places.workspace.isEmpty())
        (policy.isWorkspaceReadOnly ? readable : writable) << places.workspace;
    for (const QString &path : readable)
        line << QStringLiteral("--read") << path;
    for (const QString &path : writable)
        line << QStringLiteral("--write") << path;
    for (const char *device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"})
        line << QStringLiteral("--device") << QString::fromLatin1(device);
    return line << limitOptions(policy);
}

} // namespace

Result<QStringList> Sandbox::commandLine(const SandboxPolicy &policy, const QString &privateDirectory)
{
    MERGELOOM_TRY(const QString launcher, launcherProgram());
    return policy.backend == SandboxBackend::Landlock ? withLandlock(policy, launcher, privateDirectory)
                                                      : insideBubblewrap(policy, launcher);
}

QString Sandbox::launcherInsideOf(SandboxBackend backend)
{
    return backend == SandboxBackend::Bubblewrap ? QString::fromLatin1(launcherInside)
                                                 : launcherProgram().value_or(QString());
}

std::optional<SandboxBackend> Sandbox::backendNamed(const QString &name)
{
    for (const SandboxBackend backend : {SandboxBackend::Bubblewrap, SandboxBackend::Landlock})
        if (nameOf(backend) == name)
            return backend;
    return std::nullopt;
}

QString Sandbox::nameOf(SandboxBackend backend)
{
    return backend == SandboxBackend::Bubblewrap ? QStringLiteral("bubblewrap") : QStringLiteral("landlock");
}

} // namespace mergeloom

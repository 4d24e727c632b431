#include "service/providers/AgentProgram.h"

#include "shared/core/Json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QVersionNumber>

namespace mergeloom {

namespace {

QString executableIn(const QString &searchPath, const QString &name)
{
    for (const QString &folder : searchPath.split(u':', Qt::SkipEmptyParts)) {
        const QFileInfo file(folder + u'/' + name);
        if (QDir::isAbsolutePath(folder) && file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
    }
    return {};
}

bool isShownAnyway(const QString &folder)
{
    for (const char *root : {"/usr", "/bin", "/sbin", "/lib"})
        if (folder == QLatin1StringView(root) || folder.startsWith(QLatin1StringView(root) + u'/'))
            return true;
    return false;
}

/// The outermost `node_modules` that a program lies in, since it needs its neighbours; else its folder.
QString installationOf(const QString &realPath)
{
    const qsizetype at = realPath.indexOf(QStringLiteral("/node_modules/"));
    return at < 0 ? QFileInfo(realPath).path() : realPath.left(at) + QStringLiteral("/node_modules");
}

QString releaseOf(const QString &realPath, const QString &package)
{
    for (QDir folder = QFileInfo(realPath).dir(); !folder.isRoot(); folder.cdUp()) {
        QFile file(folder.filePath(QStringLiteral("package.json")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject about = QJsonDocument::fromJson(file.read(1 << 20)).object();
        if (about.value(QStringLiteral("name")).toString() == package)
            return about.value(QStringLiteral("version")).toString();
    }
    return {};
}

Unexpected programNotReady(ErrorCode code, const QString &text)
{
    return failure(code, text, {{"field", "program"}, {"reason", "provider_not_ready"}});
}

} // namespace

bool isReleaseAtLeast(const QString &release, const QString &oldest)
{
    return QVersionNumber::compare(QVersionNumber::fromString(release), QVersionNumber::fromString(oldest)) >= 0;
}

Result<AgentProgram> AgentProgram::find(
    const AgentDialect &dialect, const QString &configured, const QString &searchPath)
{
    const QString usual = dialect.id() == u"codex" ? QStringLiteral("codex") : QStringLiteral("claude");
    const QString asked = configured.trimmed().isEmpty() ? usual : configured.trimmed();
    const QFileInfo named(asked.contains(u'/') ? asked : executableIn(searchPath, asked));
    if (named.filePath().isEmpty() || !named.isAbsolute() || !named.isFile() || !named.isExecutable())
        return programNotReady(ErrorCode::NotFound,
            QStringLiteral(
                "The program %1 was not found on this host. Install it (`npm install -g %2`), or enter the path of "
                "the program in the provider's form.")
                .arg(asked, dialect.package()));
    AgentProgram program;
    program.path = named.absoluteFilePath();
    const QString real = named.canonicalFilePath();
    program.release = releaseOf(real, dialect.package());
    if (!program.release.isEmpty() && !isReleaseAtLeast(program.release, dialect.oldestRelease()))
        return programNotReady(ErrorCode::Unsupported,
            QStringLiteral("%1 is release %2 of %3; %4 or newer is needed. Update it (`npm install -g %5`).")
                .arg(program.path, program.release, dialect.label(), dialect.oldestRelease(), dialect.package()));
    QStringList places{installationOf(program.path), installationOf(real)};
    program.searchPath << named.path();
    // Many are scripts of node, which need not be installed where a sandbox looks.
    if (const QFileInfo node(executableIn(searchPath, QStringLiteral("node"))); node.isFile()) {
        program.searchPath << node.path();
        places << node.path() << QFileInfo(node.canonicalFilePath()).path();
    }
    for (const QString &place : places)
        if (!isShownAnyway(place) && !program.folders.contains(place))
            program.folders << place;
    return program;
}

} // namespace mergeloom

#include "service/platform/ShellPrograms.h"

#include "service/platform/ShellWords.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

namespace mergeloom {

namespace {

QString installedProgram(const QString &name)
{
    static const QStringList directories =
        QStringLiteral("/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin").split(QLatin1Char(':'));
    const QString found = QStandardPaths::findExecutable(name, directories);
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

QString canonical(const QString &path) { return path.isEmpty() ? QString() : QFileInfo(path).canonicalFilePath(); }

/// python, python3 and python3.11; gcc and gcc-12. Only together with a look at the files: programs such as busybox do
/// something else under each name.
bool areVersionsOfOne(const QString &one, const QString &other)
{
    static const QRegularExpression version(QStringLiteral("(?<=.)[-._]?[0-9][0-9.]*$"));
    return QString(one).remove(version) == QString(other).remove(version);
}

QString baseName(const QString &path) { return path.section(QLatin1Char('/'), -1); }

} // namespace

bool isInterpreter(const QString &name)
{
    static const QSet<QString> shells = wordSet("sh bash dash ash zsh ksh mksh fish busybox");
    static const QSet<QString> languages = wordSet(
        "python pypy node nodejs deno bun perl ruby php lua luajit tclsh wish expect awk gawk mawk nawk Rscript R julia "
        "java groovy scala erl elixir ghc runghc ocaml swift pwsh guile racket sbcl irb jshell");
    static const QSet<QString> runners = wordSet(
        "make gmake cmake ninja meson npm npx pnpm yarn uv uvx poetry pipenv pip tox nox pytest go cargo dotnet mvn gradle "
        "bundle rake composer bazel just helm");
    static const QRegularExpression version(QStringLiteral("(?<=.)[-._]?[0-9][0-9.]*$"));
    const QString plain = QString(baseName(name)).remove(version);
    return shells.contains(plain) || languages.contains(plain) || runners.contains(plain);
}

QString cleanPlace(const QString &directory, const QString &path)
{
    QString place = QDir::cleanPath(path.startsWith(QLatin1Char('/')) ? path : directory + QLatin1Char('/') + path);
    while (place.startsWith(QLatin1String("/../"))) // above the root is the root
        place.remove(0, 3);
    return place;
}

Unexpected notAllowed(const QString &message, const QString &program)
{
    return failure(ErrorCode::Forbidden, message,
        program.isEmpty() ? QJsonObject() : QJsonObject{{QStringLiteral("program"), program}});
}

ShellPrograms::ShellPrograms(const QStringList &names, const QString &root) : m_names(names), m_root(canonical(root)) {}

bool ShellPrograms::isInstalled(const QString &name) { return !installedProgram(name).isEmpty(); }

Unexpected ShellPrograms::notListed(const QString &program) const
{
    return notAllowed(QStringLiteral("%1 is not on the list of allowed commands (%2).")
                          .arg(program, m_names.join(QLatin1String(", "))),
        program);
}

bool ShellPrograms::isInside(const QString &canonicalPath) const
{
    return !m_root.isEmpty() && canonicalPath.startsWith(m_root + QLatin1Char('/'));
}

Result<QString> ShellPrograms::check(const QString &program, const QStringList &directories) const
{
    if (m_names.contains(program))
        return baseName(program);
    if (!program.contains(QLatin1Char('/')))
        return checkName(program);
    if (program.startsWith(QLatin1Char('/')))
        return checkPath(program, program);
    if (m_root.isEmpty())
        return notAllowed(
            QStringLiteral("%1 names a program of a workspace, and there is none.").arg(program), program);
    if (directories.isEmpty())
        return notAllowed(
            QStringLiteral("It cannot be told in which directory %1 would be looked up. Run it from the root of the "
                           "workspace, as a command of its own.")
                .arg(program),
            program);
    Result<QString> answer = QString();
    for (const QString &directory : directories) {
        const QString path = directory + QLatin1Char('/') + program;
        if (!QFileInfo(path).isSymLink() && !QFileInfo::exists(path))
            continue;
        answer = checkPath(program, path);
        if (!answer)
            return answer;
    }
    if (answer->isEmpty())
        return notAllowed(
            QStringLiteral("%1 does not exist yet, so it cannot be told what it would be. Make it first, and run it as "
                           "a command of its own.")
                .arg(program),
            program);
    return answer;
}

Result<QString> ShellPrograms::checkName(const QString &program) const
{
    const QString file = canonical(installedProgram(program));
    for (const QString &name : m_names)
        if (!file.isEmpty() && areVersionsOfOne(name, program) && canonical(installedProgram(name)) == file)
            return name;
    return notListed(program);
}

/// What is beneath the workspace is a program of the workspace, unless a link leads out of it; what is not must be the
/// file of a program on the list, under a name of that program.
Result<QString> ShellPrograms::checkPath(const QString &written, const QString &path) const
{
    const QFileInfo file(path);
    const QString real = file.canonicalFilePath();
    if (real.isEmpty())
        return notAllowed(QStringLiteral("%1 does not exist, or is a link that leads nowhere.").arg(written), written);
    if (isInside(real)) {
        MERGELOOM_CHECK(checkScript(written, real));
        return baseName(written);
    }
    for (const QString &name : m_names) {
        const QString listed = canonical(name.startsWith(QLatin1Char('/')) ? name : installedProgram(name));
        if (listed == real && areVersionsOfOne(baseName(name), baseName(written)))
            return baseName(name);
    }
    if (real != path)
        return notAllowed(QStringLiteral("%1 is %2, which is not on the list of allowed commands (%3).")
                              .arg(written, real, m_names.join(QLatin1String(", "))),
            baseName(real));
    return notListed(written);
}

Result<void> ShellPrograms::checkScript(const QString &written, const QString &file) const
{
    if (!QFileInfo(file).isFile())
        return notAllowed(QStringLiteral("%1 is a directory, which cannot be started.").arg(written), written);
    QFile script(file);
    if (!script.open(QIODevice::ReadOnly))
        return {}; // bash cannot start it either
    const QByteArray head = script.readLine(512);
    if (!head.startsWith("#!"))
        return {};
    QStringList words = QString::fromUtf8(head.mid(2)).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QString starter = words.value(0);
    QString name = baseName(starter);
    if (name == QLatin1String("env")) {
        words.removeFirst();
        while (!words.isEmpty() && (words.first().startsWith(QLatin1Char('-')) || words.first().contains(u'=')))
            words.removeFirst();
        name = baseName(words.value(0));
    }
    if (starter.startsWith(QLatin1Char('/')) && (isInterpreter(name) || m_names.contains(name)))
        return {};
    return notAllowed(QStringLiteral("%1 is a script for %2, which is not on the list of allowed commands.")
                          .arg(written, name.isEmpty() ? starter : name),
        name);
}

Result<QString> ShellPrograms::checkPackageTool(const QString &program, const QStringList &directories) const
{
    if (program.contains(QLatin1Char('/')) && !program.startsWith(QLatin1Char('@')))
        return check(program, directories);
    const QString name = program.section(QLatin1Char('@'), 0, 0); // tool@1.2
    if (name.isEmpty() || m_names.contains(name) || !isInstalled(name))
        return program;
    return checkName(name);
}

} // namespace mergeloom

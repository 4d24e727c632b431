#include "shared/domain/GuardPaths.h"
#include "shared/domain/GuardRules.h"

#include <QHash>
#include <QRegularExpression>

namespace mergeloom::guard_rule {

namespace {

/// Lock file to the names of the manifests it is made from; `*` stands for anything.
const QHash<QString, QStringList> &manifestsOfLocks()
{
    static const QHash<QString, QStringList> table = [] {
        const std::pair<const char *, const char *> rows[] = {{"package-lock.json", "package.json"},
            {"npm-shrinkwrap.json", "package.json"}, {"yarn.lock", "package.json"},
            {"pnpm-lock.yaml", "package.json pnpm-workspace.yaml"}, {"bun.lock", "package.json"},
            {"bun.lockb", "package.json"}, {"deno.lock", "deno.json deno.jsonc package.json"},
            {"poetry.lock", "pyproject.toml"}, {"uv.lock", "pyproject.toml"}, {"pdm.lock", "pyproject.toml"},
            {"pylock.toml", "pyproject.toml"}, {"pipfile.lock", "pipfile"}, {"cargo.lock", "cargo.toml"},
            {"go.sum", "go.mod"}, {"go.work.sum", "go.work go.mod"}, {"composer.lock", "composer.json"},
            {"gemfile.lock", "gemfile *.gemspec"}, {"mix.lock", "mix.exs"}, {"pubspec.lock", "pubspec.yaml"},
            {"podfile.lock", "podfile"}, {"package.resolved", "package.swift"}, {"cartfile.resolved", "cartfile"},
            {"flake.lock", "flake.nix"}, {"packages.lock.json", "*.csproj *.fsproj directory.packages.props"},
            {"gradle.lockfile", "*.gradle *.gradle.kts libs.versions.toml"}, {".terraform.lock.hcl", "*.tf"},
            {"conan.lock", "conanfile.txt conanfile.py"}, {"module.bazel.lock", "module.bazel"},
            {"chart.lock", "chart.yaml"}, {"rebar.lock", "rebar.config"}, {"stack.yaml.lock", "stack.yaml"},
            {"paket.lock", "paket.dependencies"}, {"pixi.lock", "pixi.toml pyproject.toml"}};
        QHash<QString, QStringList> made;
        for (const auto &[lock, manifests] : rows)
            made.insert(QString::fromLatin1(lock), QString::fromLatin1(manifests).split(u' '));
        return made;
    }();
    return table;
}

bool isNamed(const QString &name, const QString &wanted)
{
    return wanted.startsWith(u'*') ? name.endsWith(wanted.sliced(1)) : name == wanted;
}

/// Whether a manifest in the folder of the lock, or below it as in workspaces, is part of the change.
bool hasManifest(const GuardedChange &change, const GuardedFile &lock, const QStringList &manifests)
{
    const QString folder = folderOf(lock.path);
    for (const GuardedFile &file : change.files) {
        if (!file.path.startsWith(folder))
            continue;
        const QString name = fileName(file.path).toLower();
        for (const QString &wanted : manifests)
            if (isNamed(name, wanted))
                return true;
    }
    return false;
}

} // namespace

void lockFile(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files)
        if (manifestsOfLocks().contains(fileName(file.path).toLower()))
            finder.find(
                file, QStringLiteral("The set of dependencies was changed. See which are new, and from where."));
}

void lockWithoutManifest(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        const auto row = manifestsOfLocks().find(fileName(file.path).toLower());
        if (row != manifestsOfLocks().end() && !hasManifest(change, file, *row))
            finder.find(file,
                QStringLiteral(
                    "It changed, and %1 did not: another dependency can be slipped in like that. If the ticket "
                    "asks for new locked versions, set lock_without_manifest to flag.")
                    .arg(row->join(QStringLiteral(" or "))));
    }
}

void packageScript(const GuardedChange &change, GuardFinder &finder)
{
    // A JSON text can write any letter as an escape; such a line is taken for one that hides something.
    static const QRegularExpression script(QStringLiteral(
        "\"(pre|post)?(install|prepare|publish|pack|uninstall|dependencies|prepublishOnly)\"\\s*:"
        "|\"(pre|post)-(install|update|autoload-dump|root-package-install|create-project|package-\\w+)-cmd\""
        "|\"\\w*\\\\u00[0-9a-fA-F]{2}\\w*\"\\s*:"));
    for (const GuardedFile &file : change.files) {
        const QString name = fileName(file.path).toLower();
        if (name != u"package.json" && name != u"composer.json")
            continue;
        for (const GuardLine &line : file.lines) {
            if (line.kind != GuardLine::Kind::Added)
                continue;
            const auto match =
                script.match(QString::fromUtf8(line.text.first(std::min<qsizetype>(line.text.size(), 4096))));
            if (match.hasMatch())
                finder.find(file, line.newLine,
                    QStringLiteral("A script that runs by itself on install was added: %1. See what it starts.")
                        .arg(match.captured(0).trimmed()));
        }
    }
}

} // namespace mergeloom::guard_rule

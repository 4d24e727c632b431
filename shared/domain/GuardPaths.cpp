#include "shared/domain/GuardPaths.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace mergeloom {

namespace {

struct KindNames {
    PathKind kind;
    const char *names; ///< with one space between
};

QHash<QString, PathKind> kindTable(std::initializer_list<KindNames> groups)
{
    QHash<QString, PathKind> table;
    for (const KindNames &group : groups)
        for (const QString &name : QString::fromLatin1(group.names).split(u' '))
            table.insert(name, group.kind);
    return table;
}

const QHash<QString, PathKind> &folderKinds()
{
    static const QHash<QString, PathKind> table = kindTable({
        {PathKind::Ci,
            ".circleci .buildkite .woodpecker .tekton .azure-pipelines .azuredevops .builds .semaphore .teamcity"
            " .gitlab-ci .drone .cirrus .screwdriver .harness .dagger .jenkins"},
        {PathKind::GitHooks, ".husky .githooks .git-hooks .git_hooks .lefthook .lefthook-local .hooks .overcommit"},
        {PathKind::AgentGuidance,
            ".claude .codex .cursor .gemini .windsurf .continue .aider .roo .clinerules .junie .agents .mergeloom"},
        {PathKind::ToolSettings, ".vscode .devcontainer .cargo .mvn .idea .yarn .bazel .direnv .zed .fleet"},
    });
    return table;
}

const QHash<QString, PathKind> &nameKinds()
{
    static const QHash<QString, PathKind> table = kindTable({
        {PathKind::Ci,
            "jenkinsfile .travis.yml .travis.yaml appveyor.yml .appveyor.yml bitbucket-pipelines.yml"
            " bitbucket-pipelines.yaml .cirrus.yml .cirrus.star .build.yml cloudbuild.yml cloudbuild.yaml"
            " cloudbuild.json buildspec.yml buildspec.yaml codemagic.yaml wercker.yml screwdriver.yaml buildkite.yml"
            " buildkite.yaml .harness.yml .buddy.yml buddy.yml .scrutinizer.yml earthfile .vela.yml .gocd.yaml"},
        {PathKind::GitHooks,
            "lefthook.yml lefthook.yaml lefthook.toml lefthook.json .lefthook.yml .lefthook.yaml .lefthook.toml"
            " lefthook-local.yml .lefthook-local.yml .pre-commit-config.yaml .pre-commit-config.yml"
            " .pre-commit-hooks.yaml .overcommit.yml husky.config.js .simple-git-hooks.json .simple-git-hooks.js"
            " .simple-git-hooks.cjs simple-git-hooks.js captainhook.json grumphp.yml grumphp.yml.dist"},
        {PathKind::CodeOwners, "codeowners owners owners_aliases"},
        {PathKind::AgentGuidance,
            "mergeloom.md agents.md agent.md claude.md claude.local.md codex.md gemini.md .cursorrules .windsurfrules"
            " .clinerules .roorules copilot-instructions.md .mcp.json .aider.conf.yml .goosehints"},
        {PathKind::ToolSettings,
            ".npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pypirc pip.conf pip.ini .envrc .bazelrc .gitattributes"
            " .gitconfig .gdbinit .lldbinit nuget.config gradle-wrapper.properties .terraformrc .netrc .curlrc .wgetrc"
            " .ssh_config sitecustomize.py usercustomize.py .bashrc .profile .zshrc mise.toml .mise.toml"},
        {PathKind::Container,
            "dockerfile containerfile docker-compose.yml docker-compose.yaml compose.yml compose.yaml"
            " docker-bake.hcl devcontainer.json"},
    });
    return table;
}

PathKind kindOfName(const QString &name)
{
    if (const auto found = nameKinds().find(name); found != nameKinds().end())
        return *found;
    const bool isYaml = name.endsWith(u".yml") || name.endsWith(u".yaml");
    if (name.startsWith(u"jenkinsfile") || name.endsWith(u".jenkinsfile") || name.startsWith(u".drone.")
        || (isYaml
            && (name.endsWith(u".gitlab-ci.yml") || name.endsWith(u".gitlab-ci.yaml")
                || name.startsWith(u"azure-pipelines") || name.startsWith(u".azure-pipelines")
                || name.startsWith(u".woodpecker"))))
        return PathKind::Ci;
    if (name.startsWith(u".huskyrc") || name.startsWith(u".lintstagedrc") || name.startsWith(u"lint-staged.config."))
        return PathKind::GitHooks;
    if (name.startsWith(u"dockerfile.") || name.endsWith(u".dockerfile") || name.startsWith(u"containerfile.")
        || (isYaml && (name.startsWith(u"docker-compose.") || name.startsWith(u"compose."))))
        return PathKind::Container;
    return PathKind::Ordinary;
}

} // namespace

QString fileName(const QString &path) { return path.sliced(path.lastIndexOf(u'/') + 1); }

QString folderOf(const QString &path) { return path.first(path.lastIndexOf(u'/') + 1); }

PathKind pathKind(const QString &path)
{
    const QString lower = path.toLower();
    const QStringList parts = lower.split(u'/');
    PathKind kind = kindOfName(parts.last());
    if (kind != PathKind::Ordinary && kind != PathKind::Container)
        return kind;
    bool isInDotDirectory = false;
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        if (!parts[i].startsWith(u'.'))
            continue;
        isInDotDirectory = true;
        if (const auto found = folderKinds().find(parts[i]); found != folderKinds().end())
            return *found;
        static const QSet<QString> hosts{
            QStringLiteral(".github"), QStringLiteral(".gitea"), QStringLiteral(".forgejo"), QStringLiteral(".gitlab")};
        static const QSet<QString> pipelines{
            QStringLiteral("workflows"), QStringLiteral("actions"), QStringLiteral("ci")};
        if (i + 2 < parts.size() && hosts.contains(parts[i]) && pipelines.contains(parts[i + 1]))
            return PathKind::Ci;
    }
    if (kind == PathKind::Ordinary && isInDotDirectory)
        kind = PathKind::DotDirectory;
    return kind;
}

bool isTestPath(const QString &path)
{
    static const QSet<QString> endings = [] {
        const QStringList list = QStringLiteral(
            "py js jsx ts tsx mjs cjs mts cts vue svelte java kt kts scala groovy cs fs vb go rs rb php swift c cc cpp cxx"
            " h hh hpp m mm ex exs erl clj cljs dart lua pl pm t sh bats r jl hs elm ps1 feature robot zig nim")
                                     .split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    const QString name = fileName(path);
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot <= 0 || !endings.contains(name.sliced(dot + 1).toLower()))
        return false;
    static const QRegularExpression folder(
        QStringLiteral("(^|/)(tests?|specs?|__tests__|unittests?|e2e|testing|[\\w.-]+\\.tests?|t)/"),
        QRegularExpression::CaseInsensitiveOption);
    // `fooTest.java` is one, `latest.py` and `contest.py` are none.
    static const QRegularExpression stem(QStringLiteral(
        "^(test|tst)[_-]|[._-](test|tests|spec|specs|cy|e2e)$|[A-Za-z0-9](Test|Tests|TestCase|Spec)$|[a-z0-9]IT$|^Test[A-Z]|^(test|tests|conftest)$"));
    return folder.match(path).hasMatch() || stem.match(name.first(dot)).hasMatch();
}

} // namespace mergeloom

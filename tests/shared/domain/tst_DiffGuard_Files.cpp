#include "tests/shared/domain/ChangeUnderTest.h"

using namespace mergeloom;

class DiffGuardFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePathTellsTheRule_data();
    void thePathTellsTheRule();
    void lockFilesGoWithTheirManifests();
    void modesAndLinksAreFound_data();
    void modesAndLinksAreFound();
    void contentIsJudgedByNameHeadAndSize();
    void theLimitsAreThoseOfTheRepository();
    void namesThatDifferInCaseCollide();
    void aScriptThatValidatesIsNamed();
};

void DiffGuardFilesTest::thePathTellsTheRule_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("rule");
    const auto rows = [](const char *rule, const char *paths) {
        for (const QString &path : QString::fromUtf8(paths).split(u' '))
            QTest::newRow(qPrintable(path)) << path << QString::fromLatin1(rule);
    };
    rows("ci_files",
        ".github/workflows/ci.yml .GitHub/Workflows/ci.yml .github/actions/x/action.yml .gitlab-ci.yml sub/.gitlab-ci.yml"
        " .gitlab/ci/build.yml Jenkinsfile ci/Jenkinsfile.release x.jenkinsfile .circleci/config.yml azure-pipelines.yml"
        " azure-pipelines-release.yaml .azure-pipelines/x.yml .buildkite/pipeline.yml .drone.yml .drone.star"
        " bitbucket-pipelines.yml .woodpecker.yml .woodpecker/test.yaml .tekton/pull.yaml .travis.yml appveyor.yml"
        " .cirrus.yml cloudbuild.yaml buildspec.yml .gitea/workflows/x.yaml .forgejo/workflows/x.yaml .builds/x.yml");
    rows("git_hooks",
        ".husky/pre-commit .githooks/pre-push lefthook.yml .lefthook.yaml .pre-commit-config.yaml .pre-commit-hooks.yaml"
        " .huskyrc.json .lintstagedrc lint-staged.config.js .overcommit.yml");
    rows("code_owners", "CODEOWNERS .github/CODEOWNERS docs/CODEOWNERS .gitlab/CODEOWNERS OWNERS pkg/OWNERS");
    rows("agent_guidance",
        "AGENTS.md sub/CLAUDE.md MERGELOOM.md .cursorrules .cursor/rules/a.mdc .claude/settings.json"
        " .github/copilot-instructions.md .mcp.json");
    rows("tool_settings",
        ".npmrc .yarnrc.yml .envrc .gitattributes .vscode/tasks.json .devcontainer/devcontainer.json .cargo/config.toml"
        " .mvn/extensions.xml gradle/wrapper/gradle-wrapper.properties");
    rows("container_files",
        "Dockerfile docker/Dockerfile.dev app.dockerfile Containerfile docker-compose.override.yml compose.yaml");
    rows("dot_directories", ".github/dependabot.yml .config/x.json src/.hidden/a.c .storybook/main.ts");
    rows("",
        "src/main.c README.md docs/workflows/ci.md github/workflows/ci.yml .gitignore .editorconfig src/owners.py"
        " composer.md src/dockerfile_parser.py .eslintrc.json src/hooks/useThing.ts package.json Makefile lib/actions/a.js");
}

void DiffGuardFilesTest::thePathTellsTheRule()
{
    QFETCH(const QString, path);
    QFETCH(const QString, rule);
    const QStringList wanted = rule.isEmpty() ? QStringList() : QStringList{rule};
    QCOMPARE(Make().edit(path).rules(), wanted);
    QCOMPARE(Make().add(path).rules(), wanted);
    QCOMPARE(Make().drop(path).rules(), wanted);
    QCOMPARE(Make().rename(path, "src/elsewhere.c").rules(), wanted);
}

void DiffGuardFilesTest::lockFilesGoWithTheirManifests()
{
    const auto pairs = {std::pair{"package-lock.json", "package.json"}, {"yarn.lock", "package.json"},
        {"pnpm-lock.yaml", "package.json"}, {"Cargo.lock", "Cargo.toml"}, {"go.sum", "go.mod"},
        {"poetry.lock", "pyproject.toml"}, {"uv.lock", "pyproject.toml"}, {"Pipfile.lock", "Pipfile"},
        {"composer.lock", "composer.json"}, {"Gemfile.lock", "Gemfile"}, {"Gemfile.lock", "x.gemspec"},
        {"packages.lock.json", "App.csproj"}, {"flake.lock", "flake.nix"}, {"mix.lock", "mix.exs"}};
    for (const auto &[lock, manifest] : pairs) {
        QCOMPARE(Make().edit(lock).rules(), listed("lock_file lock_without_manifest"));
        QCOMPARE(Make().edit(lock).edit(manifest).rules(), listed("lock_file"));
        QCOMPARE(Make().edit(QStringLiteral("app/") + lock).edit(QStringLiteral("app/sub/") + manifest).rules(),
            listed("lock_file"));
    }
    QCOMPARE(
        Make().edit("app/yarn.lock").edit("other/package.json").rules(), listed("lock_file lock_without_manifest"));
    QCOMPARE(Make().edit("package.json").rules(), QStringList());
    QCOMPARE(Make().edit("src/lock.c").rules(), QStringList());
}

void DiffGuardFilesTest::modesAndLinksAreFound_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("rules");
    const auto row = [](const char *name, int before, int after, const char *target, const char *rules) {
        QTest::newRow(name) << before << after << QByteArray(target) << QString::fromLatin1(rules);
    };
    row("made executable", plain, executable, "", "executable_bit");
    row("added executable", 0, executable, "", "executable_bit");
    row("no longer executable", executable, plain, "", "");
    row("stays executable", executable, executable, "", "");
    row("a link inside", 0, linked, "../b.c", "symbolic_link");
    row("a link to a neighbour", 0, linked, "./x/../y", "symbolic_link");
    row("a link to the root", 0, linked, "..", "symbolic_link");
    row("absolute", 0, linked, "/etc/passwd", "link_outside");
    row("home", 0, linked, "~/x", "link_outside");
    row("outside", 0, linked, "../../x", "link_outside");
    row("outside through a folder", 0, linked, "x/../../../y", "link_outside");
    row("into .git", 0, linked, "../.git/hooks", "link_outside");
    row("into .GIT", 0, linked, "../.GIT", "link_outside");
    row("empty target", 0, linked, "", "link_outside");
    row("a drive", 0, linked, "C:/x", "link_outside");
    row("file to link", plain, linked, "../b.c", "symbolic_link type_changed");
    row("link to file", linked, plain, "", "type_changed");
    row("file to submodule", plain, module, "", "submodule type_changed");
    row("a new submodule", 0, module, "", "submodule");
    row("a moved submodule", module, module, "", "submodule");
}

void DiffGuardFilesTest::modesAndLinksAreFound()
{
    QFETCH(const int, before);
    QFETCH(const int, after);
    QFETCH(const QByteArray, target);
    QFETCH(const QString, rules);
    QCOMPARE(Make().mode("src/a", before, after).head(target).rules(), listed(qPrintable(rules)));
}

void DiffGuardFilesTest::contentIsJudgedByNameHeadAndSize()
{
    QCOMPARE(Make().edit(".gitmodules").rules(), listed("submodule"));
    QCOMPARE(Make().add("logo.png").binary().rules(), listed("binary_file"));
    QCOMPARE(Make().drop("logo.png").binary().rules(), QStringList());
    for (const char *path :
        {"a.min.js", "dist/a.js.map", "x_pb2.py", "vendor/a/b.go", "sub/third_party/x.c", "a.pb.go"})
        QCOMPARE(Make().edit(path).rules(), listed("generated_file"));
    QCOMPARE(Make().edit("a.go").head("// Code generated by x. DO NOT EDIT.\npackage a\n").rules(),
        listed("generated_file"));
    QCOMPARE(Make().edit("a.ts").head("/** @generated */\n").rules(), listed("generated_file"));
    QCOMPARE(Make().edit("a.go").head(QByteArray(30, '\n') + "// DO NOT EDIT").rules(), QStringList());
    QCOMPARE(Make().edit("a.go").head("package a\n").rules(), QStringList());
    QCOMPARE(Make().add("src/a.c").size(0).rules(), listed("zero_byte_file"));
    QCOMPARE(Make().add("src/__init__.py").size(0).rules(), QStringList());
    for (const char *path : {"scratch_1.py", "a/__pycache__/b.pyc", "out.log", "a.c.orig", "node_modules/x/index.js"})
        QCOMPARE(Make().add(path).rules(), listed("stray_file"));
    QCOMPARE(Make().edit("out.log").rules(), QStringList());
    QCOMPARE(Make().edit("a.c", "-x\r\n-y\r\n+x\n+y\n").rules(), listed("line_endings"));
    QCOMPARE(Make().edit("a.c", "-x\n-y\n+x\r\n+z\r\n").rules(), listed("line_endings"));
    QCOMPARE(Make().edit("a.c", "-x\r\n+y\r\n").rules(), QStringList());
    QCOMPARE(Make().edit("tests/test_a.py").rules(), QStringList());
    QCOMPARE(Make().drop("tests/test_a.py").rules(), listed("test_deleted"));
    QCOMPARE(Make().drop("src/latest.py").rules(), QStringList());
    QCOMPARE(Make().rename("tests/test_a.py", "tests/test_b.py").rules(), QStringList());
    QCOMPARE(Make().rename("tests/test_a.py", "old/a.txt").rules(), listed("test_deleted"));
    QCOMPARE(Make().add(QString::fromUtf8("a\xe2\x80\xaegpj.c")).rules(), listed("hidden_text"));
}

void DiffGuardFilesTest::theLimitsAreThoseOfTheRepository()
{
    DiffGuardSettings settings;
    settings.maximumFiles = 1;
    settings.maximumLines = 3;
    settings.maximumFileBytes = 100;
    const Make one = std::move(Make().edit("a.c", "-x\n+y\n+z\n").size(100));
    QCOMPARE(one.rules(settings), QStringList());
    QCOMPARE(Make().edit("a.c", "-x\n+y\n+z\n+v\n").rules(settings), listed("too_many_lines"));
    QCOMPARE(Make().edit("a.c").size(101).rules(settings), listed("file_too_large"));
    QCOMPARE(Make().edit("a.c", "+x\n").edit("b.c", "+x\n").rules(settings), listed("too_many_files"));
    Make cut;
    (*cut).isCut = true;
    QCOMPARE(cut.report().verdict, GuardVerdict::Block);
    QCOMPARE(cut.rules(), listed("unread_change"));
}

void DiffGuardFilesTest::namesThatDifferInCaseCollide()
{
    Make change;
    change.add("src/Main.c").add("Src/other.c").edit("README.md");
    (*change).folders = {
        {QString(), {"src", "Src", "README.md"}}, {"src/", {"Main.c", "main.c"}}, {"Src/", {"other.c"}}};
    const GuardReport report = change.report();
    QCOMPARE(change.rules(), listed("case_collision case_collision case_collision"));
    QVERIFY(report.findings.at(0).text.contains("src and Src"));
    Make fine;
    fine.add("src/a.c");
    (*fine).folders = {{QString(), {"src"}}, {"src/", {"a.c", "b.c"}}};
    QCOMPARE(fine.rules(), QStringList());
}

void DiffGuardFilesTest::aScriptThatValidatesIsNamed()
{
    for (const char *command : {"sh tools/check.sh", "./tools/check.sh -q", "bash -c 'tools/check.sh; true'"}) {
        Make change;
        change.edit("tools/check.sh").edit("src/a.c");
        (*change).validationCommands = QStringList{QString::fromLatin1(command)};
        QCOMPARE(change.rules(), listed("validation_script"));
    }
    Make ordinary;
    ordinary.edit("src/a.c").edit("tests/test_a.py").add("check.py");
    (*ordinary).validationCommands = QStringList{"python3 -m pytest tests/test_a.py", "python3 check.py"};
    QCOMPARE(ordinary.rules(), QStringList());
}

QTEST_GUILESS_MAIN(DiffGuardFilesTest)
#include "tst_DiffGuard_Files.moc"

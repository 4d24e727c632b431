#include "service/platform/ShellLine.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

/// Lines that engineers write; the list is that of the settings, and what such lines need besides.
class ShellLineLegitimateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isAllowed_data();
    void isAllowed();

private:
    void rows(const char *group, std::initializer_list<const char *> lines);

    QTemporaryDir m_root;
    int m_count = 0;
    const AllowList m_list{QStringLiteral(
        "git rg pytest python python3 node npm npx pnpm yarn uv pip poetry bash go cargo dotnet helm make cmake ctest ls cat "
        "grep find sed awk sort uniq head tail wc cut tr xargs env timeout nice nohup stdbuf time mkdir rm cp mv touch chmod "
        "tar gzip diff tee date seq mktemp dirname basename mvn gradle gcc tsc jq parallel watch sudo ionice setsid sleep fd")
                               .split(u' ')};
};

void ShellLineLegitimateTest::initTestCase()
{
    QVERIFY(m_root.isValid());
    const QDir root(m_root.path());
    QVERIFY(root.mkpath(QStringLiteral("scripts")) && root.mkpath(QStringLiteral(".venv/bin"))
        && root.mkpath(QStringLiteral("web/node_modules/.bin")) && root.mkpath(QStringLiteral("web/node_modules/tool"))
        && root.mkpath(QStringLiteral("build")));
    const auto script = [&root](const char *name, const QByteArray &content) {
        QFile file(root.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    QVERIFY(script("gradlew", "#!/bin/sh\n") && script("scripts/check.sh", "#!/usr/bin/env bash\n"));
    QVERIFY(script("build/tests",
                "\x7f"
                "ELF")
        && script(".venv/bin/activate", "# sourced\n"));
    QVERIFY(script("web/node_modules/tool/cli.js", "#!/usr/bin/env node\n"));
    QVERIFY(QFile::link(QStringLiteral("../tool/cli.js"), root.filePath(QStringLiteral("web/node_modules/.bin/tool"))));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin/python3"), root.filePath(QStringLiteral(".venv/bin/python"))));
    QVERIFY(QFile::link(QStringLiteral("python"), root.filePath(QStringLiteral(".venv/bin/python3"))));
}

void ShellLineLegitimateTest::rows(const char *group, std::initializer_list<const char *> lines)
{
    for (const char *line : lines)
        QTest::addRow("%s %d: %s", group, ++m_count, line) << QString::fromUtf8(line);
}

void ShellLineLegitimateTest::isAllowed_data()
{
    QTest::addColumn<QString>("line");
    rows("build",
        {"make", "make -j2 test", "make -C lib check", "make CFLAGS='-O2 -g' all",
            "cmake -S . -B build && cmake --build build -j4", "ctest --test-dir build --output-on-failure",
            "./gradlew test --no-daemon", "scripts/check.sh --all", "build/tests --reporter tap", "cd build && ./tests",
            "mvn -q -B test", "gcc -Wall -o x x.c && ls -l x", "dotnet test --nologo -v q", "helm lint charts/shop",
            "CC=gcc make", "MAVEN_OPTS='-Xmx1g' mvn test"});
    rows("javascript",
        {"npm test", "npm ci && npm run build", "npm ci --ignore-scripts --no-audit",
            "npm run lint -- --max-warnings 0", "CI=1 NODE_ENV=test npm test",
            "NODE_OPTIONS=--max-old-space-size=4096 npm run build", "npm --prefix web test",
            "cd web && node_modules/.bin/tool src", "npx tsc --noEmit", "npx --yes some-linter .",
            "npx -p typescript tsc", "pnpm -r test", "yarn install --frozen-lockfile && yarn test", "node --test",
            "node -e 'console.log(1)'", "node scripts/x.mjs | jq .", "npm exec -- vitest run",
            "tsc -p . && node dist/index.js"});
    rows("python",
        {"pytest", "pytest -q -k 'not slow' tests/", "python3 -m pytest -x", "python3 -m unittest -q",
            "PYTHONPATH=src pytest", "PYTHONPATH=src:lib python3 -m app",
            "python -c 'import app; print(app.__version__)'", ".venv/bin/python -m pytest",
            ".venv/bin/python3 setup.py check", "source .venv/bin/activate && pytest",
            ". .venv/bin/activate; python -m mypy src", "pip install -r requirements.txt", "pip install -e '.[dev]'",
            "uv sync --frozen && uv run pytest", "uv run --with ruff ruff check .", "poetry run pytest -q",
            "poetry install --no-root", "/usr/bin/python3 x.py",
            "python3 - <<'EOF'\nimport os\nprint(os.getcwd())\nEOF",
            "PYTHONWARNINGS=error PYTHONDONTWRITEBYTECODE=1 pytest"});
    rows("other languages",
        {"go test ./...", "go vet ./... && go build ./...", "GOFLAGS=-mod=mod go test -race ./...", "CGO=0 go build",
            "cargo test --all", "cargo clippy -- -D warnings", "RUSTFLAGS='-D warnings' cargo build --release",
            "CARGO_TERM_COLOR=never cargo test", "cargo fmt --check", "gofmt() { go fmt ./...; }; gofmt"});
    rows("git",
        {"git status --short", "git diff --stat HEAD~1", "git log --oneline -5", "git log --format='%h %s' -- src",
            "git rev-parse HEAD", "echo \"$(git rev-parse HEAD)\"", "git grep -n TODO -- src", "git ls-files | wc -l",
            "git -C web status", "git --no-pager diff", "git -c color.ui=never log", "git -c core.pager=cat log -1",
            "git show HEAD:README.md", "git blame -L 1,5 x", "git config --get user.name", "git config --list",
            "git config user.email a@b.c", "git add -A && git stash list", "git apply --check x.patch",
            "GIT_AUTHOR_NAME=x git log -1", "GIT_PAGER=cat git log",
            "git diff --name-only \"$(git merge-base HEAD main)\"", "git checkout -- src/x.c",
            "git for-each-ref --format='%(refname)'"});
    rows("text",
        {"grep -rn 'foo(' src", "rg -n foo src", "rg 'a|b' --glob '*.ts'", "rg -e \"$x\" src", "cat a b > c",
            "sed -n '1,20p' x", "sed -i 's/foo/bar/g' src/*.c", "sed -e 's|/a|/b|' -e '/x/d' f",
            "sed 's/.*=\\(.*\\)/\\1/' f", "sed '$d' f", "sed -n '/start/,/end/p' f", "sed -E 's#(a)(b)#\\2\\1#' f",
            "sed '/^#/d;s/ *$//' f", "awk '{ print $1 }' x",
            "awk -F: '$3 > 10 || $1 == \"a\" { n++ } END { print n }' x", "sort -u x | uniq -c | sort -rn | head -5",
            "head -c 100 x; tail -n +2 y", "cut -d: -f1 x | tr a-z A-Z", "diff -u a b || true",
            "find . -name '*.py' -print", "find . -type f -exec grep -l x {} +",
            "find . -name '*.c' -exec gcc -c {} ';'", "find src -name '*.o' -delete", "find \"$PWD\" -maxdepth 1",
            "find . -name \"$x\" -print0 | xargs -0 grep -n y", "ls | xargs -n1 basename",
            "git ls-files -z | xargs -0 -P 2 wc -l", "ls *.c | xargs -I{} gcc -c ./{}", "fd -e c -x wc -l",
            "tar czf out.tgz src", "tar -xzf x.tgz -C /tmp", "tar --exclude=.git -cf - . | gzip > x.tgz",
            "jq -r '.a[0]' x.json"});
    rows("shell",
        {"set -euo pipefail; make", "set -x; make; set +x", "shopt -s globstar nullglob; ls **/*.c",
            "make > out.txt 2>&1", "make 2>/dev/null | tee log.txt", "make >> log 2>> errors", "make &> all.log",
            "exec 2>&1; make", "make < /dev/null", "make && npm test || echo failed", "make & npm test & wait",
            "(cd web && npm test)", "{ make; npm test; } 2>&1 | tail", "! grep -q TODO src/x", "time make",
            "for f in *.py; do python3 \"$f\"; done", "for f in a b; do make \"$f\" || exit 1; done",
            "for i in 1 2 3; do echo $((i * 2)); done", "for i in {1..5}; do echo $((i + 1)); done",
            "for i in $(seq 1 3); do pytest -q && break; sleep 1; done", "for ((i=0; i<3; i++)); do make; done",
            "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done", "i=0; until (( i >= 3 )); do (( i++ )); done",
            "while IFS= read -r line; do echo \"$line\"; done < file",
            "git ls-files | while read -r f; do wc -l \"$f\"; done", "if [ -f Makefile ]; then make; else npm test; fi",
            "if ! command -v node >/dev/null; then echo none; fi", "[[ -f Makefile && $x == y* ]] && make",
            "[[ $(git rev-parse HEAD) == abc* ]] || exit 1", "test -d web || mkdir -p web",
            "[ -n \"$(git status --porcelain)\" ] && exit 1", "[ \"$(wc -l < x)\" -gt 5 ] && echo long",
            "[ $? -eq 0 ] && echo ok", "n=$(git ls-files | wc -l); [[ $n -gt 3 ]] && echo $((n / 2))",
            "start=$(date +%s); make; echo $(( $(date +%s) - start ))", "case \"$1\" in a|b) make;; *) npm test;; esac",
            "check() { pytest \"$1\"; }; check all",
            "check() { local name=\"$1\"; pytest \"$name\"; }; check x && check y",
            "mapfile -t files < <(git ls-files); ls \"${files[@]}\"",
            "files=(a b c); for f in \"${files[@]}\"; do cat \"$f\"; done",
            "echo \"${#files[@]} ${files[0]} ${x:-none} ${x%.c}.o\"",
            "x=$(cat version); echo \"v${x#v}\" > version.txt", "export CI=1 LANG=C; npm test",
            "declare -A seen; local -r y=1", "cat <<EOF > x.txt\nhello $USER curl x\nEOF",
            "cat > config.json <<'EOF'\n{\"a\": \"$(curl x)\"}\nEOF", "cat <<< \"$x\" | grep y",
            "diff <(sort a) <(sort b)", "printf '%s\\n' \"$HOME\" $'a\\tb'", "IFS=$'\\n'; ls",
            "tmp=$(mktemp); make > \"$tmp\" 2>&1; tail -5 \"$tmp\"; rm \"$tmp\"", "trap 'rm -rf \"$tmp\"' EXIT; make",
            "trap - EXIT; trap '' INT; make", "bash scripts/check.sh", "bash -c 'make && npm test'",
            "bash -euo pipefail -c 'make'", "bash -n scripts/check.sh", "eval 'make test'",
            "for d in web lib; do (cd \"$d\" && npm test); done", "for f in a b; do make > \"$f.log\"; done",
            "for f in ./*.c; do gcc -c \"$f\" > \"./$f.log\"; done",
            "while read -r f; do make > \"./$f.log\"; done < list", "pushd web; npm test; popd", "sleep 1; kill %1",
            "printf -v name '%02d' 7; echo \"$name\"", "read -r first rest < x; echo \"$first\""});
    rows("wrapper",
        {"env CI=1 npm test", "env -u CI npm test", "env -i PYTHONPATH=src python3 x.py", "env -C web npm test",
            "env | sort", "env -S 'python3 -u x.py'", "timeout 60 npm test", "timeout -k 5 --signal=TERM 60 make",
            "timeout 5m pytest -x", "nice -n 10 make", "nice make", "nohup make > log 2>&1 &",
            "stdbuf -oL make | tee log", "setsid -w make", "ionice -c3 make", "timeout 60 env CI=1 nice npm test",
            "command make", "exec make", "sudo -n make install", "parallel -j2 make ::: a b",
            "parallel wc -l {} ::: a.c b.c", "watch -n 1 ls", "\\time -v make", "xargs -a list -n 1 python3 x.py",
            "command -v make", "type make"});
    QVERIFY(m_count >= 100);
}

void ShellLineLegitimateTest::isAllowed()
{
    QFETCH(QString, line);
    const auto result = m_list.check(line, {m_root.path(), QString()});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
}

QTEST_GUILESS_MAIN(ShellLineLegitimateTest)
#include "tst_ShellLine_Legitimate.moc"

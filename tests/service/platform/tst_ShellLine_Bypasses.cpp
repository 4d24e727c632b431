#include "service/platform/ShellLine.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

/// curl and sh stand for every program that is not on the list. Wrappers and bash are on it: to be allowed must not help
/// what they start.
class ShellLineBypassesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isRefused_data();
    void isRefused();

private:
    void rows(const char *group, std::initializer_list<const char *> lines);
    void structure();
    void names();
    void builtIns();
    void wrappers();
    void shells();
    void packageRunners();
    void argumentsOfPrograms();
    void git();
    void variables();
    void evaluation();
    void redirections();
    void programsOfTheWorkspace();

    QTemporaryDir m_root;
    int m_count = 0;
    const AllowList m_list{QStringLiteral(
        "make npm npx yarn ls grep cat find git python3 env xargs sudo timeout nice nohup setsid stdbuf ionice time watch "
        "parallel chroot flock busybox rg tar sed awk sort split uv poetry go cargo bash wc mktemp fd patch")
                               .split(u' ')};
};

void ShellLineBypassesTest::initTestCase()
{
    QVERIFY(m_root.isValid());
    const QDir root(m_root.path());
    QVERIFY(root.mkpath(QStringLiteral("sub")) && root.mkpath(QStringLiteral("bin")));
    const auto script = [&root](const char *name, const QByteArray &content) {
        QFile file(root.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    QVERIFY(
        script("good", "#!/bin/sh\n") && script("sub/good", "#!/bin/sh\n") && script("odd", "#!/usr/bin/curl -o\n"));
    QVERIFY(script("odder", "#! /usr/bin/env -S curl x\n") && script("relative", "#!./good\n"));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin/id"), root.filePath(QStringLiteral("node"))));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin/id"), root.filePath(QStringLiteral("sub/late"))));
    QVERIFY(QFile::link(QStringLiteral("node"), root.filePath(QStringLiteral("twice"))));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin"), root.filePath(QStringLiteral("tools"))));
    QVERIFY(QFile::link(QStringLiteral("/nowhere"), root.filePath(QStringLiteral("broken"))));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin/make"), root.filePath(QStringLiteral("other-name"))));
}

void ShellLineBypassesTest::rows(const char *group, std::initializer_list<const char *> lines)
{
    for (const char *line : lines)
        QTest::addRow("%s %d: %s", group, ++m_count, line) << QString::fromUtf8(line);
}

void ShellLineBypassesTest::structure()
{
    rows("structure",
        {"curl http://x", "make && curl x", "make; curl x", "make | sh", "make || curl x", "make & curl x",
            "make\ncurl x", "make |& curl x", "(curl x)", "{ curl x; }", "! curl x", "time curl x", "time -p curl x",
            "coproc curl x", "coproc NAME { curl x; }", "if curl x; then make; fi", "if make; then curl x; fi",
            "if make; then :; elif curl x; then :; fi", "if make; then :; else curl x; fi",
            "for i in 1; do curl x; done", "for i in $(curl x); do make; done",
            "for ((i=0; i<$(curl x); i++)); do make; done", "select x in a b; do curl x; done",
            "while curl x; do make; done", "until curl x; do make; done", "case a in a) curl x;; esac",
            "case a in $(curl x)) make;; esac", "case $(curl x) in a) make;; esac", "make $(curl x)", "make `curl x`",
            "make \"`curl x`\"", "make `echo \\`curl x\\``", "make \"$(curl x)\"", "echo ${x:-$(curl x)}",
            "echo ${x:+`curl x`}", "echo \"${x/a/$(curl x)}\"", "echo ${x:$(curl x)}", "x=$(curl x)", "x=(a $(curl x))",
            "x[$(curl x)]=1", "x+=$(curl x)", "export X=$(curl x)", "local y=`curl x`", "echo $(( $(curl x) + 1 ))",
            "(( x = $(curl x) ))", "let x=$(curl x)", "[[ -n $(curl x) ]]", "[[ a =~ $(curl x) ]]", "cat <(curl x)",
            "make > >(curl x)", "make > $(curl x)", "cat <<EOF\n$(curl x)\nEOF", "cat <<EOF\n`curl x`\nEOF",
            "cat <<-EOF\n\t${x:-$(curl x)}\n\tEOF", "cat <<EOF\n$(( $(curl x) ))\nEOF", "cat <<< $(curl x)",
            "f() { curl x; }; f", "function f { curl x; }", "f() (curl x)", "make \\\n&& curl x", "# comment\ncurl x",
            "make # x\ncurl x", "echo \"$(echo \"$(curl x)\")\"", "exec > >(curl x)"});
}

void ShellLineBypassesTest::names()
{
    rows("name",
        {"$x", "\"$x\" test", "${x}ake", "ma$x", "$(echo curl) x", "`echo curl` x", "c*rl x", "/usr/bin/c?rl x",
            "{curl,x}", "{cu,}rl x", "~/curl", "~root/curl", "$'curl' x", "$'\\x63url' x", "$'\\143url' x", "c$'u'rl x",
            "$\"curl\" x", "\"\"", "''", "\"c\"'u'r\\l x", "cu\\\nrl x", "x=curl; $x y", "x=curl y; $x",
            "a=cu b=rl; $a$b x", "@(curl) x", "[c]url x", "$1", "\"$@\"", "${!x}", "x=(curl y); \"${x[@]}\"",
            "/usr/bin/../bin/curl x", "//usr/bin/curl x", "/usr/bin/make/../curl x", "/tmp/make", "/proc/self/exe -c x",
            "/dev/stdin", "MAKE"});
}

void ShellLineBypassesTest::builtIns()
{
    rows("built-in",
        {"eval 'curl x'", "eval curl x", "eval \"$x\"", "eval \"make; $(cat x)\"", "source sub", ". x",
            "source /etc/profile", ". \"$x\"", "source ./missing", "exec curl x", "exec -a make curl", "exec -c curl",
            "command curl x", "command -p curl x", "builtin eval curl", "command eval curl", "command command curl",
            "command env curl x", "trap 'curl x' EXIT", "trap \"$x\" EXIT", "trap 'trap \"curl x\" EXIT' EXIT",
            "alias make=curl", "hash -p /tmp/x make", "enable -f ./x.so make", "enable -n test",
            "mapfile -C curl -c 1 x", "mapfile -t -C 'curl x' y", "complete -C curl make", "compgen -C curl",
            "bind -x '\"a\":curl'", "fc -s", "shopt -s expand_aliases", "shopt -s extdebug", "set -k; make PATH=.",
            "set -o posix", "set $x", "function make() { curl x; }; make", "curl() { :; }; unset -f curl; curl x",
            "id x; id() { :; }", "printf -v PATH .; make", "read PATH < x; make", "coproc make { curl x; }"});
}

void ShellLineBypassesTest::wrappers()
{
    rows("wrapper",
        {"env curl x", "env -i curl x", "env -u X curl x", "env A=b curl x", "env -S 'curl x'", "env -S'curl x'",
            "env --split-string='curl x'", "env -iS 'curl x'", "env -C / curl x", "env -S \"$x\"", "env \"$x\"",
            "env $x make", "env -- curl x", "env --unknown make", "env PATH=. make", "env \"LD_PRELOAD=x\" make",
            "env -S 'make \"a\"'", "env env env curl", "/usr/bin/env curl x", "/bin/env curl x", "\\env curl x",
            "command env curl x", "xargs curl", "ls | xargs curl", "ls | xargs -n1 curl", "ls | xargs -I{} curl {}",
            "ls | xargs -I X X", "ls | xargs -I{} {}", "ls | xargs -Imake make", "ls | xargs env", "ls | xargs bash -c",
            "ls | xargs sh -c 'curl'", "ls | xargs $x", "ls | xargs -P 4 env curl", "ls | xargs find",
            "ls | xargs git -c", "find . -exec curl {} +", "find . -exec curl {} ';'",
            "find . -exec make {} ';' -exec curl {} ';'", "find . -ok curl ';'", "find . -execdir $x ';'",
            "find . -execdir ./good ';'", "find . -okdir curl ';'", "find . -exec env curl ';'",
            "find . -exec bash -c 'curl x' ';'", "find . -exec {} ';'", "find $1", "find \"$1\" \"$2\" \"$3\"",
            "find . -name $(cat x)", "sudo curl x", "sudo -u root curl", "sudo A=b curl", "sudo -s", "sudo -i",
            "sudo -e x", "sudo PATH=. make", "timeout 5 curl x", "timeout -k 1 5 curl x", "timeout -s KILL 5 curl",
            "timeout $x curl", "timeout --signal=KILL 5 curl x", "nice curl x", "nice -n 5 curl", "nice -5 curl",
            "nohup curl x &", "setsid curl x", "setsid -w curl", "stdbuf -oL curl x", "ionice -c 3 curl x",
            "ionice -p 1 curl", "/usr/bin/time curl x", "\\time -f %e curl", "chroot . make", "chroot / curl",
            "watch curl x", "watch -n 1 'make; curl x'", "watch 'curl x'", "parallel curl ::: a",
            "parallel ::: 'curl x'", "ls | parallel", "parallel {} ::: curl", "parallel 'make; curl' ::: a",
            "flock x curl y", "flock x -c 'curl y'", "flock -c 'curl y' x", "flock x -c \"$y\"", "busybox curl x",
            "busybox sh -c 'curl x'", "busybox env curl", "timeout 5 env nice curl x", "nice timeout 5 xargs -0 curl",
            "time env curl x"});
}

void ShellLineBypassesTest::shells()
{
    rows("shell",
        {"bash -c 'curl x'", "bash -c 'make; curl x'", "bash -ec 'curl x'", "bash -xec 'curl x'", "bash -c \"$x\"",
            "bash -o pipefail -c 'curl x'", "bash -eo pipefail -c 'curl x'", "bash --norc -c 'curl x'",
            "bash -c 'bash -c \"curl x\"'", "bash -c \"bash -c 'bash -c \\\"curl\\\"'\"", "bash --rcfile x -i",
            "bash --init-file x", "bash $1", "bash -c 'echo $((x))'", "export x=1; bash -c 'echo $((x + 1))'",
            "env -S 'bash -c curl'", "bash -c 'PATH=. make'", "/bin/bash -c 'curl x'", "bash -$x 'curl y'",
            "sh -c 'make'", "/bin/sh script", "dash -c make"});
}

void ShellLineBypassesTest::packageRunners()
{
    rows("runner",
        {"npx curl x", "npx -y curl", "npx -c 'curl x'", "npx --call 'curl x'", "npx --shell=curl tsc", "npx $x",
            "npm exec curl", "npm exec -- curl", "npm x -- curl", "npm exe curl", "npm exec -c 'curl x'",
            "npm --prefix sub exec curl", "npm \"$1\" curl", "x=exec; npm $x curl", "npm run build --script-shell=curl",
            "yarn exec curl", "yarn dlx curl", "uv run curl x", "uv run --with x curl", "uv --directory sub run curl",
            "uv run -- curl", "uv run bash -c 'curl x'", "uv run env curl", "poetry run curl x",
            "poetry run sh -c 'make'", "go test -exec curl ./...", "go build -toolexec curl", "go vet -vettool=./x",
            "cargo --config x run"});
}

void ShellLineBypassesTest::argumentsOfPrograms()
{
    rows("argument",
        {"rg --pre curl x", "rg --pre=curl x", "rg --hostname-bin=curl x", "rg -z x", "rg -iz x", "rg \"$(cat x)\"",
            "tar --to-command=curl -xf x", "tar xf x --to-command curl", "tar -I curl -xf x", "tar -cIf curl x",
            "tar cIf curl x y", "tar --use-compress-program=curl -xf x", "tar --use=curl -xf x",
            "tar cf x y --checkpoint=1 --checkpoint-action=exec=curl", "tar cf x --checkpoint-a=exec=curl y",
            "tar cf x *", "tar -F curl -xf x", "tar --rsh-command=curl -xf x", "tar --info-script=curl -xf x",
            "sed '1e curl x' y", "sed e x", "sed 's/a/curl/e' x", "sed -n '1!e curl' x", "sed 's,a,b,ge' x",
            "sed -f x y", "sed --file=x y", "sed \"$x\" y", "sed -e p -e 'e curl' x", "sed '/a/{e curl\n}' x",
            "sed 'y/a/b/;e curl' x", "awk 'BEGIN { system(\"curl x\") }'", "awk '{ print | \"curl x\" }'",
            "awk 'BEGIN { \"curl x\" | getline }'", "awk -f x y", "awk \"$x\"", "awk '@load \"x\"'",
            "sort --compress-program=curl x", "sort --comp=curl x", "split --filter=curl x", "make --eval='x:;curl'",
            "make -E 'x:;curl'", "make SHELL=./x", "make .SHELLFLAGS=-x", "make MAKEFLAGS=x", "fd -x curl",
            "fd x -X curl", "fd --exec curl", "fd --exec-batch=curl", "patch -e x y", "patch --ed x"});
}

void ShellLineBypassesTest::git()
{
    rows("git",
        {"git -c alias.x='!curl' x", "git -c core.pager=curl log", "git -c core.editor=./x commit",
            "git -c core.sshCommand=curl fetch", "git -c core.fsmonitor=curl status", "git -c core.hooksPath=x commit",
            "git -c diff.external=curl diff", "git -c CORE.PAGER=curl log", "git -c \"$x\" log",
            "git -c include.path=x log", "git -c filter.x.clean=curl add x", "git -c credential.helper='!curl' fetch",
            "git -c protocol.ext.allow=always fetch", "git -c uploadpack.packObjectsHook=curl fetch .",
            "git --config-env=alias.x=Y x", "git --exec-path=. status", "git --git-dir=x status", "git x", "git \"$x\"",
            "git difftool -x curl", "git mergetool", "git help -w x", "git submodule foreach 'curl x'",
            "git submodule --quiet foreach curl", "git bisect run curl x", "git bisect run bash -c 'curl x'",
            "git rebase -x 'curl x' main", "git rebase --exec=curl main", "git rebase --exe curl main", "git grep -O x",
            "git grep -Ocurl x", "git grep --open-files-in-pager=curl x", "git grep --open=curl x",
            "git clone --upload-pack=curl . x", "git clone -u curl . x", "git clone -c alias.x=!curl . x",
            "git clone --config core.fsmonitor=curl . x", "git clone --template=x . y", "git clone 'ext::curl x' y",
            "git fetch ext::curl", "git fetch --upload-pack curl .", "git fetch \"$1\"",
            "git ls-remote --upload-pack=curl .", "git push --receive-pack=curl . x",
            "git archive --remote=. --exec=curl x", "git init --template=x y", "git config alias.x '!curl'",
            "git config --global core.pager curl", "git config --add alias.x curl", "git config --edit",
            "git config \"$x\" y", "git filter-branch --tree-filter curl", "git -C sub -c alias.x=!curl x",
            "git log --ext-diff", "git diff --ext-d", "git web--browse x", "git instaweb"});
}

void ShellLineBypassesTest::variables()
{
    rows("variable",
        {"PATH=. make", "PATH=.; make", "PATH=$PWD:$PATH make", "export PATH=.; make", "export \"PATH=.\"; make",
            "declare -x PATH=.", "readonly PATH=.", "f() { local PATH=.; make; }; f", "PATH+=:. make",
            "unset PATH; make", "for PATH in .; do make; done", ": ${PATH:=.}", "(( PATH = 1 )); make",
            "let PATH=1; make", "read -r a PATH < x", "printf -vPATH .; make", "getopts a PATH", "mapfile -t PATH < x",
            "select PATH in .; do make; done", "LD_PRELOAD=./x.so make", "LD_LIBRARY_PATH=. make", "BASH_ENV=x make",
            "ENV=x make", "BASH_CMDS[make]=/tmp/x; make", "BASH_ALIASES[make]=curl; make", "SHELLOPTS=x make",
            "PROMPT_COMMAND=curl make", "CDPATH=/usr; cd bin", "PS4='$(curl x)'; set -x; make", "IFS=x PATH=y make",
            "HOME=. git status", "XDG_CONFIG_HOME=. git status", "GIT_SSH_COMMAND=curl git fetch",
            "GIT_SSH=./x git fetch", "GIT_PAGER=curl git log", "GIT_EDITOR=curl git commit",
            "GIT_EXTERNAL_DIFF=curl git diff", "GIT_CONFIG_COUNT=1 git log", "GIT_CONFIG_GLOBAL=x git log",
            "GIT_CONFIG_PARAMETERS=x git log", "GIT_DIR=x git log", "GIT_EXEC_PATH=. git log",
            "GIT_TEMPLATE_DIR=x git init y", "GIT_PROXY_COMMAND=curl git fetch", "GIT_ASKPASS=curl git fetch",
            "EDITOR=curl git commit", "PAGER='curl x' git log", "NODE_OPTIONS='--require ./x' npm test",
            "NODE_OPTIONS=$x npm test", "export NODE_OPTIONS=-r./x", "MAKEFLAGS='--eval=x:;curl' make",
            "MAKEFILES=x make", "TAR_OPTIONS=-Icurl tar xf x", "RIPGREP_CONFIG_PATH=x rg y",
            "npm_config_script_shell=curl npm test", "NPM_CONFIG_SCRIPT_SHELL=curl npm test",
            "RUSTC_WRAPPER=curl cargo build", "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER=curl cargo test",
            "RUSTFLAGS='-C linker=curl' cargo build", "GOFLAGS=-toolexec=curl go build", "CC=curl make",
            "CC='make x' make", "SHELL=curl make", "JAVA_TOOL_OPTIONS=-javaagent:x make", "PERL5OPT=-Mx make",
            "PYTHONHOME=. python3 x", "OPENSSL_CONF=x git fetch", "LESSOPEN='|curl' git log", "declare -n x=PATH; x=.",
            "f() { local -rn x=PATH; }; f", "export $x; make", "declare \"$x\"", "env GIT_SSH=x git fetch",
            "sudo LD_PRELOAD=x make"});
}

void ShellLineBypassesTest::evaluation()
{
    rows("evaluation",
        {"x='a[$(curl x)]'; echo $((x))", "x='a[$(curl x)]'; (( x ))", "x='a[`curl x`]'; let x", "let 'a[$(curl x)]=1'",
            "x='a[$(curl x)]'; [[ $x -eq 1 ]]", "x='a[$(curl x)]'; y=x; echo $((y))", "read x < y; echo $((x + 1))",
            "echo $(( $(cat x) ))", "for x in 'a[$(curl)]'; do (( x )); done", "x='a[$(curl x)]'; echo ${y[x]}",
            "x='a[$(curl x)]'; echo ${y:x}", "x='a[$(curl x)]'; y[x]=1", "declare -i x='a[$(curl x)]'",
            "x='a[$'; x+='(curl x)]'; echo $((x))", "f() { echo $(( $1 )); }; f 'a[$(curl x)]'",
            "test -v 'a[$(curl x)]'", "[ -v \"$x\" ]", "[[ -v 'a[$(curl x)]' ]]",
            "x=-v y='a[$(curl x)]'; [ $x \"$y\" ]", "[ $(cat x) ]", "[ \"$1\" \"$(cat x)\" ]",
            "read 'a[$(curl x)]' < y", "unset 'a[`curl x`]'", "printf -v 'a[$(curl x)]' y",
            "x='$(curl x)'; echo ${x@P}", "echo \"${x@P}\"", ": ${!x:=.}", "echo ${!x}", "wait -p 'a[$(curl x)]' 1",
            "getopts a 'b[$(curl x)]'", "for ((i=x; i<1; i++)); do :; done; x='a[$(curl x)]'",
            "mapfile -t x < y; echo $((x))", "echo $((REPLY))", "printf -v \"$x\" y"});
}

void ShellLineBypassesTest::redirections()
{
    rows("redirection",
        {"exec 3<>/dev/tcp/10.0.0.1/80", "cat < /dev/tcp/10.0.0.1/80", "echo x > /dev/udp/10.0.0.1/53",
            "echo x >& /dev/tcp/h/80", "echo x &> /dev/tcp/h/80", "x=/dev/tcp/h/80; cat < $x",
            "x=/tcp/h/80; cat < \"/dev$x\"", "a=/dev b=/tcp/h/80; cat < \"$a$b\"", "cat < \"$(cat x)\"",
            "cat < /dev//tcp/h/80", "cat < $1", "for f in /dev/tcp/h/80; do cat < $f; done", "echo x > /usr/bin/make",
            "echo x >> /bin/ls", "echo x > ../../../../../../../../usr/bin/make", "echo x > /etc/profile",
            "echo x > good; ./good", "echo x > ./sub/../good && ./good", "cd sub; echo x > good; ./good",
            "echo x | cat > good; ./good", "{ make; } > /dev/tcp/h/80",
            "while read -r l; do make; done < /dev/tcp/h/80", "echo x > \"$1\""});
}

void ShellLineBypassesTest::programsOfTheWorkspace()
{
    rows("workspace",
        {"./node x", "node x", "./twice", "./tools/id", "tools/id", "./broken", "./missing", "./sub", "./other-name",
            "../x", "sub/../../x", "./odd", "./odder", "./relative", "cd /usr/bin && ./id", "cd /usr/bin; ./curl",
            "cd tools && ./id", "cd \"$x\" && ./good", "cd sub && ./late", "pushd sub; ./late",
            "f() { ./late; }; cd sub; f", "while cd sub; do ./late; done", "env -C sub ./late", "env -C \"$x\" ./good",
            "cd -P sub/.. && ./good", "make && ./missing", "bash -c './node'",
            "for d in sub x; do (cd $d && ./late); done", "xargs ./node", "source ./node", ". /usr/bin/id",
            "eval 'cd sub'; ./late", "CC=./node make", "timeout 5 ./node"});
}

void ShellLineBypassesTest::isRefused_data()
{
    QTest::addColumn<QString>("line");
    structure();
    names();
    builtIns();
    wrappers();
    shells();
    packageRunners();
    argumentsOfPrograms();
    git();
    variables();
    evaluation();
    redirections();
    programsOfTheWorkspace();
    QVERIFY(m_count >= 150);
}

void ShellLineBypassesTest::isRefused()
{
    QFETCH(QString, line);
    const auto result = m_list.check(line, {m_root.path(), QString()});
    QVERIFY2(!result, "was allowed");
    QVERIFY2(result.error().code == ErrorCode::Forbidden, qPrintable(result.error().message));
    QVERIFY(result.error().message.size() > 20);
}

QTEST_GUILESS_MAIN(ShellLineBypassesTest)
#include "tst_ShellLine_Bypasses.moc"

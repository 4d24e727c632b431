#include "service/platform/ShellVariableRules.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

bool matches(const QString &name, const char *pattern)
{
    return QRegularExpression(QStringLiteral("^(%1)$").arg(QLatin1String(pattern))).match(name).hasMatch();
}

/// What a name means, or which files a program reads its settings from.
constexpr const char *never =
    "PATH|ENV|PS4|SHELLOPTS|POSIXLY_CORRECT|EXECIGNORE|PROMPT_COMMAND|CDPATH|BASH.*|"
    "LD_.*|GCONV_PATH|GLIBC_TUNABLES|LOCPATH|NLSPATH|MALLOC_.*|OPENSSL_(CONF|MODULES|ENGINES)|"
    "HOME|XDG_CONFIG_(HOME|DIRS)|ZDOTDIR|CURL_HOME|WGETRC|INPUTRC|VIMINIT|EXINIT|LESSOPEN|LESSCLOSE|MANOPT|"
    "(SSH|SUDO)_ASKPASS|(CVS|RSYNC)_RSH|SVN_SSH|TAR_OPTIONS|RIPGREP_CONFIG_PATH|"
    "MAKEFLAGS|GNUMAKEFLAGS|MFLAGS|MAKEFILES|MAKESHELL|PERL5(OPT|DB)|RUBYOPT|PYTHON(HOME|EXECUTABLE)|"
    "DOTNET_STARTUP_HOOKS|CORECLR_.*|COR_.*|COMPlus_.*|"
    "(npm|NPM)_(config|CONFIG)_(script[-_]shell|SCRIPT[-_]SHELL|shell|SHELL|node[-_]options|NODE[-_]OPTIONS|git|GIT|"
    "editor|EDITOR|viewer|VIEWER|call|CALL|userconfig|USERCONFIG|globalconfig|GLOBALCONFIG)|YARN_RC_FILENAME|"
    "CARGO_(BUILD_RUSTC.*|TARGET_.*_(RUNNER|LINKER)|ALIAS_.*|HOME)|GOROOT|GOENV|CGO_.*";

/// Of git's, these alone start nothing.
constexpr const char *harmlessGit = "GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)|GIT_TERMINAL_PROMPT|GIT_OPTIONAL_LOCKS|"
                                    "GIT_CONFIG_NOSYSTEM|GIT_MERGE_AUTOEDIT|GIT_(SEQUENCE_)?EDITOR|GIT_PAGER";

constexpr const char *namesProgram =
    "CC|CXX|CPP|LD|AR|AS|NM|FC|RANLIB|STRIP|OBJCOPY|PKG_CONFIG|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|RUSTDOC|CARGO|"
    "(GIT_)?EDITOR|VISUAL|(GIT_|MAN)?PAGER|GIT_SEQUENCE_EDITOR|BROWSER|SHELL|FCEDIT|SUDO_EDITOR";

/// Options of run times, where the value must be of such a form.
struct OptionVariable {
    const char *names;
    const char *value;
};

constexpr OptionVariable optionVariables[] = {
    {"NODE_OPTIONS",
        "(--(max-old-space-size|max-semi-space-size|stack-size|unhandled-rejections|max-http-header-size)=[a-z0-9-]+|"
        "--(no-warnings|trace-warnings|trace-deprecation|no-deprecation|throw-deprecation|enable-source-maps|"
        "openssl-legacy-provider|experimental-[a-z-]+|no-experimental-[a-z-]+|expose-gc)|\\s)*"},
    {"(JAVA_TOOL|_JAVA|JDK_JAVA)_OPTIONS|(MAVEN|GRADLE|SBT|JAVA)_OPTS",
        "(-X(mx|ms|ss|mn)[0-9]+[kmgKMG]?|-D[A-Za-z0-9_.]+(=[A-Za-z0-9_./:,+-]*)?|-XX:[+-][A-Za-z0-9]+|"
        "-XX:Max[A-Za-z]+=[0-9]+[kmgKMG]?|\\s)*"},
    {"RUSTFLAGS|RUSTDOCFLAGS|CARGO_ENCODED_RUSTFLAGS|CARGO_BUILD_RUSTFLAGS",
        "((-[DWAF]|--(deny|warn|allow|forbid|cap-lints|cfg|check-cfg))[ =]?[A-Za-z0-9_:=\"-]+|"
        "-C ?(target-cpu|opt-level|debuginfo|codegen-units|instrument-coverage|panic|lto|overflow-checks|debug-assertions)"
        "(=[A-Za-z0-9-]+)?|-Cinstrument-coverage|\\s)*"},
    {"GOFLAGS", "(-(mod|tags|count|timeout|p|race|v|trimpath|buildvcs|short)(=[A-Za-z0-9_.,-]+)?|\\s)*"},
};

} // namespace

Result<void> checkVariable(const QString &name, const ShellWord &value, const ShellPrograms &programs)
{
    const bool isGit = name.startsWith(QLatin1String("GIT_"));
    if (matches(name, never) || (isGit && !matches(name, harmlessGit)))
        return notAllowed(
            QStringLiteral("%1 may not be set in a command: it changes which program a name starts, or which settings "
                           "programs take.")
                .arg(name));
    const bool isKnown = value.isLiteral;
    if (matches(name, namesProgram)) {
        static const QSet<QString> nothing = wordSet("cat true false :");
        if (isKnown && (value.text().isEmpty() || nothing.contains(value.text())))
            return {};
        static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_+./-]+$"));
        if (!isKnown || !plain.match(value.text()).hasMatch())
            return notAllowed(
                QStringLiteral("%1 names a program, and it cannot be told which. Name one of the list.").arg(name));
        MERGELOOM_CHECK(programs.check(value.text(), {}));
        return {};
    }
    for (const OptionVariable &row : optionVariables)
        if (matches(name, row.names) && (!isKnown || !matches(value.text(), row.value)))
            return notAllowed(
                QStringLiteral("%1 may only be set to options that are known to start nothing; this value is not.")
                    .arg(name));
    return {};
}

Result<void> checkVariable(const QString &name, const ShellPrograms &programs)
{
    return checkVariable(name, ShellWord::unknown(), programs);
}

} // namespace mergeloom

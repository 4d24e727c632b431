#include "shared/domain/GuardRules.h"

namespace mergeloom {

GuardFinder::GuardFinder(
    GuardReport &report, const GuardRule &rule, GuardVerdict verdict, const DiffGuardSettings &settings)
    : m_report(report), m_rule(rule), m_verdict(verdict), m_settings(settings)
{
}

GuardFinder::~GuardFinder()
{
    if (m_count > mostPlaces)
        m_report.findings.append({m_verdict, QString::fromLatin1(m_rule.id), {}, {},
            QStringLiteral("%1: %2 more places are not listed.")
                .arg(QString::fromLatin1(m_rule.title))
                .arg(m_count - mostPlaces)});
}

void GuardFinder::find(const QString &text) { add({}, {}, text); }

void GuardFinder::find(const GuardedFile &file, const QString &text) { add(file.path, {}, text); }

void GuardFinder::find(const GuardedFile &file, int line, const QString &text)
{
    add(file.path, line > 0 ? std::optional(line) : std::nullopt, text);
}

void GuardFinder::add(const QString &path, std::optional<int> line, const QString &text)
{
    m_report.verdict = std::max(m_report.verdict, m_verdict);
    if (++m_count <= mostPlaces)
        m_report.findings.append({m_verdict, QString::fromLatin1(m_rule.id), path, line, text});
}

const QList<GuardRule> &guardRules()
{
    using enum GuardAction;
    namespace r = guard_rule;
    static const QList<GuardRule> rules{
        {"too_many_files", "Too many files", "more changed files than the limit", Block, r::tooManyFiles},
        {"too_many_lines", "Too many lines", "more added and removed lines than the limit", Block, r::tooManyLines},
        {"file_too_large", "File too large", "a changed file over the limit", Block, r::fileTooLarge},
        {"unread_change", "Change not read", "a change of more than 32 MiB of text", Block, r::unreadChange},
        {"ci_files", "CI files", "pipelines of GitHub, GitLab, Jenkins, Azure, CircleCI and others", Block, r::ciFiles},
        {"git_hooks", "Git hooks", ".husky, .githooks, lefthook, pre-commit and the like", Block, r::gitHooks},
        {"code_owners", "Code owners", "CODEOWNERS and OWNERS", Block, r::codeOwners},
        {"agent_guidance", "Agent guidance", "AGENTS.md, CLAUDE.md, .cursor and the like", Flag, r::agentGuidance},
        {"tool_settings", "Tool settings", "files that tools trust or run by themselves: .npmrc, .envrc, .vscode …",
            Flag, r::toolSettings},
        {"container_files", "Container files", "Dockerfiles and Compose files", Flag, r::containerFiles},
        {"dot_directories", "Dot-directories", "files in other folders whose name begins with a dot", Flag,
            r::dotDirectories},
        {"case_collision", "Names that collide", "paths that differ in case alone", Flag, r::caseCollision},
        {"lock_file", "Lock files", "lock files of package tools", Flag, r::lockFile},
        {"lock_without_manifest", "Lock file alone", "a lock file that changed without its manifest", Block,
            r::lockWithoutManifest},
        {"package_script", "Install scripts", "package.json or composer.json runs something on install", Flag,
            r::packageScript},
        {"secret", "Secrets", "tokens and keys in added lines", Block, r::secret},
        {"possible_secret", "Possible secrets", "added lines with a password in a URL, a bearer token or the like",
            Flag, r::possibleSecret},
        {"binary_file", "Binary files", "files that cannot be reviewed as text", Flag, r::binaryFile},
        {"generated_file", "Generated files", "generated, minified and vendored files", Flag, r::generatedFile},
        {"long_line", "Long lines", "added lines of over 2,000 bytes", Flag, r::longLine},
        {"zero_byte_file", "Empty files", "new files without content", Flag, r::zeroByteFile},
        {"stray_file", "Stray files", "left-overs: logs, scratch files, byte code, node_modules", Flag, r::strayFile},
        {"line_endings", "Line endings", "a file whose lines changed in their ends alone", Flag, r::lineEndings},
        {"test_deleted", "Deleted tests", "test files that are gone, or no longer named as tests", Flag,
            r::testDeleted},
        {"test_weakened", "Weakened tests", "assertions or tests gone with none new; tests skipped or singled out",
            Flag, r::testWeakened},
        {"test_command", "Test command", "a test command that can no longer fail", Block, r::testCommand},
        {"validation_script", "Validation script", "a file that a validation command names", Flag, r::validationScript},
        {"executable_bit", "Executable bit", "files that became executable", Flag, r::executableBit},
        {"type_changed", "Kind of file", "a file that became a link or a submodule, or the reverse", Flag,
            r::typeChanged},
        {"symbolic_link", "Symbolic links", "new or changed links inside of the repository", Flag, r::symbolicLink},
        {"link_outside", "Links that leave", "links that are absolute, leave the repository, or lead into .git", Block,
            r::linkOutside},
        {"submodule", "Submodules", "submodules, and .gitmodules", Flag, r::submodule},
        {"hidden_text", "Hidden text", "bidirectional controls and tag characters", Block, r::hiddenText},
        {"invisible_character", "Invisible characters", "zero-width and control characters", Flag,
            r::invisibleCharacter},
        {"mixed_script", "Look-alike letters", "words of Latin letters with Cyrillic or Greek ones that look alike",
            Flag, r::mixedScript},
    };
    return rules;
}

} // namespace mergeloom

#pragma once

#include "shared/domain/DiffGuard.h"
#include "shared/domain/GuardedChange.h"

namespace mergeloom {

struct GuardRule;

/// Takes the findings of one rule into a report. A rule lists so many places; the rest is counted, so that a hostile change
/// cannot flood the record.
class GuardFinder
{
public:
    static constexpr int mostPlaces = 50;
    GuardFinder(GuardReport &report, const GuardRule &rule, GuardVerdict verdict, const DiffGuardSettings &settings);
    ~GuardFinder();
    GuardFinder(const GuardFinder &) = delete;
    GuardFinder &operator=(const GuardFinder &) = delete;

    void find(const QString &text); ///< of the change as a whole
    void find(const GuardedFile &file, const QString &text);
    void find(const GuardedFile &file, int line, const QString &text);
    const DiffGuardSettings &settings() const { return m_settings; }

private:
    void add(const QString &path, std::optional<int> line, const QString &text);

    GuardReport &m_report;
    const GuardRule &m_rule;
    const GuardVerdict m_verdict;
    const DiffGuardSettings &m_settings;
    int m_count = 0;
};

using GuardLook = void(const GuardedChange &, GuardFinder &);

struct GuardRule {
    const char *id;
    const char *title;    ///< for people
    const char *looksAt;  ///< for people: what it finds
    GuardAction standard; ///< where a repository does not say
    GuardLook *look;
};

/// The one table of rules. To add one: a function, its name below, a row in the table.
const QList<GuardRule> &guardRules();

namespace guard_rule {
GuardLook tooManyFiles, tooManyLines, fileTooLarge, unreadChange;                    // GuardSizeRules.cpp
GuardLook ciFiles, gitHooks, codeOwners, agentGuidance, toolSettings;                // GuardPathRules.cpp
GuardLook containerFiles, dotDirectories, caseCollision;                             // GuardPathRules.cpp
GuardLook lockFile, lockWithoutManifest, packageScript;                              // GuardDependencyRules.cpp
GuardLook secret, possibleSecret;                                                    // GuardSecretRule.cpp
GuardLook binaryFile, generatedFile, longLine, zeroByteFile, strayFile, lineEndings; // GuardContentRules.cpp
GuardLook testDeleted, testWeakened, testCommand, validationScript;                  // GuardTestRules.cpp
GuardLook executableBit, typeChanged, symbolicLink, linkOutside, submodule;          // GuardModeRules.cpp
GuardLook hiddenText, invisibleCharacter, mixedScript;                               // GuardTextRules.cpp
} // namespace guard_rule

} // namespace mergeloom

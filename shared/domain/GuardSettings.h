#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

enum class GuardVerdict { Allow, Flag, Block };

template <>
struct EnumNames<GuardVerdict> {
    static constexpr std::array names{std::pair{GuardVerdict::Allow, "allow"}, std::pair{GuardVerdict::Flag, "flag"},
        std::pair{GuardVerdict::Block, "block"}};
};

/// What a finding of a rule does. In order of strictness.
enum class GuardAction { Off, Flag, Block };

template <>
struct EnumNames<GuardAction> {
    static constexpr std::array names{std::pair{GuardAction::Off, "off"}, std::pair{GuardAction::Flag, "flag"},
        std::pair{GuardAction::Block, "block"}};
};

/// The diff guard of a repository: its limits, and the rules that do something else than they do by themselves.
struct DiffGuardSettings {
    int maximumFiles = 100;
    int maximumLines = 5000; ///< added and removed together
    qint64 maximumFileBytes = 1 << 20;
    QMap<QString, GuardAction> rules; ///< by id, see guardRules()
    std::optional<QString> onBinary;  ///< what `rules.binary_file` was before there were rules; an entry there wins

    /// What the rule of this id does, which does `standard` by itself.
    GuardAction action(const QString &rule, GuardAction standard) const;
    /// Says in `rules` what `on_binary` says.
    void takeOldForm();

    static constexpr auto jsonName = "DiffGuardSettings";
    static constexpr auto fields()
    {
        return fieldList(
            optional("maximum_files", &DiffGuardSettings::maximumFiles, "Changed files; more are too_many_files"),
            optional(
                "maximum_lines", &DiffGuardSettings::maximumLines, "Added and removed lines; more are too_many_lines"),
            optional("maximum_file_bytes", &DiffGuardSettings::maximumFileBytes,
                "Size of one changed file; more is file_too_large"),
            optional("rules", &DiffGuardSettings::rules,
                "Rule id to off, flag or block; a rule that is not named does what GET /diff-guard/rules says"),
            optional(
                "on_binary", &DiffGuardSettings::onBinary, "Older form of the rule binary_file: allow, flag or block"));
    }
};

/// Errors: invalid_input with the detail `field`: an unknown rule, or a limit out of its range.
Result<void> checkGuardSettings(const DiffGuardSettings &settings);

/// `ci_files=flag` or `maximum_files=50`, as on the command line. Errors: invalid_input.
Result<void> setGuardOption(DiffGuardSettings &settings, const QString &option);

/// What a worker holds repositories to: `none` or `standard`, and options as above, separated by commas. The last one
/// wins; limits and rules that are not named do not bind. Errors: invalid_input.
Result<DiffGuardSettings> guardMinimum(const QStringList &words);

/// The stricter of both, rule by rule and limit by limit.
DiffGuardSettings narrowed(const DiffGuardSettings &asked, const DiffGuardSettings &least);

} // namespace mergeloom

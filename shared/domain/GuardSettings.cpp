#include "shared/domain/GuardSettings.h"

#include "shared/domain/GuardRules.h"

namespace mergeloom {

namespace {

constexpr auto binaryRule = "binary_file";

struct GuardLimit {
    const char *name;
    qint64 highest;
    qint64 (*get)(const DiffGuardSettings &);
    void (*set)(DiffGuardSettings &, qint64);
};

constexpr GuardLimit guardLimits[] = {
    {"maximum_files", 1'000'000, [](const DiffGuardSettings &s) { return qint64(s.maximumFiles); },
        [](DiffGuardSettings &s, qint64 value) { s.maximumFiles = int(value); }},
    {"maximum_lines", 100'000'000, [](const DiffGuardSettings &s) { return qint64(s.maximumLines); },
        [](DiffGuardSettings &s, qint64 value) { s.maximumLines = int(value); }},
    {"maximum_file_bytes", qint64(1) << 32, [](const DiffGuardSettings &s) { return s.maximumFileBytes; },
        [](DiffGuardSettings &s, qint64 value) { s.maximumFileBytes = value; }},
};

QStringList ruleNames()
{
    QStringList names;
    for (const GuardRule &rule : guardRules())
        names << QString::fromLatin1(rule.id);
    return names;
}

Unexpected badGuardSetting(const QString &field, const QString &what)
{
    return failure(ErrorCode::InvalidInput, what, {{"field", QString(QStringLiteral("settings.diff_guard.") + field)}});
}

Result<void> checkLimit(const GuardLimit &limit, qint64 value)
{
    if (value >= 1 && value <= limit.highest)
        return {};
    const QString name = QString::fromLatin1(limit.name);
    return badGuardSetting(
        name, QStringLiteral("%1 is %2, but must be from 1 to %3.").arg(name).arg(value).arg(limit.highest));
}

Result<void> checkRuleName(const QString &rule)
{
    if (ruleNames().contains(rule))
        return {};
    return badGuardSetting(QStringLiteral("rules"),
        QStringLiteral("The diff guard has no rule \"%1\". It has %2.")
            .arg(rule.left(80), ruleNames().join(QStringLiteral(", "))));
}

GuardAction actionOfOldForm(const QString &word)
{
    return word == u"allow" ? GuardAction::Off : word == u"block" ? GuardAction::Block : GuardAction::Flag;
}

/// Settings that bind nobody.
DiffGuardSettings loosest()
{
    DiffGuardSettings settings;
    for (const GuardLimit &limit : guardLimits)
        limit.set(settings, limit.highest);
    for (const QString &rule : ruleNames())
        settings.rules.insert(rule, GuardAction::Off);
    return settings;
}

} // namespace

GuardAction DiffGuardSettings::action(const QString &rule, GuardAction standard) const
{
    if (const auto set = rules.find(rule); set != rules.end())
        return *set;
    return onBinary && rule == QLatin1StringView(binaryRule) ? actionOfOldForm(*onBinary) : standard;
}

void DiffGuardSettings::takeOldForm()
{
    if (onBinary && !rules.contains(QLatin1StringView(binaryRule)))
        rules.insert(QLatin1StringView(binaryRule), actionOfOldForm(*onBinary));
    onBinary.reset();
}

Result<void> checkGuardSettings(const DiffGuardSettings &settings)
{
    for (const GuardLimit &limit : guardLimits)
        MERGELOOM_CHECK(checkLimit(limit, limit.get(settings)));
    for (const QString &rule : settings.rules.keys())
        MERGELOOM_CHECK(checkRuleName(rule));
    if (settings.onBinary && !enumFromName<GuardVerdict>(*settings.onBinary))
        return badGuardSetting(QStringLiteral("on_binary"),
            QStringLiteral("\"%1\" is none of allow, flag, block.").arg(settings.onBinary->left(80)));
    return {};
}

Result<void> setGuardOption(DiffGuardSettings &settings, const QString &option)
{
    const QString name = option.section(u'=', 0, 0).trimmed();
    const QString value = option.section(u'=', 1).trimmed();
    for (const GuardLimit &limit : guardLimits) {
        if (name != QLatin1StringView(limit.name))
            continue;
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        if (!isNumber)
            return badGuardSetting(
                name, QStringLiteral("%1 is \"%2\", but must be a number.").arg(name, value.left(80)));
        MERGELOOM_CHECK(checkLimit(limit, number));
        limit.set(settings, number);
        return {};
    }
    MERGELOOM_CHECK(checkRuleName(name));
    const auto action = enumFromName<GuardAction>(value);
    if (!action)
        return badGuardSetting(QStringLiteral("rules.") + name,
            QStringLiteral("%1 is \"%2\", but must be off, flag or block: write %1=flag.").arg(name, value.left(80)));
    settings.rules.insert(name, *action);
    return {};
}

Result<DiffGuardSettings> guardMinimum(const QStringList &words)
{
    DiffGuardSettings settings = loosest();
    for (const QString &word : words) {
        if (word == u"none")
            settings = loosest();
        else if (word == u"standard")
            settings = DiffGuardSettings{};
        else
            MERGELOOM_CHECK(setGuardOption(settings, word));
    }
    return settings;
}

DiffGuardSettings narrowed(const DiffGuardSettings &asked, const DiffGuardSettings &least)
{
    DiffGuardSettings result = asked;
    for (const GuardLimit &limit : guardLimits)
        limit.set(result, std::min(limit.get(asked), limit.get(least)));
    for (const GuardRule &rule : guardRules()) {
        const QString id = QString::fromLatin1(rule.id);
        result.rules.insert(id, std::max(asked.action(id, rule.standard), least.action(id, rule.standard)));
    }
    return result;
}

} // namespace mergeloom

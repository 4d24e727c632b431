#include "shared/domain/GuardRules.h"

#include <algorithm>

namespace mergeloom::guard_rule {

namespace {

struct SecretPlace {
    qsizetype at = 0; ///< first byte that is not as it was
    QString name;     ///< which secret; may be empty
};

/// Where the first secret of the text is.
std::optional<SecretPlace> firstSecret(const Redactor &redactor, const QByteArray &text)
{
    const QByteArray clean = redactor.redact(text);
    if (clean == text)
        return std::nullopt;
    const qsizetype at = std::mismatch(text.begin(), text.end(), clean.begin(), clean.end()).first - text.begin();
    static const QByteArray mark("[redacted");
    const qsizetype begin = clean.lastIndexOf(mark, at);
    const qsizetype from = begin < 0 ? clean.size() : begin + mark.size() + 1;
    return SecretPlace{at, QString::fromUtf8(clean.mid(from, std::max<qsizetype>(clean.indexOf(']', from) - from, 0)))};
}

/// Shapes that examples, tests and documents have too.
bool isOftenAnExample(const QString &name)
{
    static const QStringList names{QStringLiteral("URL credentials"), QStringLiteral("authorization header"),
        QStringLiteral("signature of a shared URL"), QStringLiteral("JSON web token")};
    return names.contains(name);
}

void findSecrets(const GuardedChange &change, GuardFinder &finder, bool (*isWanted)(const QString &name))
{
    for (const GuardedFile &file : change.files) {
        QByteArray text;
        QList<const GuardLine *> added;
        for (const GuardLine &line : file.lines)
            if (line.kind == GuardLine::Kind::Added) {
                added << &line;
                text.append(line.text).append('\n');
            }
        const auto first = firstSecret(change.redactor, text);
        if (!first)
            continue;
        const auto tell = [&](const GuardLine *line, const QString &name) {
            if (isWanted(name))
                finder.find(file, line->newLine,
                    QStringLiteral("This looks like a secret%1. Take it out; if it is a real one, revoke it.")
                        .arg(name.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(name)));
        };
        // Some take more than one line, and are none line by line.
        const GuardLine *begin = added.at(std::count(text.begin(), text.begin() + first->at, '\n'));
        tell(begin, first->name);
        for (const GuardLine *line : added)
            if (const auto other = firstSecret(change.redactor, line->text.toByteArray()); other && line != begin)
                tell(line, other->name);
    }
}

} // namespace

void secret(const GuardedChange &change, GuardFinder &finder)
{
    findSecrets(change, finder, [](const QString &name) { return !isOftenAnExample(name); });
}

void possibleSecret(const GuardedChange &change, GuardFinder &finder) { findSecrets(change, finder, isOftenAnExample); }

} // namespace mergeloom::guard_rule

#include "shared/core/Redactor.h"

#include "shared/core/SecretAutomaton.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

constexpr qsizetype shortestSecret = 6;
constexpr qsizetype shortestPlainSecret = 8; // of one kind of character
constexpr qsizetype shortestLine = 12;
constexpr qsizetype fewestDifferentBytes = 4;

// Passwords of test set-ups, which are ordinary words of configuration, code and our own replacement.
constexpr std::array commonWords{"password", "passw0rd", "changeme", "change-me", "localhost", "postgres", "postgresql",
    "anonymous", "undefined", "redacted", "[redacted]", "administrator", "x-access-token", "x-token-auth",
    "development", "production", "application", "placeholder", "mergeloom"};

std::shared_ptr<SecretAutomaton> shapesAlone()
{
    static const auto automaton = std::make_shared<SecretAutomaton>();
    return automaton;
}

bool isOneKind(const QByteArray &value, bool (*isOfKind)(char))
{
    return std::all_of(value.begin(), value.end(), isOfKind);
}

} // namespace

Redactor::Redactor() : m_automaton(shapesAlone()) {}

bool Redactor::canBeHidden(const QByteArray &value)
{
    const QByteArray text = value.trimmed();
    if (text.size() < shortestSecret || QSet<char>(text.begin(), text.end()).size() < fewestDifferentBytes)
        return false;
    const bool isPlain = isOneKind(text, [](char c) { return c >= 'a' && c <= 'z'; })
        || isOneKind(text, [](char c) { return c >= 'A' && c <= 'Z'; })
        || isOneKind(text, [](char c) { return c >= '0' && c <= '9'; });
    if (isPlain && text.size() < shortestPlainSecret)
        return false;
    return std::none_of(
        commonWords.begin(), commonWords.end(), [&](const char *word) { return text.toLower() == word; });
}

bool Redactor::addSecret(const QByteArray &value, const QString &name)
{
    const QByteArray text = value.trimmed();
    if (!canBeHidden(text))
        return false;
    const bool isShared = m_automaton.use_count() > 1; // with copies, streams, or all that know no value
    const auto automaton = isShared ? std::make_shared<SecretAutomaton>(*m_automaton) : m_automaton;
    automaton->add(text, name);
    if (text.contains('\n')) {
        for (const QByteArray &piece : text.split('\n')) {
            const QByteArray line = piece.trimmed();
            if (line.size() >= shortestLine && canBeHidden(line) && !line.startsWith("-----"))
                automaton->add(line, name);
        }
    }
    m_automaton = automaton;
    return true;
}

QByteArray Redactor::redact(const QByteArray &text) const
{
    QByteArray clean;
    return m_automaton->scan({}, text, TextEnd::Whole, clean).hasSecret ? clean : text;
}

QString Redactor::redact(const QString &text) const
{
    const QByteArray bytes = text.toUtf8();
    const QByteArray clean = redact(bytes);
    return clean == bytes ? text : QString::fromUtf8(clean);
}

QJsonValue Redactor::redact(const QJsonValue &value) const
{
    if (value.isString())
        return redact(value.toString());
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &entry : value.toArray())
            result.append(redact(entry));
        return result;
    }
    if (value.isObject()) {
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            result.insert(redact(it.key()), redact(it.value()));
        return result;
    }
    return value;
}

QByteArray Redactor::Stream::push(const QByteArray &piece)
{
    const QByteArray text = m_held.isEmpty() ? piece : m_held + piece;
    QByteArray clean;
    const auto [done, hasSecret] = m_automaton->scan(m_before, text, TextEnd::MoreToCome, clean);
    const QByteArray said = done == text.size() ? text : text.first(done);
    m_before = (m_before + said.right(SecretAutomaton::context)).right(SecretAutomaton::context);
    m_held = text.sliced(done);
    return hasSecret ? clean : said;
}

QByteArray Redactor::Stream::finish()
{
    QByteArray clean;
    const QByteArray rest = std::exchange(m_held, {});
    const QByteArray before = std::exchange(m_before, {});
    return m_automaton->scan(before, rest, TextEnd::Whole, clean).hasSecret ? clean : rest;
}

} // namespace mergeloom

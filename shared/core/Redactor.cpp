#include "shared/core/Redactor.h"

#include "shared/core/Json.h"

#include <QUrl>

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype shortestSecret = 6;
constexpr auto replacement = "[redacted]";

/// The part of the base64 of `value` that does not depend on the bytes around it, when `lead` bytes stand before it
/// in its group of three.
QByteArray base64Core(const QByteArray &value, int lead)
{
    const QByteArray whole = (QByteArray(lead, '\0') + value).toBase64(QByteArray::OmitTrailingEquals);
    const qsizetype from = lead == 0 ? 0 : lead + 1;
    const qsizetype to = (lead + value.size()) * 8 / 6;
    return whole.mid(from, to - from);
}

} // namespace

void Redactor::addSecret(const QByteArray &value)
{
    const auto add = [this](const QByteArray &needle) {
        if (needle.size() >= shortestSecret && !m_needles.contains(needle))
            m_needles.append(needle);
    };
    if (value.trimmed().size() < shortestSecret)
        return;
    add(value);
    add(value.trimmed());
    if (value.contains('\n')) {
        for (const QByteArray &line : value.split('\n'))
            if (line.trimmed().size() >= 12)
                add(line.trimmed());
    }
    add(value.toPercentEncoding());
    add(value.toHex());
    add(value.toHex().toUpper());
    const QByteArray json = compactJson(QString::fromUtf8(value));
    add(json.mid(1, json.size() - 2));
    for (int lead = 0; lead < 3; ++lead) {
        const QByteArray core = base64Core(value, lead);
        add(core);
        add(QByteArray(core).replace('+', '-').replace('/', '_'));
    }
    std::stable_sort(m_needles.begin(), m_needles.end(),
        [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); });
}

QByteArray Redactor::redact(const QByteArray &text) const
{
    QByteArray result = text;
    for (const QByteArray &needle : m_needles)
        result.replace(needle, replacement);
    return result;
}

QString Redactor::redact(const QString &text) const
{
    if (m_needles.isEmpty())
        return text;
    return QString::fromUtf8(redact(text.toUtf8()));
}

QJsonValue Redactor::redact(const QJsonValue &value) const
{
    if (m_needles.isEmpty())
        return value;
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
    m_held += piece;
    if (m_redactor.m_needles.isEmpty())
        return std::exchange(m_held, {});
    m_held = m_redactor.redact(m_held);
    // Keep back the longest tail that could be the beginning of a secret.
    const qsizetype longest = m_redactor.m_needles.first().size() - 1;
    for (qsizetype keep = std::min(longest, m_held.size()); keep > 0; --keep) {
        const QByteArrayView tail = QByteArrayView(m_held).last(keep);
        const bool couldBe = std::any_of(m_redactor.m_needles.begin(), m_redactor.m_needles.end(),
            [&](const QByteArray &needle) { return needle.size() > keep && needle.startsWith(tail); });
        if (couldBe) {
            const QByteArray ready = m_held.left(m_held.size() - keep);
            m_held = m_held.right(keep);
            return ready;
        }
    }
    return std::exchange(m_held, {});
}

QByteArray Redactor::Stream::finish() { return m_redactor.redact(std::exchange(m_held, {})); }

} // namespace mergeloom

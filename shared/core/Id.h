#pragma once

#include "shared/core/Ulid.h"

#include <QHashFunctions>
#include <QString>

namespace mergeloom {

/// An opaque identifier of one kind of thing; ids of different kinds do not mix.
template <class Tag>
class Id
{
public:
    Id() = default;
    explicit Id(QString text) : m_text(std::move(text)) {}
    static Id make() { return Id(makeUlid()); }

    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    auto operator<=>(const Id &other) const { return QString::compare(m_text, other.m_text) <=> 0; }
    bool operator==(const Id &other) const = default;
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

private:
    QString m_text;
};

} // namespace mergeloom

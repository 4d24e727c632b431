#pragma once

#include "shared/core/SpelledText.h"

#include <QByteArrayList>

#include <bitset>
#include <span>
#include <vector>

namespace mergeloom {

/// One row of the table of tokens that are known by their shape. `pattern` is literal text with classes `[A-Za-z0-9_]`
/// that are repeated `{n}` or `{least,most}` times, as often as they can be; `<` and `>` stand around the part that is
/// secret, if that is not all. `~` is the body of a PEM block. A backslash takes the next character as it is.
struct TokenShape {
    enum class Border { Any, Word };
    const char *name;
    const char *pattern;
    Border border = Border::Any; ///< Word: no letter, digit or `_` may stand before or after it
    const char *finds;           ///< an example, all of which matches
    const char *leaves;          ///< looks alike, and does not match
};

std::span<const TokenShape> tokenShapes();

/// A row, ready to be looked for.
class TokenMatcher
{
public:
    struct Found {
        enum class Kind { Nothing, NeedsMore, Secret } kind = Kind::Nothing;
        qsizetype from = 0;
        qsizetype to = 0; ///< of the secret part
    };

    explicit TokenMatcher(const TokenShape &shape);
    /// The texts of four bytes that it can begin with.
    QByteArrayList beginnings() const;
    /// Whether it stands at `at`; `before` ends where `text` begins.
    Found match(QByteArrayView before, QByteArrayView text, qsizetype at, TextEnd end) const;

private:
    struct Part {
        enum class Kind { Literal, Class, PemBody } kind = Kind::Literal;
        QByteArray literal;
        std::bitset<256> members;
        qsizetype least = 1;
        qsizetype most = 1;
    };
    qsizetype readPart(const Part &part, QByteArrayView text, qsizetype at, TextEnd end) const;

    std::vector<Part> m_parts;
    size_t m_secretFrom = 0; // indices of parts
    size_t m_secretTo = 0;
    TokenShape::Border m_border;
};

} // namespace mergeloom

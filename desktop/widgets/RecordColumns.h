#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// How a cell is written; the exact value is its tooltip where it is not what is shown.
enum class CellFormat {
    Text,
    RelativeTime, ///< of an RFC 3339 time: "3 min ago"
    Duration,     ///< of milliseconds: "2 min 5 s"
    Seconds,      ///< of seconds: "2 min 5 s"
    Money,        ///< of US dollars
    Count,
    Bytes,
    YesNo,
    Status,  ///< word and colour
    ShortId, ///< the end of an id; Ctrl C and the menu copy the whole
};

/// A column: one field of an api type, or a field of a struct inside of it (`ticket.title`).
struct Column {
    QString field;
    QString title; ///< translated
    CellFormat format = CellFormat::Text;
    int width = 0;            ///< pixels; 0: as its content asks for
    bool isStretched = false; ///< takes what is left; one column of a table
};

/// What a page wants other than what the type of the field says. Empty parts are left as they are.
struct ColumnRule {
    const char *field;
    QString title = {};
    std::optional<CellFormat> format = {};
    int width = 0;
    bool isStretched = false;
};

/// "Created" of `created_at`: a translated word where one is known, else the name made readable.
QString fieldTitle(const QString &field);

namespace record_detail {

template <class T>
struct Unwrapped {
    using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
};

template <class T>
struct IsId : std::false_type {
};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {
};

template <class Member>
CellFormat formatOf(const QString &name)
{
    using Type = typename Unwrapped<Member>::Type;
    if constexpr (std::is_same_v<Type, Timestamp>)
        return CellFormat::RelativeTime;
    else if constexpr (IsId<Type>::value)
        return CellFormat::ShortId;
    else if constexpr (std::is_same_v<Type, bool>)
        return CellFormat::YesNo;
    else if constexpr (std::is_arithmetic_v<Type>)
        return name.endsWith(u"_usd")    ? CellFormat::Money
            : name.endsWith(u"_ms")      ? CellFormat::Duration
            : name.endsWith(u"_seconds") ? CellFormat::Seconds
            : name.endsWith(u"bytes")    ? CellFormat::Bytes
                                         : CellFormat::Count;
    else
        return name == u"state" || name == u"status" || name == u"outcome" ? CellFormat::Status : CellFormat::Text;
}

/// The column of a field; none: S has no field of that name.
template <Described S>
std::optional<Column> columnOf(const QString &field)
{
    std::optional<Column> column;
    const qsizetype dot = field.indexOf(u'.');
    const QString first = dot < 0 ? field : field.left(dot);
    const auto look = [&](const auto &described) {
        if (first != QLatin1StringView(described.name))
            return;
        using Member = std::remove_cvref_t<decltype(std::declval<S>().*(described.member))>;
        using Type = typename Unwrapped<Member>::Type;
        if (dot < 0) {
            column = Column{field, fieldTitle(first), formatOf<Member>(first)};
        } else if constexpr (Described<Type>) {
            column = columnOf<Type>(field.mid(dot + 1));
            if (column)
                column->field = field;
        }
    };
    S::fields()([&](const auto &...each) { (look(each), ...); });
    return column;
}

} // namespace record_detail

/// The columns of a table of T, in this order. A field that T does not have ends the program in a debug build, and is left out else.
template <Described T>
QList<Column> columnsOf(std::initializer_list<ColumnRule> rules)
{
    QList<Column> columns;
    for (const ColumnRule &rule : rules) {
        std::optional<Column> column = record_detail::columnOf<T>(QString::fromLatin1(rule.field));
        Q_ASSERT_X(column, "columnsOf", rule.field);
        if (!column)
            continue;
        if (!rule.title.isEmpty())
            column->title = rule.title;
        column->format = rule.format.value_or(column->format);
        column->width = rule.width;
        column->isStretched = rule.isStretched;
        columns << *column;
    }
    return columns;
}

} // namespace mergeloom

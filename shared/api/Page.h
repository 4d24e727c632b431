#pragma once

#include "shared/core/Json.h"

/// What answers of `/api/v1` have in common.
namespace mergeloom::api {

/// `{items, next_cursor}`; an absent cursor is the end.
template <class T>
struct Page {
    QList<T> items;
    std::optional<QString> nextCursor;

    static constexpr auto jsonName = T::pageName;
    static constexpr auto fields()
    {
        return fieldList(required("items", &Page::items), optional("next_cursor", &Page::nextCursor));
    }
};

/// The answer where there is nothing to say but that it was done.
struct Done {
    QString message;
    static constexpr auto jsonName = "Done";
    static constexpr auto fields() { return fieldList(required("message", &Done::message)); }
};

} // namespace mergeloom::api

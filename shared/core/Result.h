#pragma once

#include "shared/core/Error.h"

#include <tl/expected.hpp>

namespace mergeloom {

/// A value, or the reason why there is none. Red tests and rejected diffs are values, not errors.
template <class T>
using Result = tl::expected<T, Error>;

using Unexpected = tl::unexpected<Error>;

inline Unexpected failure(ErrorCode code, QString message, QJsonObject details = {})
{
    return Unexpected(Error{code, std::move(message), std::move(details)});
}

/// Hands an error of one Result on as that of another.
template <class T>
Unexpected failure(const Result<T> &failed)
{
    return Unexpected(failed.error());
}

#define MERGELOOM_JOIN_(a, b) a##b
#define MERGELOOM_JOIN(a, b) MERGELOOM_JOIN_(a, b)

/// `MERGELOOM_TRY(auto file, openFile(path));` binds the value, or returns the error from the enclosing function.
#define MERGELOOM_TRY(declaration, ...)                                                                                \
    auto MERGELOOM_JOIN(tried_, __LINE__) = (__VA_ARGS__);                                                             \
    if (!MERGELOOM_JOIN(tried_, __LINE__))                                                                             \
        return ::mergeloom::Unexpected(std::move(MERGELOOM_JOIN(tried_, __LINE__).error()));                           \
    declaration = std::move(*MERGELOOM_JOIN(tried_, __LINE__))

/// The same for a Result whose value does not matter.
#define MERGELOOM_CHECK(...)                                                                                           \
    if (auto MERGELOOM_JOIN(checked_, __LINE__) = (__VA_ARGS__); !MERGELOOM_JOIN(checked_, __LINE__))                  \
    return ::mergeloom::Unexpected(std::move(MERGELOOM_JOIN(checked_, __LINE__).error()))

} // namespace mergeloom

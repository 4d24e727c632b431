#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// What a person or program with a token may do; each includes the ones before it.
enum class Role { Viewer, Operator, Admin };

template <>
struct EnumNames<Role> {
    static constexpr std::array names{
        std::pair{Role::Viewer, "viewer"}, std::pair{Role::Operator, "operator"}, std::pair{Role::Admin, "admin"}};
};

} // namespace mergeloom

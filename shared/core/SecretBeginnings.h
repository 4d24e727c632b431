#pragma once

#include "shared/core/SpelledText.h"

#include <functional>

namespace mergeloom {

constexpr int beginningSize = 4;

/// Possible: the secret itself holds a backslash or a control character, so that a letter may stand after a backslash, or
/// mean a control character.
enum class Backslashes { None, Possible };

/// Calls back with each text of four bytes that a spelling of `canonical` can begin with; with some more than once.
/// `canonical` is what SpelledText gives for the secret.
void eachBeginning(const QByteArray &canonical, Spelling spelling, Backslashes backslashes,
    const std::function<void(const QByteArray &)> &found);

} // namespace mergeloom

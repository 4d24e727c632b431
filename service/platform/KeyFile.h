#pragma once

#include "shared/core/Result.h"

#include <QString>

#include <memory>

namespace mergeloom {

inline constexpr qsizetype keyFileSize = 32;

/// The bytes of a key file, in memory between guard pages that is not swapped out, and is wiped at the end.
class GuardedKey
{
public:
    explicit GuardedKey(unsigned char *guarded) : m_bytes(guarded) {} ///< from sodium_malloc()
    ~GuardedKey();
    GuardedKey(const GuardedKey &) = delete;
    GuardedKey &operator=(const GuardedKey &) = delete;
    const unsigned char *bytes() const { return m_bytes; } ///< keyFileSize of them

private:
    unsigned char *m_bytes;
};

/// A key file holds 32 random bytes: ours with mode 0600 or 0400, or one of root's with mode 0400 or 0440 that the
/// platform hands over (a link to it will do). Without a value: there is no such file. `forbidden` when others can read or
/// change it; `corrupt` when it is no key.
Result<std::shared_ptr<const GuardedKey>> readKeyFile(const QString &path);
/// The same; makes the file when it is missing.
Result<std::shared_ptr<const GuardedKey>> readOrMakeKeyFile(const QString &path);
/// Puts the new key in the place of the old one, at once and for good.
Result<void> replaceKeyFile(const QString &keyPath, const QString &nextPath);

} // namespace mergeloom

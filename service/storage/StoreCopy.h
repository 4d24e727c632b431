#pragma once

#include "service/storage/Backup.h"
#include "service/storage/NewStore.h"

namespace mergeloom {

/// What was copied into a new database; each figure was compared on both sides.
struct StoreCopy {
    BackupEnding content;
    QString movedAside; ///< where the database went that was there before; empty: there was none
};

/// Copies a database into a new one of the other kind, or of the same: the bytes of every row are as they were. Refused while
/// another program works with either. Nothing of it is there unless all of it is; the source stays as it is. Errors: of
/// NewStore::begin(), and `corrupt` when the copy differs.
Result<StoreCopy> copyStore(Database &source, const Database::Options &target, const OnCopied &onCopied);

/// The same from a backup, of this release's schema or an older one, which is brought up to date.
Result<StoreCopy> restoreBackup(
    BackupReader &backup, const Database::Options &target, NewStore::Present present, const OnCopied &onCopied);

} // namespace mergeloom

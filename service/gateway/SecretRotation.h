#pragma once

#include "service/storage/Database.h"

namespace mergeloom {

struct SecretRotation {
    int resealed = 0;
    int alreadyNew = 0; ///< by a renewal that was cut off
    QString keyId;      ///< of the new key
};

/// Seals every stored secret anew with a new key, in one transaction, and then puts the new key in the place of the old
/// one. Until then both keys are there: whatever cuts it off, everything can be opened, and calling it again finishes it.
/// `newKeyPath`: a key file to use instead (made when missing); it stays where it is, and the setting is to name it from
/// then on. The database must not be in use by a worker.
Result<SecretRotation> rotateSecrets(Database &database, const QString &keyPath, const QString &newKeyPath = {});

} // namespace mergeloom

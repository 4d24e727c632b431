#include "service/gateway/SecretRotation.h"

#include "service/controller/JobEvents.h"
#include "service/platform/SecretBox.h"
#include "service/storage/SealedStore.h"

namespace mergeloom {

Result<SecretRotation> rotateSecrets(Database &database, const QString &keyPath, const QString &newKeyPath)
{
    const QString nextPath = newKeyPath.isEmpty() ? SecretBox::nextKeyPath(keyPath) : newKeyPath;
    MERGELOOM_TRY(const SecretBox box, SecretBox::openForRotation(keyPath, nextPath));
    MERGELOOM_TRY(
        const SecretRotation done, database.write([&](const WriteTransaction &transaction) -> Result<SecretRotation> {
            SecretRotation counts{0, 0, box.keyId()};
            MERGELOOM_TRY(const auto values, SealedStore::list(transaction));
            for (SealedValue value : values) {
                if (box.isOfThisKey(value.sealed)) {
                    ++counts.alreadyNew;
                    continue;
                }
                const auto secret = box.unseal(value.sealed, value.place());
                if (!secret)
                    return failure(ErrorCode::Corrupt,
                        QStringLiteral(
                            "The secret of %1 cannot be opened with this key; nothing was changed. Enter it again, "
                            "or remove it, and renew the key then.")
                            .arg(QString::fromUtf8(value.place())));
                value.sealed = box.seal(*secret, value.place());
                MERGELOOM_CHECK(SealedStore::replace(transaction, value));
                ++counts.resealed;
            }
            MERGELOOM_CHECK(recordConfigChange(
                transaction, QStringLiteral("secret_key"), counts.keyId, QStringLiteral("secret rotate")));
            return counts;
        }));
    if (newKeyPath.isEmpty())
        MERGELOOM_CHECK(SecretBox::replaceKey(keyPath, nextPath));
    return done;
}

} // namespace mergeloom

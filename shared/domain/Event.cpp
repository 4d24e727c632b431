#include "shared/domain/Event.h"

#include <QCryptographicHash>

namespace mergeloom {

QString eventHash(const QByteArray &line)
{
    return QString::fromLatin1(QCryptographicHash::hash(line, QCryptographicHash::Sha256).toHex());
}

} // namespace mergeloom

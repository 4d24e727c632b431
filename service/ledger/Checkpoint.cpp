#include "service/ledger/Checkpoint.h"

#include "service/ledger/Tiles.h"

#include <cstring>

namespace mergeloom {

namespace {

Unexpected noCheckpoint(const QString &why)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("This is no checkpoint: %1.").arg(why));
}

} // namespace

std::optional<merkle::Hash> hashFromBase64(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != merkle::hashSize || decoded.decoded.toBase64() != text)
        return std::nullopt;
    merkle::Hash hash;
    std::memcpy(hash.data(), decoded.decoded.constData(), hash.size());
    return hash;
}

QByteArray Checkpoint::body() const
{
    return origin.toUtf8() + '\n' + QByteArray::number(size) + '\n' + bytesOf(root).toBase64() + '\n';
}

Result<Checkpoint> parseCheckpoint(const QByteArray &body)
{
    const QByteArrayList lines = body.split('\n');
    if (lines.size() < 4 || !body.endsWith('\n'))
        return noCheckpoint(QStringLiteral("it has fewer than three lines"));
    Checkpoint checkpoint;
    checkpoint.origin = QString::fromUtf8(lines.at(0));
    if (checkpoint.origin.isEmpty())
        return noCheckpoint(QStringLiteral("it does not name its log"));
    bool isNumber = false;
    checkpoint.size = lines.at(1).toLongLong(&isNumber);
    if (!isNumber || checkpoint.size < 0 || QByteArray::number(checkpoint.size) != lines.at(1))
        return noCheckpoint(QStringLiteral("its second line is no size"));
    const auto root = hashFromBase64(lines.at(2));
    if (!root)
        return noCheckpoint(QStringLiteral("its third line is no hash"));
    checkpoint.root = *root;
    return checkpoint;
}

} // namespace mergeloom

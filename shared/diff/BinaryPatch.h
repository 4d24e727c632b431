#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace mergeloom {

/// One half of a binary patch, as it stands after `GIT binary patch`: the content itself, or its difference from the other.
struct BinaryContent {
    enum class Kind { Literal, Delta } kind = Kind::Literal;
    QByteArray bytes;
};

/// The lines of one half, up to the empty line that ends it: `text` loses them. No more memory than 256 MiB and some thousand times
/// the text is used. Errors: invalid_input.
Result<BinaryContent> takeBinaryContent(QByteArrayView &text);

/// The half that says `content` literally, with the empty line that ends it.
QByteArray binaryContent(const QByteArray &content);

/// How a delta of git (format of pack files) makes new content from old. Errors: invalid_input.
Result<QByteArray> applyBinaryDelta(QByteArrayView old, QByteArrayView delta);

/// What the delta says of itself; -1: nothing that makes sense.
struct DeltaSizes {
    qint64 before = -1;
    qint64 after = -1;
};
DeltaSizes deltaSizes(QByteArrayView delta);

} // namespace mergeloom

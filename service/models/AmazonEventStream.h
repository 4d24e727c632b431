#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

#include <functional>
#include <map>

namespace mergeloom {

/// One message of `application/vnd.amazon.eventstream`.
struct AmazonMessage {
    std::map<QByteArray, QByteArray> headers; ///< numbers, flags and times as decimal text, UUIDs as hex
    QByteArray payload;
};

/// Parses `application/vnd.amazon.eventstream` from pieces cut at any byte. Source: "Event stream encoding" of Amazon's
/// developer guides (Amazon Transcribe, Amazon S3 SelectObjectContent). A message is given when both of its checksums are
/// right; one that the end of the stream cut off is never given.
class AmazonEventStream
{
public:
    static constexpr qint64 largestMessage = 16 << 20; ///< bytes, as in Amazon's own decoders
    static constexpr qint64 largestHeaders = 128 << 10;

    /// `corrupt` for a wrong checksum, a size over the limits, or headers that are none; from then on nothing is read.
    Result<void> push(const QByteArray &piece, const std::function<void(const AmazonMessage &)> &onMessage);

private:
    QByteArray m_held;
    bool m_isBroken = false;
};

} // namespace mergeloom

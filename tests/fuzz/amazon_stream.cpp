// Amazon's event streams and the answers put together from them: cuts change nothing, and nothing crashes.
#include "service/models/AmazonEventStream.h"
#include "service/models/BedrockStream.h"
#include "tests/fuzz/Fuzz.h"
#include "tests/service/models/AmazonMessages.h"

using namespace mergeloom;

namespace {

struct Decoded {
    QByteArray messages;
    bool isWhole = true; ///< without damage

    void take(AmazonEventStream &stream, const QByteArray &piece)
    {
        const auto pushed = stream.push(piece, [&](const AmazonMessage &message) {
            for (const auto &[name, value] : message.headers)
                messages += name + '=' + value + ';';
            messages += message.payload + '\n';
        });
        isWhole = isWhole && pushed;
    }
};

void compare(const QByteArray &bytes)
{
    Decoded whole, pieces;
    AmazonEventStream first, second;
    whole.take(first, bytes);
    fuzz::inPieces(bytes, std::uint32_t(bytes.size()), [&](const QByteArray &piece) { pieces.take(second, piece); });
    fuzz::demand(whole.messages == pieces.messages && whole.isWhole == pieces.isWhole, "cuts change nothing");
}

/// Each line is an event: its first letter says which.
void answer(QByteArrayView input)
{
    const QByteArrayList types{"messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop",
        "messageStop", "metadata", "exception:throttlingException", "other"};
    BedrockStream reader(QStringLiteral("model"), {});
    for (const QByteArray &line : input.toByteArray().split('\n'))
        if (!line.isEmpty() && !reader.isOver() && !reader.failure())
            reader.read({types.at(uchar(line.at(0)) % types.size()), line.mid(1), {}});
    if (reader.isWhole() && !reader.failure())
        (void)reader.take();
}

} // namespace

MERGELOOM_FUZZER(input)
{
    compare(input.toByteArray());
    // The same behind right checksums, which no chance would find: as headers, and as headers with a payload.
    const QByteArray bytes = input.toByteArray();
    const qsizetype half = bytes.size() / 2;
    compare(test::amazonMessage(bytes, {}) + test::amazonMessage(bytes.left(half), bytes.mid(half)));
    answer(input);
}

// Server-sent events and the answers of models put together from them: cuts change nothing, and nothing crashes.
#include "service/models/AnthropicStream.h"
#include "service/models/GeminiStream.h"
#include "service/models/OpenAiChatStream.h"
#include "service/models/OpenAiResponsesStream.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

struct Read {
    QByteArray events;
    QByteArray said;
    bool isWhole = false;
};

template <typename Reader, typename Cut>
Read read(const Cut &cut)
{
    Read result;
    Reader reader(
        [&](const QString &kind, const QString &text) { result.said += kind.toUtf8() + ':' + text.toUtf8() + '\n'; });
    ServerSentEvents events;
    cut([&](const QByteArray &piece) {
        events.push(piece, [&](const ServerSentEvent &event) {
            result.events += event.type + '|' + event.data + '|' + event.lastId + '\n';
            if (!reader.isOver() && !reader.failure())
                reader.read(event);
        });
    });
    result.isWhole = reader.isWhole() && !reader.failure();
    if (result.isWhole)
        (void)reader.take();
    return result;
}

template <typename Reader>
void compare(QByteArrayView stream)
{
    const Read whole = read<Reader>([&](const auto &take) { take(stream.toByteArray()); });
    const Read pieces =
        read<Reader>([&](const auto &take) { fuzz::inPieces(stream, std::uint32_t(stream.size()), take); });
    fuzz::demand(whole.events == pieces.events && whole.said == pieces.said && whole.isWhole == pieces.isWhole,
        "cuts change nothing");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    compare<AnthropicStream>(input);
    compare<OpenAiChatStream>(input);
    compare<OpenAiResponsesStream>(input);
    compare<GeminiStream>(input);
}

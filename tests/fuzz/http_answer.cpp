// An HTTP answer gives the same status and body however it was cut, or an error.
#include "service/platform/HttpAnswerParser.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

struct Parsed {
    bool isCorrupt = false;
    int status = 0;
    QByteArray body;
    bool isComplete = false;
};

template <typename Cut>
Parsed parse(const Cut &cut)
{
    HttpAnswerParser parser("GET");
    Parsed result;
    cut([&](const QByteArray &piece) {
        if (result.isCorrupt || parser.isComplete())
            return;
        const auto body = parser.take(piece);
        result.isCorrupt = !body;
        if (body)
            result.body += *body;
    });
    result.status = parser.status();
    result.isComplete = parser.isComplete();
    return result;
}

} // namespace

MERGELOOM_FUZZER(input)
{
    const Parsed whole = parse([&](const auto &take) { take(input.toByteArray()); });
    const Parsed pieces = parse([&](const auto &take) { fuzz::inPieces(input, std::uint32_t(input.size()), take); });
    fuzz::demand(whole.isCorrupt == pieces.isCorrupt, "cuts do not decide what is corrupt");
    if (!whole.isCorrupt)
        fuzz::demand(
            whole.status == pieces.status && whole.body == pieces.body && whole.isComplete == pieces.isComplete,
            "cuts do not decide what was said");
}

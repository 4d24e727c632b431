// The head of a request is judged the same with more behind it, and never half.
#include "service/http/RequestFraming.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    const FramingVerdict verdict = checkRequestHead(input);
    const qsizetype end = findHeadEnd(input);
    for (qsizetype from = 0; from < input.size() && end > 0; from += 7)
        if (from < end - 4)
            fuzz::demand(findHeadEnd(input, from) == end, "a search that goes on finds the same end");
    if (verdict.kind != FramingVerdict::Kind::Complete) {
        fuzz::demand(
            verdict.kind != FramingVerdict::Kind::Refused || (verdict.status >= 400 && !verdict.reason.isEmpty()),
            "a refusal says why");
        return;
    }
    fuzz::demand(verdict.head.size == end && end > 0 && end <= input.size(), "a head ends where Qt sees it end");
    fuzz::demand(verdict.head.contentLength >= 0 && !verdict.head.method.isEmpty(), "a head is whole");
    const FramingVerdict more = checkRequestHead(input.toByteArray() + "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    fuzz::demand(more.kind == FramingVerdict::Kind::Complete && more.head.size == verdict.head.size
            && more.head.contentLength == verdict.head.contentLength && more.head.path == verdict.head.path,
        "what follows a head does not change it");
}

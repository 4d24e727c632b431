// Clone URLs, lists of hosts, and what a client says to the proxy of commands.
#include "service/network/HostList.h"
#include "service/network/ProxyRequest.h"
#include "service/platform/CloneUrl.h"
#include "service/platform/GitTransport.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

void cloneUrl(const QString &text)
{
    const auto url = CloneUrl::parse(text);
    if (!url)
        return fuzz::demand(!url.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(!url->address.isEmpty() && !url->address.startsWith(u'-'), "git never reads an address as an option");
    if (url->kind == CloneUrl::Kind::Http && url->password.size() > 5)
        fuzz::demand(!url->address.contains(url->password + u'@'), "an address has no password");
    (void)withoutCredentials(text);
}

void proxyRequest(QByteArrayView head, QByteArrayView body)
{
    if (const auto answer = ProxyAnswer::parse(head))
        fuzz::demand(answer->head.endsWith("\r\n\r\n"), "the head of an answer ends");
    const auto request = ProxyRequest::parse(head);
    if (!request)
        return;
    fuzz::demand(!request->host.isEmpty() && request->port > 0 && request->port < 65536, "a request has a place to go");
    if (request->isTunnel)
        return;
    for (const auto form : {ProxyRequest::Form::ForServer, ProxyRequest::Form::ForProxy}) {
        const QByteArray forwarded = request->forwarded(form);
        fuzz::demand(forwarded.indexOf("\r\n\r\n") == forwarded.size() - 4, "a head that is sent on has one end");
    }
    BodyEnd whole(*request);
    BodyEnd pieces(*request);
    const auto taken = whole.take(body);
    qsizetype sum = 0;
    bool isWrong = false;
    fuzz::inPieces(body, std::uint32_t(body.size()), [&](const QByteArray &piece) {
        if (isWrong || pieces.isReached())
            return;
        const auto some = pieces.take(piece);
        isWrong = !some;
        sum += some ? *some : 0;
    });
    fuzz::demand(isWrong == !taken && (isWrong || (sum == *taken && whole.isReached() == pieces.isReached())),
        "cuts do not move the end of a body");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const QByteArrayView rest = input.sliced(1);
    switch (uchar(input[0]) % 3) {
    case 0:
        return cloneUrl(QString::fromUtf8(rest));
    case 1:
        (void)HostList::parse(QString::fromUtf8(rest).split(u','));
        return;
    default: {
        const qsizetype end = rest.indexOf("\r\n\r\n");
        return end < 0 ? proxyRequest(rest, {}) : proxyRequest(rest.first(end), rest.sliced(end + 4));
    }
    }
}

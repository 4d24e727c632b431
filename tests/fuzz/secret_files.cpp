// Files and bytes of secrets that somebody may have damaged or put there: key files, sealed values, certificates, proxy
// settings; and what git tells of a remote that answered something else.
#include "service/platform/GitCommand.h"
#include "service/platform/HttpProxy.h"
#include "service/platform/SecretBox.h"
#include "shared/core/CertificateTrust.h"
#include "tests/fuzz/Fuzz.h"

#include <sys/stat.h>

using namespace mergeloom;

namespace {

Result<SecretBox> boxOf(QByteArrayView key, const char *name)
{
    const QString path = fuzz::fileOf(key, name);
    ::chmod(qPrintable(path), 0600);
    return SecretBox::open(path);
}

void keyFile(QByteArrayView bytes)
{
    const auto box = boxOf(bytes, "key");
    fuzz::demand(box.has_value() || !box.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(!box || bytes.size() == 32, "a key has 32 bytes");
}

void sealedValue(QByteArrayView bytes)
{
    static const auto opened = boxOf("0123456789abcdefghijklmnopqrstuv", "good");
    fuzz::demand(opened.has_value(), "a key of 32 bytes is one");
    const SecretBox &box = *opened;
    const QByteArray sealed = bytes.toByteArray();
    fuzz::demand(!box.unseal(sealed, "place"), "what was not sealed here does not open");
    QByteArray own = box.seal(sealed, "place");
    fuzz::demand(box.unseal(own, "place").value_or("-" + sealed) == sealed, "what was sealed here opens");
    if (!sealed.isEmpty()) {
        const qsizetype at = uchar(sealed[0]) % own.size();
        own[at] = char(own[at] ^ 1);
        fuzz::demand(!box.unseal(own, "place"), "one other bit, and it does not open");
    }
}

void proxies(QByteArrayView bytes)
{
    const QStringList parts = QString::fromUtf8(bytes).split(u'\n');
    const ProxySettings settings{parts.value(0), parts.value(1), parts.value(2)};
    const QUrl url(parts.value(3));
    const QNetworkProxy proxy = proxyFor(url, settings);
    const bool isLocal = url.host() == u"localhost" || url.host() == u"127.0.0.1";
    fuzz::demand(!isLocal || proxy.type() == QNetworkProxy::NoProxy, "loopback hosts are never sent to a proxy");
}

void remote(QByteArrayView bytes)
{
    static const CloneUrl url = *CloneUrl::parse(QStringLiteral("https://git.example.org/shop.git"));
    ProcessResult result;
    result.exitCode = 128;
    result.standardError = bytes.toByteArray();
    const Error error = gitCommandFailure(result, url, QStringLiteral("fetch")).value();
    fuzz::demand(!error.message.isEmpty(), "an error says what is wrong");
    (void)remoteWords(result.standardError);
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const QByteArrayView bytes = input.sliced(1);
    switch (uchar(input[0]) % 5) {
    case 0:
        return keyFile(bytes);
    case 1:
        return sealedValue(bytes);
    case 2:
        (void)CertificateTrust::ofFile(fuzz::fileOf(bytes, "certificate"));
        return;
    case 3:
        return proxies(bytes);
    default:
        return remote(bytes);
    }
}

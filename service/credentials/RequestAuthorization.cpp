#include "service/credentials/RequestAuthorization.h"

#include <algorithm>

namespace mergeloom {

namespace {

/// A token of RFC 9110, 5.6.2.
bool isHeaderName(const QByteArray &name)
{
    constexpr QByteArrayView others("!#$%&'*+-.^_`|~");
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || others.contains(c);
    });
}

bool isHeaderValue(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return uchar(c) >= 0x20 && uchar(c) < 0x7f; });
}

} // namespace

Result<std::unique_ptr<RequestAuthorization>> HeaderAuthorization::named(
    const QByteArray &name, const QByteArray &value, const QByteArray &prefix)
{
    // Keys are pasted and read from files: a line feed at the end is not part of them.
    const QByteArray secret = value.trimmed();
    if (!isHeaderName(name))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" cannot be the name of a header. Use letters, digits and `-`.")
                .arg(QString::fromUtf8(name)));
    if (secret.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The key for the header %1 is empty. Enter the key.").arg(QString::fromUtf8(name)));
    if (!isHeaderValue(secret))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The key for the header %1 has characters that no key has (a line break, or a letter outside ASCII). "
                "Copy it again.")
                .arg(QString::fromUtf8(name)));
    return std::unique_ptr<RequestAuthorization>(new HeaderAuthorization(name, prefix + secret));
}

Result<std::unique_ptr<RequestAuthorization>> HeaderAuthorization::bearer(const QByteArray &token)
{
    return named("authorization", token, "Bearer ");
}

Result<std::unique_ptr<RequestAuthorization>> HeaderAuthorization::apiKey(const QByteArray &key)
{
    return named("x-api-key", key);
}

Result<void> HeaderAuthorization::authorise(HttpRequest &request, std::stop_token)
{
    request.headers.emplaceBack(m_name, m_value);
    return {};
}

} // namespace mergeloom

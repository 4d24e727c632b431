#include "service/platform/Sha256.h"

#include <openssl/evp.h>

#include <memory>

namespace mergeloom {

namespace {

/// One of a thread: making a context costs more than hashing a short text.
struct DigestContext {
    EVP_MD_CTX *value = EVP_MD_CTX_new();
    EVP_MD *algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    ~DigestContext()
    {
        EVP_MD_CTX_free(value);
        EVP_MD_free(algorithm);
    }
};

} // namespace

Sha256Digest sha256(std::span<const QByteArrayView> pieces)
{
    thread_local DigestContext context;
    Sha256Digest digest{};
    bool isDone =
        context.value && context.algorithm && EVP_DigestInit_ex2(context.value, context.algorithm, nullptr) == 1;
    for (const QByteArrayView piece : pieces)
        isDone = isDone && EVP_DigestUpdate(context.value, piece.data(), size_t(piece.size())) == 1;
    // A hash that is none must never be written; OpenSSL without SHA-256 is no OpenSSL.
    if (!isDone || EVP_DigestFinal_ex(context.value, digest.data(), nullptr) != 1)
        qFatal("OpenSSL cannot compute SHA-256");
    return digest;
}

} // namespace mergeloom

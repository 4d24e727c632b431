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

// A hash that is none must never be written; OpenSSL without SHA-256 is no OpenSSL.
void mustBeDone(bool isDone)
{
    if (!isDone)
        qFatal("OpenSSL cannot compute SHA-256");
}

} // namespace

Sha256Digest sha256(std::span<const QByteArrayView> pieces)
{
    thread_local DigestContext context;
    Sha256Digest digest{};
    bool isDone =
        context.value && context.algorithm && EVP_DigestInit_ex2(context.value, context.algorithm, nullptr) == 1;
    for (const QByteArrayView piece : pieces)
        isDone = isDone && EVP_DigestUpdate(context.value, piece.data(), size_t(piece.size())) == 1;
    mustBeDone(isDone && EVP_DigestFinal_ex(context.value, digest.data(), nullptr) == 1);
    return digest;
}

Sha256Sum::Sha256Sum() : m_context(EVP_MD_CTX_new())
{
    mustBeDone(m_context);
    reset();
}

Sha256Sum::~Sha256Sum() { EVP_MD_CTX_free(m_context); }

void Sha256Sum::reset() { mustBeDone(EVP_DigestInit_ex(m_context, EVP_sha256(), nullptr) == 1); }

void Sha256Sum::add(QByteArrayView bytes)
{
    mustBeDone(EVP_DigestUpdate(m_context, bytes.data(), size_t(bytes.size())) == 1);
}

Sha256Digest Sha256Sum::digest() const
{
    EVP_MD_CTX *end = EVP_MD_CTX_new();
    Sha256Digest digest{};
    mustBeDone(end && EVP_MD_CTX_copy_ex(end, m_context) == 1 && EVP_DigestFinal_ex(end, digest.data(), nullptr) == 1);
    EVP_MD_CTX_free(end);
    return digest;
}

} // namespace mergeloom

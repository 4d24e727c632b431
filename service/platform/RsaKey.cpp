#include "service/platform/RsaKey.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mergeloom {

struct RsaKey::Key {
    EVP_PKEY *value = nullptr;
    ~Key() { EVP_PKEY_free(value); }
};

Result<RsaKey> RsaKey::parse(const QByteArray &pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    // Without this a key with a passphrase would ask for it on the terminal.
    const auto noPassphrase = [](char *, int, int, void *) { return -1; };
    auto key = std::make_shared<Key>();
    if (bio)
        key->value = PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr);
    ERR_clear_error(); // what it says may hold pieces of the input
    if (!key->value || EVP_PKEY_get_base_id(key->value) != EVP_PKEY_RSA || EVP_PKEY_get_bits(key->value) < 2048)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The private key is no RSA key in PEM form, of 2048 bits or more and without a passphrase."));
    return RsaKey(std::move(key));
}

Result<QByteArray> RsaKey::sign(const QByteArray &text) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    size_t size = 0;
    QByteArray signature;
    if (context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key->value) == 1
        && EVP_DigestSign(context.get(), nullptr, &size, bytes, size_t(text.size())) == 1) {
        signature.resize(qsizetype(size));
        auto *out = reinterpret_cast<unsigned char *>(signature.data());
        if (EVP_DigestSign(context.get(), out, &size, bytes, size_t(text.size())) == 1) {
            signature.resize(qsizetype(size));
            return signature;
        }
    }
    ERR_clear_error();
    return failure(ErrorCode::Internal, QStringLiteral("The private key could not sign."));
}

} // namespace mergeloom

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <initializer_list>
#include <span>

struct evp_md_ctx_st; // of OpenSSL

namespace mergeloom {

using Sha256Digest = std::array<quint8, 32>;

/// SHA-256 of the pieces one after the other, by OpenSSL: with the processor's own instructions several times the speed of
/// QCryptographicHash, which counts where millions of events are hashed.
Sha256Digest sha256(std::span<const QByteArrayView> pieces);
inline Sha256Digest sha256(std::initializer_list<QByteArrayView> pieces)
{
    return sha256(std::span(pieces.begin(), pieces.size()));
}

/// The same of bytes that come one after the other.
class Sha256Sum
{
public:
    Sha256Sum();
    ~Sha256Sum();
    Sha256Sum(const Sha256Sum &) = delete;
    Sha256Sum &operator=(const Sha256Sum &) = delete;

    void add(QByteArrayView bytes);
    void reset();
    /// Of what has come so far.
    Sha256Digest digest() const;

private:
    evp_md_ctx_st *m_context;
};

inline QByteArray bytesOf(const Sha256Digest &digest)
{
    return QByteArray(reinterpret_cast<const char *>(digest.data()), qsizetype(digest.size()));
}

} // namespace mergeloom

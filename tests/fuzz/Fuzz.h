#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QFile>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace mergeloom::fuzz {

/// What a parser promised and did not keep: ends the process, so that the input is kept.
inline void demand(bool isKept, const char *promise)
{
    if (isKept)
        return;
    std::fprintf(stderr, "not kept: %s\n", promise);
    std::abort();
}

/// Hands `bytes` on in pieces whose sizes follow from `seed`, so that an input always gives the same pieces.
template <typename Take>
void inPieces(QByteArrayView bytes, std::uint32_t seed, Take &&take)
{
    while (!bytes.isEmpty()) {
        seed = seed * 1664525U + 1013904223U;
        const qsizetype size = std::min<qsizetype>(bytes.size(), 1 + (seed >> 24) % ((seed >> 16) % 8 == 0 ? 64 : 5));
        take(bytes.first(size).toByteArray());
        bytes = bytes.sliced(size);
    }
}

/// A file in memory that holds `bytes`, for parsers that want a path.
inline QString fileOf(QByteArrayView bytes, const char *name)
{
    static const QString folder =
        QFile::exists(QStringLiteral("/dev/shm")) ? QStringLiteral("/dev/shm") : QStringLiteral("/tmp");
    const QString path =
        QStringLiteral("%1/mergeloom-fuzz-%2-%3").arg(folder, QString::fromLatin1(name)).arg(::getpid());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(bytes.data(), bytes.size()) != bytes.size())
        std::abort();
    return path;
}

} // namespace mergeloom::fuzz

/// The body of a fuzzer: `input` is what libFuzzer made up.
#define MERGELOOM_FUZZER(input)                                                                                        \
    static void fuzzOne(QByteArrayView input);                                                                         \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)                                 \
    {                                                                                                                  \
        fuzzOne(QByteArrayView(reinterpret_cast<const char *>(bytes), qsizetype(size)));                               \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static void fuzzOne(QByteArrayView input)

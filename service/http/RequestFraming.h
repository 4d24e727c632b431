#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <utility>

namespace mergeloom {

/// The head of a request that kept to RFC 9112, and the framing that follows from it.
struct RequestHead {
    QByteArray method;
    QByteArray path;  ///< as sent, still percent-encoded; absolute-form is reduced to its path
    QByteArray query; ///< as sent, without `?`
    QByteArray host;  ///< of the target in absolute-form, else of the Host header
    QList<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case, values trimmed
    qint64 contentLength = 0;
    qsizetype size = 0; ///< bytes up to and with the empty line
    int minorVersion = 1;
    bool keepsAlive = true;
    bool isChunked = false;
    bool expectsContinue = false;

    QByteArray header(QByteArrayView lowerCaseName) const;
};

struct FramingLimits {
    qsizetype headSize = 32 * 1024;
    qsizetype targetSize = 8 * 1024;
    qsizetype headerCount = 100;
};

struct FramingVerdict {
    enum class Kind { Incomplete, Complete, Refused };
    Kind kind = Kind::Incomplete;
    int status = 0;   ///< of Refused
    QString reason;   ///< of Refused: what is wrong, in a sentence
    RequestHead head; ///< of Complete
};

/// Judges the bytes at the start of a request. Stricter than Qt HTTP Server, which drops all headers after one bad
/// line and then reads the body as the next request: what two readers could read in two ways is refused. A chunked
/// body is only noted (`isChunked`); its limits are the caller's. Pure; any bytes are allowed.
FramingVerdict checkRequestHead(QByteArrayView bytes, const FramingLimits &limits = {});

/// Where the head ends (one past the empty line), or -1. Finds the end in every form that Qt HTTP Server would take, so
/// that both always cut at the same place; `from` is where an earlier search stopped.
qsizetype findHeadEnd(QByteArrayView bytes, qsizetype from = 0);

} // namespace mergeloom

#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

namespace mergeloom {

/// A picture of an untrusted file. Decoded by Qt's own readers alone, up to a size that cannot fill the memory; an SVG only
/// when it refers to nothing outside of itself.
struct SafeImage {
    QImage image; ///< null: see `reason`
    QSize size;   ///< of the file; of an SVG: what it asks for
    QString reason;

    static bool isImageName(const QString &path);
    /// Any thread.
    static SafeImage of(const QString &path, const QByteArray &bytes);
};

} // namespace mergeloom

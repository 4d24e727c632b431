#pragma once

#include "service/http/ResponseWriter.h"

#include <QDateTime>
#include <QHash>

namespace mergeloom {

/// The built web UI, from a directory or a Qt resource prefix (`:/web`). `/assets/<name with a hash>` may be kept for
/// ever; `index.html` answers for every page path of the single-page app. Files are kept in memory, packed once, and
/// read anew when size or time change. Main thread.
class StaticFiles
{
public:
    explicit StaticFiles(QString root);

    /// The answer to a GET or HEAD for `path` (percent-encoded). `accept`: the Accept header; index.html is for those
    /// who want `text/html`. 404 when there is nothing.
    ApiReply find(const ResponseContext &context, const QByteArray &path, const QByteArray &accept) const;

private:
    struct File {
        QByteArray body;
        QByteArray packed; ///< empty when not worth it
        QByteArray etag;
        QDateTime modified;
        qint64 size = -1;
    };

    const File *load(const QString &name) const;

    QString m_root;
    mutable QHash<QString, File> m_files;
};

} // namespace mergeloom

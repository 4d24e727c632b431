#include "service/http/StaticFiles.h"

#include <QFile>
#include <QFileInfo>

namespace mergeloom {

namespace {

constexpr qint64 largestFile = 16 * 1024 * 1024;

/// Not by QMimeDatabase: what a browser does with a file must not hang on the host's tables.
QByteArray typeOf(const QString &name)
{
    static const QHash<QString, QByteArray> types{{"html", "text/html; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"}, {"mjs", "text/javascript; charset=utf-8"},
        {"css", "text/css; charset=utf-8"}, {"json", "application/json; charset=utf-8"},
        {"map", "application/json; charset=utf-8"}, {"svg", "image/svg+xml"}, {"png", "image/png"},
        {"jpg", "image/jpeg"}, {"ico", "image/x-icon"}, {"webp", "image/webp"}, {"woff2", "font/woff2"},
        {"txt", "text/plain; charset=utf-8"}, {"md", "text/markdown; charset=utf-8"},
        {"webmanifest", "application/manifest+json"}, {"wasm", "application/wasm"}};
    return types.value(name.section(u'.', -1).toLower(), "application/octet-stream");
}

/// The name below the root, or nothing for one that could leave it or that is hidden.
std::optional<QString> safeName(const QByteArray &path)
{
    const QByteArray decoded = QByteArray::fromPercentEncoding(path.mid(1));
    if (!decoded.isValidUtf8() || decoded.contains('\0') || decoded.contains('\\'))
        return std::nullopt;
    const QString name = QString::fromUtf8(decoded);
    for (const QStringView segment : QStringView(name).split(u'/'))
        if (segment.isEmpty() || segment.startsWith(u'.'))
            return std::nullopt;
    return name;
}

bool wantsHtml(const QByteArray &accept) { return accept.toLower().contains("text/html"); }

ApiReply notFound(const QByteArray &path)
{
    return ApiReply::error(
        {ErrorCode::NotFound, QStringLiteral("There is nothing at `%1`.").arg(QString::fromLatin1(path)), {}});
}

} // namespace

StaticFiles::StaticFiles(QString root) : m_root(std::move(root)) {}

const StaticFiles::File *StaticFiles::load(const QString &name) const
{
    const QFileInfo file(m_root + u'/' + name);
    if (!file.isFile() || file.size() > largestFile)
        return nullptr;
    // A link in the directory must not lead out of it; resources have no links.
    if (!m_root.startsWith(u':') && !file.canonicalFilePath().startsWith(QFileInfo(m_root).canonicalFilePath() + u'/'))
        return nullptr;
    File &known = m_files[name];
    if (known.size == file.size() && known.modified == file.lastModified())
        return &known;
    QFile reader(file.filePath());
    if (!reader.open(QIODevice::ReadOnly)) {
        m_files.remove(name);
        return nullptr;
    }
    known.body = reader.readAll();
    known.packed = isWorthPacking(typeOf(name), known.body.size()) ? gzip(known.body) : QByteArray();
    known.etag = etagOf(known.body);
    known.size = file.size();
    known.modified = file.lastModified();
    return &known;
}

ApiReply StaticFiles::find(const ResponseContext &context, const QByteArray &path, const QByteArray &accept) const
{
    const std::optional<QString> wanted = safeName(path);
    QString name = wanted.value_or(QString());
    const File *file = wanted ? load(name) : nullptr;
    const bool isAsset = path.startsWith("/assets/");
    if (!file && !isAsset && path != "/api" && !path.startsWith("/api/") && (wantsHtml(accept) || path == "/")) {
        name = QStringLiteral("index.html");
        file = load(name);
    }
    if (!file)
        return notFound(path);
    ApiReply reply{200, typeOf(name), file->body, {}};
    QByteArray etag = file->etag;
    if (!file->packed.isEmpty()) {
        reply.headers.emplaceBack("Vary", "Accept-Encoding");
        if (context.acceptsGzip()) {
            reply.body = file->packed;
            reply.headers.emplaceBack("Content-Encoding", "gzip");
            etag.insert(etag.size() - 1, "-gz");
        }
    }
    reply.headers.emplaceBack("ETag", etag);
    reply.headers.emplaceBack("Cache-Control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
    return reply;
}

} // namespace mergeloom

#include "desktop/diff/SafeImage.h"

#include "desktop/diff/DiffWords.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>
#include <QXmlStreamReader>

namespace mergeloom {

namespace {

constexpr qsizetype largestFile = 64 << 20;
constexpr qint64 mostPixels = 64 << 20; // 256 MB decoded
constexpr qsizetype largestSvg = 2 << 20;
constexpr qsizetype mostElements = 20000;
constexpr int svgEdge = 1024; // pixels that an SVG is drawn with

SafeImage unseen(const QString &reason, QSize size = {}) { return {{}, size, reason}; }

QByteArray formatOf(const QString &path)
{
    const QByteArray ending = path.mid(path.lastIndexOf(QLatin1Char('.')) + 1).toLower().toLatin1();
    if (ending == "jpeg" || ending == "jpe")
        return "jpg";
    static const QList<QByteArray> known{"png", "jpg", "gif", "bmp", "webp", "ico", "svg", "ppm", "pgm", "pbm", "xbm",
        "xpm", "tif", "tiff", "tga", "wbmp"};
    return known.contains(ending) ? ending : QByteArray();
}

/// What an SVG may hold: nothing that loads (links, style sheets, scripts, embedded pictures), nothing that grows by
/// being used again (`use`, `pattern`, entities), no animation.
QString reasonAgainstSvg(const QByteArray &bytes)
{
    if (bytes.size() > largestSvg)
        return DiffWords::tr("The SVG is too large for a picture.");
    static const QStringList elements{QStringLiteral("script"), QStringLiteral("image"),
        QStringLiteral("foreignObject"), QStringLiteral("use"), QStringLiteral("pattern"), QStringLiteral("filter"),
        QStringLiteral("a"), QStringLiteral("animate"), QStringLiteral("animateTransform"),
        QStringLiteral("animateColor"), QStringLiteral("set"), QStringLiteral("video"), QStringLiteral("audio"),
        QStringLiteral("font"), QStringLiteral("tref")};
    const QString refused = DiffWords::tr("The SVG holds <%1>, which is not drawn here. Its text is below.");
    QXmlStreamReader xml(bytes);
    qsizetype count = 0;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::DTD
            && (xml.text().contains(QLatin1String("ENTITY")) || xml.text().contains(QLatin1Char('['))))
            return refused.arg(QStringLiteral("!ENTITY"));
        if (token == QXmlStreamReader::ProcessingInstruction)
            return refused.arg(QStringLiteral("?xml-stylesheet"));
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (++count > mostElements)
            return DiffWords::tr("The SVG is too complex for a picture.");
        const QString name = xml.name().toString();
        if (elements.contains(name, Qt::CaseInsensitive))
            return refused.arg(name);
        for (const QXmlStreamAttribute &attribute : xml.attributes()) {
            const QString value = attribute.value().toString().trimmed();
            const bool isLink = attribute.name().compare(QLatin1String("href"), Qt::CaseInsensitive) == 0;
            const bool leadsOut = value.contains(QLatin1String("url("), Qt::CaseInsensitive)
                && !value.contains(QLatin1String("url(#"), Qt::CaseInsensitive);
            if (leadsOut || (isLink && !value.startsWith(QLatin1Char('#'))))
                return DiffWords::tr(
                    "The SVG refers to something outside of itself, so it is not drawn. Its text is below.");
        }
    }
    return xml.hasError() ? DiffWords::tr("The SVG is broken: %1").arg(xml.errorString()) : QString();
}

SafeImage svgImage(const QByteArray &bytes)
{
    if (const QString reason = reasonAgainstSvg(bytes); !reason.isEmpty())
        return unseen(reason);
    QSvgRenderer renderer(bytes);
    QSize size = renderer.defaultSize();
    if (!renderer.isValid() || size.isEmpty())
        return unseen(DiffWords::tr("The SVG cannot be drawn."));
    SafeImage safe{{}, size, {}};
    size.scale(svgEdge, svgEdge, Qt::KeepAspectRatio);
    safe.image = QImage(size.expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
    safe.image.fill(Qt::transparent);
    QPainter painter(&safe.image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter);
    return safe;
}

} // namespace

bool SafeImage::isImageName(const QString &path) { return !formatOf(path).isEmpty(); }

SafeImage SafeImage::of(const QString &path, const QByteArray &bytes)
{
    const QByteArray format = formatOf(path);
    if (bytes.isEmpty())
        return unseen(DiffWords::tr("The file is empty."));
    if (bytes.size() > largestFile)
        return unseen(DiffWords::tr("The picture is larger than %1 MiB and not shown.").arg(largestFile >> 20));
    if (format == "svg")
        return svgImage(bytes);
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (const QByteArray actual = reader.format(); actual.startsWith("svg") || actual == "pdf")
        return unseen(DiffWords::tr("The file is no picture of the kind that its name says."));
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isValid() && qint64(size.width()) * size.height() > mostPixels)
        return unseen(
            DiffWords::tr("The picture has %1 × %2 pixels, too many to be shown.").arg(size.width()).arg(size.height()),
            size);
    QImage image = reader.read();
    if (image.isNull())
        return unseen(DiffWords::tr("The picture cannot be decoded: %1").arg(reader.errorString()), size);
    return {image, image.size(), {}};
}

} // namespace mergeloom

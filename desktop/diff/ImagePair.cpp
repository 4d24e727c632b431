#include "desktop/diff/ImagePair.h"

#include "desktop/widgets/Colours.h"

#include <QPainter>

namespace mergeloom {

namespace {

constexpr int margin = 24;
constexpr int captionHeight = 48;
constexpr int square = 8; // of the chequered ground under what is transparent

void paintGround(QPainter &painter, const QRect &rect, const Colours &colours)
{
    painter.fillRect(rect, colours.surface);
    for (int y = 0; y < rect.height(); y += square)
        for (int x = (y / square % 2) * square; x < rect.width(); x += 2 * square)
            painter.fillRect(
                QRect(rect.topLeft() + QPoint(x, y), QSize(square, square)).intersected(rect), colours.line);
}

} // namespace

ImagePair::ImagePair(QWidget *parent) : QWidget(parent) { setAccessibleName(tr("Picture before and after")); }

void ImagePair::clear()
{
    m_work.cancel();
    m_before = m_after = {};
    m_isReady = false;
    update();
}

void ImagePair::show(const FileDiff &file, Bytes bytes)
{
    clear();
    m_before = {{}, file.beforeSize, file.status != FileStatus::Added};
    m_after = {{}, file.afterSize, file.status != FileStatus::Deleted};
    QWidget::show();
    if (bytes == Bytes::Awaited)
        return;
    // Only an empty file, and one that could not be read, has no bytes.
    const auto picture = [](const QString &path, const QByteArray &content, qint64 size) {
        return content.isEmpty() && size != 0 ? SafeImage{{}, {}, tr("It could not be read.")}
                                              : SafeImage::of(path, content);
    };
    m_work.start(
        [file, picture](const std::stop_token &) {
            auto decoded = std::make_shared<Decoded>();
            if (file.status != FileStatus::Added)
                decoded->before = picture(file.beforePath, file.beforeBytes, file.beforeSize);
            if (file.status != FileStatus::Deleted)
                decoded->after = picture(file.afterPath, file.afterBytes, file.afterSize);
            return std::shared_ptr<const Decoded>(decoded);
        },
        [this](const std::shared_ptr<const Decoded> &decoded) {
            m_before.picture = decoded->before;
            m_after.picture = decoded->after;
            m_isReady = true;
            setAccessibleDescription(tr("Before: %1. After: %2.").arg(caption(Side::Before), caption(Side::After)));
            update();
            Q_EMIT ready();
        });
}

QString ImagePair::caption(Side which) const
{
    const OneSide &one = side(which);
    if (!one.isThere)
        return which == Side::Before ? tr("There was none") : tr("It is gone");
    QStringList parts;
    if (one.picture.size.isValid())
        parts.append(tr("%1 × %2 pixels").arg(one.picture.size.width()).arg(one.picture.size.height()));
    if (one.bytes >= 0)
        parts.append(locale().formattedDataSize(one.bytes));
    if (!one.picture.reason.isEmpty())
        parts.append(one.picture.reason);
    return parts.join(QStringLiteral("  ·  "));
}

void ImagePair::paintSide(QPainter &painter, const QRect &room, Side which) const
{
    const Colours &colours = coloursOf(palette());
    const OneSide &one = side(which);
    const QRect frame = room.adjusted(margin, margin, -margin, -margin - captionHeight);
    const QColor edge = !one.isThere ? colours.line : which == Side::Before ? colours.failed : colours.completed;
    QRect picture = frame;
    if (!one.picture.image.isNull()) {
        QSizeF size = one.picture.image.deviceIndependentSize();
        if (size.width() > frame.width() || size.height() > frame.height()
            || one.picture.image.size() != one.picture.size)
            size.scale(frame.size(), Qt::KeepAspectRatio);
        picture.setSize(size.toSize().expandedTo(QSize(1, 1)));
        picture.moveCenter(frame.center());
        paintGround(painter, picture, colours);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(picture, one.picture.image);
        painter.setPen(edge);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(picture.adjusted(-1, -1, 0, 0));
    } else {
        painter.setPen(QPen(colours.lineStrong, 1, Qt::DashLine));
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        picture = frame;
    }
    QRect words(room.left() + margin, picture.bottom() + 8, room.width() - 2 * margin, captionHeight);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(edge == colours.line ? colours.soft : edge);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop, which == Side::Before ? tr("− Before") : tr("+ After"));
    painter.setFont(font());
    painter.setPen(colours.soft);
    words.setTop(words.top() + painter.fontMetrics().height() + 4);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
        m_isReady || !one.isThere ? caption(which) : tr("Loading…"));
}

void ImagePair::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = coloursOf(palette());
    painter.fillRect(rect(), colours.surface);
    QRect left = rect();
    left.setWidth(width() / 2);
    QRect right = rect();
    right.setLeft(width() / 2);
    paintSide(painter, left, Side::Before);
    paintSide(painter, right, Side::After);
    painter.fillRect(QRect(width() / 2, 0, 1, height()), colours.line);
}

} // namespace mergeloom

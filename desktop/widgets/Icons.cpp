#include "desktop/widgets/Icons.h"

#include "desktop/widgets/Colours.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace mergeloom {

namespace {

/// Draws the SVG in a colour that is chosen when it is painted, so that icons follow the theme.
class LineIconEngine : public QIconEngine
{
public:
    LineIconEngine(QString name, QColor colour) : m_name(std::move(name)), m_colour(std::move(colour)) {}

    QIconEngine *clone() const override { return new LineIconEngine(m_name, m_colour); }
    QString iconName() override { return m_name; }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        const QPalette palette = QGuiApplication::palette();
        const Colours &colours = coloursOf(palette);
        const QColor colour = mode == QIcon::Disabled          ? colours.mark
            : m_colour.isValid()                               ? m_colour
            : state == QIcon::On                               ? colours.accent
            : mode == QIcon::Selected || mode == QIcon::Active ? colours.text
                                                               : colours.soft;
        const QString key =
            QStringLiteral("icon/%1/%2/%3x%4").arg(m_name, colour.name()).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (file.open(QIODevice::ReadOnly)) {
            QSvgRenderer renderer(file.readAll().replace("black", colour.name().toLatin1()));
            QPainter painter(&pixmap);
            renderer.render(&painter);
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

private:
    QString m_name;
    QColor m_colour; ///< invalid: the palette's
};

} // namespace

QIcon lineIcon(const QString &name) { return lineIcon(name, {}); }

QIcon appIcon()
{
    QIcon icon;
    QSvgRenderer renderer(QStringLiteral(":/theme/org.mergeloom.Desktop.svg"));
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QIcon lineIcon(const QString &name, const QColor &colour) { return QIcon(new LineIconEngine(name, colour)); }

} // namespace mergeloom

#pragma once

#include <QImage>
#include <QWidget>

namespace mergeloom {

class DiffCanvas;

/// The whole of a diff in the height of the canvas: where lines were added, removed and moved, what was found, and which
/// part is seen. A click goes there, a drag scrolls.
class ChangeMap : public QWidget
{
    Q_OBJECT
public:
    explicit ChangeMap(DiffCanvas *canvas, QWidget *parent = nullptr);
    QSize sizeHint() const override;

public Q_SLOTS:
    /// The layout or what was found is another.
    void reload();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void draw();
    void goTo(int y);
    double scale() const; ///< pixels of the map for each display line

    DiffCanvas *m_canvas;
    QImage m_marks; ///< null: to be drawn
};

} // namespace mergeloom

#pragma once

#include "desktop/diff/BackgroundWork.h"
#include "desktop/diff/SafeImage.h"
#include "shared/diff/FileDiff.h"

#include <QWidget>

namespace mergeloom {

/// A picture as it was and as it is, side by side, each with its size. Decoded off the GUI thread.
class ImagePair : public QWidget
{
    Q_OBJECT
public:
    explicit ImagePair(QWidget *parent = nullptr);

    /// Awaited: show() comes again when they are there.
    enum class Bytes { There, Awaited };
    void show(const FileDiff &file, Bytes bytes = Bytes::There);
    void clear();
    /// Whether both sides are decoded, or say why not.
    bool isReady() const { return m_isReady; }
    /// What is under a picture: its pixels and bytes, or why there is none.
    QString caption(Side side) const;

Q_SIGNALS:
    void ready();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Decoded {
        SafeImage before;
        SafeImage after;
    };
    struct OneSide {
        SafeImage picture;
        qint64 bytes = -1;
        bool isThere = false;
    };
    const OneSide &side(Side side) const { return side == Side::Before ? m_before : m_after; }
    void paintSide(QPainter &painter, const QRect &room, Side which) const;

    OneSide m_before;
    OneSide m_after;
    bool m_isReady = false;
    BackgroundWork<std::shared_ptr<const Decoded>> m_work;
};

} // namespace mergeloom

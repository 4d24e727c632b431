#include "desktop/app/StateWords.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>

namespace mergeloom {

QString stateWord(Worker::State state)
{
    switch (state) {
    case Worker::State::Offline:
        return QCoreApplication::translate("State", "offline");
    case Worker::State::Connecting:
        return QCoreApplication::translate("State", "connecting");
    case Worker::State::Online:
        return QCoreApplication::translate("State", "online");
    case Worker::State::Refused:
        return QCoreApplication::translate("State", "refused");
    case Worker::State::Incompatible:
        return QCoreApplication::translate("State", "other version");
    }
    return {};
}

Tone stateTone(Worker::State state)
{
    switch (state) {
    case Worker::State::Online:
        return Tone::Completed;
    case Worker::State::Connecting:
        return Tone::Running;
    case Worker::State::Incompatible:
        return Tone::Waiting;
    case Worker::State::Offline:
    case Worker::State::Refused:
        return Tone::Failed;
    }
    return Tone::Neutral;
}

QIcon stateDot(Worker::State state)
{
    const QColor colour = toneColour(stateTone(state), coloursOf(QGuiApplication::palette()));
    QIcon icon;
    for (const int size : {16, 32, 48}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal unit = size / 16.0;
        painter.setPen(QPen(colour, 1.75 * unit));
        painter.setBrush(state == Worker::State::Online ? QBrush(colour) : Qt::NoBrush);
        painter.drawEllipse(QPointF(8 * unit, 8 * unit), 3.5 * unit, 3.5 * unit);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace mergeloom

#include "desktop/pages/DayChart.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/Colours.h"

#include <QDate>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace mergeloom {

DayChart::DayChart(Shows shows, QWidget *parent) : QWidget(parent), m_shows(shows)
{
    setMinimumHeight(96);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DayChart::setDays(const QList<api::DayFigure> &days)
{
    m_days = days;
    QStringList all;
    for (const api::DayFigure &day : m_days)
        if (height(day) > 0)
            all << words(day);
    setAccessibleName(m_shows == Shows::Outcomes ? tr("Outcomes of the last days") : tr("Spend of the last days"));
    setAccessibleDescription(all.isEmpty() ? tr("Nothing in these days") : all.join(QStringLiteral("; ")));
    update();
}

double DayChart::height(const api::DayFigure &day) const
{
    return m_shows == Shows::Spend ? day.costUsd : day.completed + day.blocked + day.failed + day.cancelled;
}

QString DayChart::words(const api::DayFigure &day) const
{
    const QString date = QLocale().toString(QDate::fromString(day.day, Qt::ISODate), QStringLiteral("ddd d MMM"));
    if (m_shows == Shows::Spend)
        return tr("%1: %2").arg(date, Words::money(day.costUsd));
    return tr("%1: %2 completed, %3 blocked, %4 failed, %5 cancelled")
        .arg(date)
        .arg(day.completed)
        .arg(day.blocked)
        .arg(day.failed)
        .arg(day.cancelled);
}

void DayChart::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.setPen(Qt::NoPen);
    const double bottom = rect().height() - 18;
    double highest = m_shows == Shows::Spend ? 0.01 : 1;
    for (const api::DayFigure &day : m_days)
        highest = qMax(highest, height(day));
    const double step = m_days.isEmpty() ? 1 : double(rect().width()) / double(m_days.size());
    const double bar = qMin(18.0, step * 0.66);
    painter.fillRect(QRectF(0, bottom, rect().width(), 1), colours.line);
    for (qsizetype i = 0; i < m_days.size(); ++i) {
        const api::DayFigure &day = m_days[i];
        const double left = double(i) * step + (step - bar) / 2;
        const QList<std::pair<double, QColor>> parts = m_shows == Shows::Spend
            ? QList<std::pair<double, QColor>>{{day.costUsd, colours.accent}}
            : QList<std::pair<double, QColor>>{{day.completed, colours.completed}, {day.blocked, colours.blocked},
                {day.failed, colours.failed}, {day.cancelled, colours.mark}};
        double top = bottom;
        for (const auto &[value, colour] : parts) {
            if (value <= 0)
                continue;
            const double size = qMax(2.0, value / highest * (bottom - 6));
            top -= size;
            painter.fillRect(QRectF(left, top, bar, size - 1), colour);
        }
    }
    if (m_days.isEmpty())
        return;
    painter.setPen(colours.faint);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const auto shown = [](const api::DayFigure &day) {
        return QLocale().toString(QDate::fromString(day.day, Qt::ISODate), QStringLiteral("d MMM"));
    };
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignBottom, shown(m_days.first()));
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignBottom, shown(m_days.last()));
    if (m_shows == Shows::Spend && highest > 0.01)
        painter.drawText(rect(), Qt::AlignHCenter | Qt::AlignBottom, tr("most: %1").arg(Words::money(highest)));
}

bool DayChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_days.isEmpty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const qsizetype index =
            qBound<qsizetype>(0, help->pos().x() * m_days.size() / qMax(1, width()), m_days.size() - 1);
        QToolTip::showText(help->globalPos(), words(m_days[index]), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace mergeloom

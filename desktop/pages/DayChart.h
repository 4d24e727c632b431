#pragma once

#include "shared/api/StatusTypes.h"

#include <QWidget>

namespace mergeloom {

/// The last days as bars: outcomes one above the other, or what was spent. Each day says its figures on hover, and the whole to a
/// screen reader.
class DayChart : public QWidget
{
    Q_OBJECT

public:
    enum class Shows { Outcomes, Spend };
    DayChart(Shows shows, QWidget *parent = nullptr);

    void setDays(const QList<api::DayFigure> &days);
    QSize sizeHint() const override { return {280, 96}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString words(const api::DayFigure &day) const;
    double height(const api::DayFigure &day) const;

    Shows m_shows;
    QList<api::DayFigure> m_days;
};

} // namespace mergeloom

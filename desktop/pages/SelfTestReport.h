#pragma once

#include "desktop/workers/Worker.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mergeloom {

class NoticeLine;

/// A self-test of a provider while it goes on and when it is over: each step with its time and tokens.
class SelfTestReport : public QWidget
{
    Q_OBJECT

public:
    SelfTestReport(Worker &worker, QWidget *parent = nullptr);

    void begin(const ProviderProfileId &provider);
    bool isRunning() const { return m_isRunning; }
    QString text() const;

Q_SIGNALS:
    void ended();

private:
    void show(const QList<SelfTestStep> &steps);

    Worker &m_worker;
    NoticeLine *m_notice;
    QVBoxLayout *m_lines;
    QList<SelfTestStep> m_steps;
    bool m_isRunning = false;
};

} // namespace mergeloom

#pragma once

#include "shared/domain/SteeringView.h"

#include <QDialog>

class QLineEdit;

namespace mergeloom {

class NoticeLine;

/// Asks for how much more a run may use.
class ExtendDialog : public QDialog
{
    Q_OBJECT

public:
    ExtendDialog(const SteeringView &steering, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const Budgets &more);

private:
    void take();

    SteeringView m_steering;
    QList<QLineEdit *> m_fields; ///< as RunLimits::extensible() gives them
    NoticeLine *m_notice;
};

} // namespace mergeloom

#pragma once

#include "shared/api/CompareTypes.h"

#include <QComboBox>
#include <QTimer>

class QStandardItemModel;

namespace mergeloom {

/// A branch, a tag or a commit: to be typed, or chosen from what the repository has.
class RefBox : public QComboBox
{
    Q_OBJECT

public:
    explicit RefBox(const QString &name, QWidget *parent = nullptr);

    /// What is typed stays.
    void setRefs(const QList<api::RefView> &refs);
    QString ref() const { return currentText().trimmed(); }

Q_SIGNALS:
    /// Typing rests.
    void typed(const QString &text);
    void entered();

private:
    QStandardItemModel *m_refs;
    QTimer m_rest;
};

} // namespace mergeloom

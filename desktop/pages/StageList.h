#pragma once

#include "shared/domain/RunView.h"

#include <QAbstractListModel>
#include <QListView>
#include <QTimer>

namespace mergeloom {

/// The stages of a run from top to bottom, each with its time.
class StageModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { StatusRole = Qt::UserRole, TookRole, ShareRole, KeyRole };
    using QAbstractListModel::QAbstractListModel;

    void setStages(const QList<StageView> &stages);
    /// `validation`, `repair.2`
    static QString keyOf(const StageView &stage);
    int rowOf(const QString &key) const;
    const StageView &stageAt(int row) const { return m_stages[row]; }
    /// The times of what runs have gone on.
    void tick();

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_stages.size()); }
    QVariant data(const QModelIndex &index, int role) const override;

private:
    qint64 took(const StageView &stage) const;
    QList<StageView> m_stages;
};

/// Stages with their times as bars.
class StageList : public QListView
{
    Q_OBJECT

public:
    explicit StageList(QWidget *parent = nullptr);

    void setStages(const QList<StageView> &stages);
    /// Empty: none.
    QString currentKey() const;
    void setCurrentKey(const QString &key);
    StageModel *stages() const { return m_model; }

Q_SIGNALS:
    /// A person chose it.
    void chosen(const QString &key);

private:
    StageModel *m_model;
    QTimer m_tick;
    bool m_isSetting = false;
};

} // namespace mergeloom

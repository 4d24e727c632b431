#include "desktop/pages/StageList.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Colours.h"
#include "desktop/widgets/ShownText.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace mergeloom {

namespace {

constexpr int stageHeight = 40;

class StageDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {180, stageHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours &colours = coloursOf(option.palette);
        const QString status = index.data(StageModel::StatusRole).toString();
        const Tone tone = toneOf(status);
        const QColor colour = status == u"skipped" ? colours.mark : toneColour(tone, colours);
        const QRect box = option.rect;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool isChosen = option.state & QStyle::State_Selected;
        if (isChosen || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(isChosen ? colours.accentSoft : colours.hover);
            painter->drawRoundedRect(box.adjusted(4, 1, -4, -1), 5, 5);
        }
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawEllipse(QPointF(box.left() + 19, box.top() + 17), 4, 4);
        const QString took = index.data(StageModel::TookRole).toString();
        painter->setFont(option.font);
        painter->setPen(status == u"skipped" ? colours.faint : colours.text);
        const int tookWidth = option.fontMetrics.horizontalAdvance(took);
        const QRect words = box.adjusted(34, 5, -tookWidth - 24, -12);
        painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        painter->setPen(colours.faint);
        painter->drawText(box.adjusted(0, 5, -14, -12), Qt::AlignVCenter | Qt::AlignRight, took);
        const QRectF bar(box.left() + 34, box.bottom() - 8, box.width() - 48, 3);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours.line);
        painter->drawRoundedRect(bar, 1.5, 1.5);
        QRectF part = bar;
        part.setWidth(qMax(2.0, bar.width() * index.data(StageModel::ShareRole).toDouble()));
        painter->setBrush(colour);
        painter->drawRoundedRect(part, 1.5, 1.5);
        painter->restore();
    }
};

} // namespace

QString StageModel::keyOf(const StageView &stage)
{
    return stage.attempt ? QStringLiteral("%1.%2").arg(stage.stage).arg(stage.attempt) : stage.stage;
}

int StageModel::rowOf(const QString &key) const
{
    for (int row = int(m_stages.size()) - 1; row >= 0; --row)
        if (keyOf(m_stages[row]) == key)
            return row;
    return -1;
}

qint64 StageModel::took(const StageView &stage) const
{
    return qMax<qint64>(0, Words::milliseconds(stage.startedAt, stage.finishedAt));
}

void StageModel::setStages(const QList<StageView> &stages)
{
    const int before = int(m_stages.size());
    const int now = int(stages.size());
    bool isSame = now >= before;
    for (int i = 0; isSame && i < before; ++i)
        isSame = m_stages[i].firstSeq == stages[i].firstSeq;
    if (!isSame) {
        beginResetModel();
        m_stages = stages;
        endResetModel();
        return;
    }
    if (now > before)
        beginInsertRows({}, before, now - 1);
    m_stages = stages;
    if (now > before)
        endInsertRows();
    tick();
}

void StageModel::tick()
{
    if (!m_stages.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_stages.size()) - 1));
}

QVariant StageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_stages.size())
        return {};
    const StageView &stage = m_stages[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return Words::stage(stage);
    case Qt::ToolTipRole:
        return shownToolTip(stage.summary);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2, %3")
            .arg(Words::stage(stage), statusText(stage.status), durationText(took(stage)));
    case StatusRole:
        return stage.status;
    case TookRole:
        return stage.status == u"skipped" ? statusText(stage.status) : durationText(took(stage));
    case KeyRole:
        return keyOf(stage);
    case ShareRole: {
        qint64 longest = 1;
        for (const StageView &each : m_stages)
            longest = qMax(longest, took(each));
        return double(took(stage)) / double(longest);
    }
    default:
        return {};
    }
}

StageList::StageList(QWidget *parent) : QListView(parent), m_model(new StageModel(this))
{
    setModel(m_model);
    setItemDelegate(new StageDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Stages"));
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (!m_isSetting && now.isValid())
            Q_EMIT chosen(now.data(StageModel::KeyRole).toString());
    });
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, m_model, &StageModel::tick);
}

void StageList::setStages(const QList<StageView> &stages)
{
    const QString there = currentKey();
    m_isSetting = true;
    m_model->setStages(stages);
    m_isSetting = false;
    if (currentKey() != there)
        setCurrentKey(there);
    const bool isRunning = !stages.isEmpty() && !stages.last().finishedAt;
    if (isRunning && !m_tick.isActive())
        m_tick.start();
    else if (!isRunning)
        m_tick.stop();
}

QString StageList::currentKey() const { return currentIndex().data(StageModel::KeyRole).toString(); }

void StageList::setCurrentKey(const QString &key)
{
    m_isSetting = true;
    setCurrentIndex(m_model->index(m_model->rowOf(key)));
    m_isSetting = false;
}

} // namespace mergeloom

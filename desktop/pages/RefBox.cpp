#include "desktop/pages/RefBox.h"

#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Colours.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace mergeloom {

namespace {

constexpr int aboutRole = Qt::UserRole;
constexpr int popupWidth = 460;
constexpr std::chrono::milliseconds restsAfter{250};

/// The name, and at the right what its newest commit is about.
class RefDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const int name = option.fontMetrics.horizontalAdvance(index.data().toString()) + 48;
        const QRect room = option.rect.adjusted(name, 0, -8, 0);
        painter->setPen(coloursOf(option.palette).soft);
        painter->setFont(option.font);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
            option.fontMetrics.elidedText(index.data(aboutRole).toString(), Qt::ElideRight, room.width()));
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), 28};
    }
};

} // namespace

RefBox::RefBox(const QString &name, QWidget *parent) : QComboBox(parent), m_refs(new QStandardItemModel(this))
{
    setModel(m_refs);
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(name);
    lineEdit()->setAccessibleName(name);
    lineEdit()->setPlaceholderText(tr("Branch, tag or commit"));
    lineEdit()->setMaxLength(300);
    setItemDelegate(new RefDelegate(this));
    view()->setMinimumWidth(popupWidth);
    auto *found = new QCompleter(m_refs, this);
    found->setFilterMode(Qt::MatchContains);
    found->setCaseSensitivity(Qt::CaseInsensitive);
    found->setCompletionMode(QCompleter::PopupCompletion);
    setCompleter(found);
    found->popup()->setItemDelegate(new RefDelegate(found->popup()));
    m_rest.setSingleShot(true);
    m_rest.setInterval(restsAfter);
    connect(&m_rest, &QTimer::timeout, this, [this] { Q_EMIT typed(ref()); });
    connect(lineEdit(), &QLineEdit::textEdited, this, [this] { m_rest.start(); });
    connect(lineEdit(), &QLineEdit::returnPressed, this, &RefBox::entered);
}

void RefBox::setRefs(const QList<api::RefView> &refs)
{
    const QString text = currentText();
    const int caret = lineEdit()->cursorPosition();
    m_refs->clear();
    for (const api::RefView &ref : refs) {
        const bool isTag = ref.kind == u"tag";
        auto *item =
            new QStandardItem(lineIcon(isTag ? QStringLiteral("tag") : QStringLiteral("git-branch")), ref.name);
        const QString about = QStringLiteral("%1 · %2").arg(shownLine(ref.subject), relativeTime(ref.at));
        item->setData(about, aboutRole);
        item->setData(QStringLiteral("%1 %2, %3").arg(isTag ? tr("Tag") : tr("Branch"), shownLine(ref.name), about),
            Qt::AccessibleTextRole);
        item->setToolTip(shownToolTip(QStringLiteral("%1 · %2").arg(ref.commit.left(10), ref.subject)));
        m_refs->appendRow(item);
    }
    setCurrentIndex(-1); // or the icon of the first stands beside what is typed
    setEditText(text);
    lineEdit()->setCursorPosition(caret);
}

} // namespace mergeloom

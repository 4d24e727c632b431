#include "desktop/widgets/RecordTable.h"

#include "desktop/widgets/CellDelegate.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>

namespace mergeloom {

namespace {

constexpr int rowHeight = 36;
constexpr int widestColumn = 320;
constexpr std::chrono::milliseconds beforeLoadingIsSaid{200};

} // namespace

RecordTable::RecordTable(QList<Column> columns, const QString &keyField, const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_model(new RecordModel(std::move(columns), keyField, this))
{
    makeView(accessibleName);
    makeNotes();
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_note);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_errorLine);
    layout->addWidget(body, 1);
    m_more = new QPushButton(tr("Show more"), this);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, &RecordTable::moreWanted);
    layout->addWidget(m_more, 0, Qt::AlignHCenter);
    m_loadingTimer = new QTimer(this);
    m_loadingTimer->setSingleShot(true);
    m_loadingTimer->setInterval(beforeLoadingIsSaid);
    connect(m_loadingTimer, &QTimer::timeout, this, &RecordTable::showWhatThereIs);
    setFocusProxy(m_view);
    showWhatThereIs();
}

void RecordTable::makeView(const QString &accessibleName)
{
    m_view = new QTableView(this);
    m_view->setAccessibleName(accessibleName);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->setSortingEnabled(true);
    m_view->installEventFilter(this);
    connect(m_view, &QTableView::doubleClicked, this,
        [this](const QModelIndex &index) { Q_EMIT opened(m_model->keyAt(index.row())); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &now) { Q_EMIT currentChanged(m_model->keyAt(now.row())); });
}

void RecordTable::makeNotes()
{
    m_note = new QWidget(this);
    m_noteTitle = plainLabel({}, m_note, "heading");
    m_noteText = plainLabel({}, m_note, "soft");
    for (QLabel *label : {m_noteTitle, m_noteText})
        label->setAlignment(Qt::AlignHCenter);
    auto *notes = new QVBoxLayout(m_note);
    notes->setSpacing(4);
    notes->addStretch(1);
    notes->addWidget(m_noteTitle);
    notes->addWidget(m_noteText);
    notes->addStretch(2);
    m_errorLine = new QFrame(this);
    setLook(m_errorLine, "bannerFailed");
    m_errorText = plainLabel({}, m_errorLine);
    auto *again = new QPushButton(tr("Try again"), m_errorLine);
    connect(again, &QPushButton::clicked, this, &RecordTable::tryAgainWanted);
    auto *line = new QHBoxLayout(m_errorLine);
    line->setContentsMargins(12, 8, 8, 8);
    line->addWidget(m_errorText, 1);
    line->addWidget(again, 0, Qt::AlignTop);
    m_errorLine->hide();
}

void RecordTable::setObjects(const QList<QJsonObject> &records)
{
    const QString key = currentKey();
    const int column = std::max(0, m_view->currentIndex().column());
    m_isLoading = false;
    m_loadingTimer->stop();
    m_errorLine->hide();
    m_model->setRecords(records);
    if (const int row = key.isEmpty() ? -1 : m_model->rowOf(key); row >= 0) {
        const QSignalBlocker quiet(m_view->selectionModel());
        m_view->setCurrentIndex(m_model->index(row, column));
        m_view->selectRow(row);
    }
    layOutColumns();
    showWhatThereIs();
}

void RecordTable::addObjects(const QList<QJsonObject> &records)
{
    m_errorLine->hide();
    m_model->addRecords(records);
    showWhatThereIs();
}

void RecordTable::setEmptyText(const QString &title, const QString &whatToDo)
{
    m_emptyTitle = title;
    m_emptyText = whatToDo;
    showWhatThereIs();
}

void RecordTable::showLoading()
{
    m_errorLine->hide();
    if (m_model->rowCount() > 0)
        return; // what is there stays until the answer comes
    m_isLoading = true;
    m_loadingTimer->start();
    showWhatThereIs();
}

void RecordTable::showError(const Error &error)
{
    m_loadingTimer->stop();
    m_errorText->setText(shownText(error.message));
    m_errorLine->show();
    showWhatThereIs();
}

void RecordTable::offerMore() { m_more->show(); }

void RecordTable::offerNoMore() { m_more->hide(); }

void RecordTable::showWhatThereIs()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    // Through the focus proxy Tab would come to a list that is not shown, and stay.
    m_view->setFocusPolicy(isEmpty ? Qt::NoFocus : Qt::StrongFocus);
    const bool isAnError = !m_errorLine->isHidden();
    const bool isSaid = m_isLoading && !m_loadingTimer->isActive() && !isAnError;
    m_noteTitle->setText(isAnError || m_isLoading ? QString() : shownText(m_emptyTitle));
    m_noteText->setText(isSaid ? tr("Loading …") : isAnError || m_isLoading ? QString() : shownText(m_emptyText));
}

void RecordTable::layOutColumns()
{
    if (m_isLaidOut || m_model->rowCount() == 0)
        return; // later the user's widths stay
    m_isLaidOut = true;
    QHeaderView *header = m_view->horizontalHeader();
    for (int i = 0; i < m_model->columns().size(); ++i) {
        const Column &column = m_model->columns().at(i);
        if (column.isStretched)
            header->setSectionResizeMode(i, QHeaderView::Stretch);
        else if (column.width > 0)
            m_view->setColumnWidth(i, column.width);
        else {
            m_view->resizeColumnToContents(i);
            m_view->setColumnWidth(i, std::min(widestColumn, m_view->columnWidth(i) + 8));
        }
    }
}

QString RecordTable::currentKey() const { return m_model->keyAt(m_view->currentIndex().row()); }

QJsonObject RecordTable::currentRecord() const { return m_model->records().value(m_view->currentIndex().row()); }

void RecordTable::setCurrentKey(const QString &key)
{
    const int row = m_model->rowOf(key);
    if (row < 0)
        return;
    m_view->selectRow(row);
    m_view->scrollTo(m_model->index(row, 0));
}

void RecordTable::copyCurrentCell() const
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    const bool isId = CellFormat(index.data(RecordModel::FormatRole).toInt()) == CellFormat::ShortId;
    QApplication::clipboard()->setText(
        isId ? index.data(RecordModel::ValueRole).toString() : index.data(Qt::DisplayRole).toString());
}

bool RecordTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !currentKey().isEmpty()) {
            Q_EMIT opened(currentKey());
            return true;
        }
        if (key->matches(QKeySequence::Copy)) {
            copyCurrentCell();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mergeloom

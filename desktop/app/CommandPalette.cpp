#include "desktop/app/CommandPalette.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

constexpr int mostFound = 8;
constexpr std::chrono::milliseconds askAfter{150};
constexpr qsizetype shortestQuestion = 2;
constexpr int kindRole = Qt::UserRole;
constexpr int keyRole = Qt::UserRole + 1;

/// Every word of the question stands somewhere in the text.
bool fits(const QString &text, const QString &question)
{
    for (const QString &word : question.split(u' ', Qt::SkipEmptyParts))
        if (!text.contains(word, Qt::CaseInsensitive))
            return false;
    return true;
}

/// The text, and at the right what it is and its key.
class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString key = index.data(keyRole).toString();
        const QString kind = index.data(kindRole).toString();
        painter->setPen(coloursOf(option.palette).faint);
        QFont font = option.font;
        font.setPixelSize(12);
        painter->setFont(font);
        painter->drawText(option.rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
            key.isEmpty() ? kind : key);
    }
};

} // namespace

CommandPalette::CommandPalette(Workers &workers, Worker *shown, const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_workers(workers), m_shown(shown),
      m_edit(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Search and commands"));
    setObjectName(QStringLiteral("palette"));
    m_edit->setPlaceholderText(tr("Search pages, workers, runs, tickets, actions …"));
    m_edit->setAccessibleName(tr("Search"));
    m_edit->setMaxLength(200);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setIconSize({16, 16});
    setLook(this, "palette");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    m_hint = plainLabel({}, this, "faint");
    layout->addWidget(m_hint);
    resize(620, 420);
    if (parent)
        move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 72)));
    m_edit->installEventFilter(this);
    m_ask.setSingleShot(true);
    m_ask.setInterval(askAfter);
    connect(&m_ask, &QTimer::timeout, this, &CommandPalette::ask);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    collect(actions);
    filter();
    m_edit->setFocus();
}

void CommandPalette::collect(const QList<QAction *> &actions)
{
    for (const PageRow &row : pageRows()) {
        if (row.rail == RailPlace::None || !m_shown)
            continue;
        const Place place{QString::fromLatin1(row.id), {}, {}};
        m_fixed << Entry{tr("Page"), row.shownTitle(), lineIcon(QString::fromLatin1(row.icon)),
            [this, place] { Q_EMIT placeChosen(place); }};
    }
    for (const Worker *worker : m_workers.all()) {
        const Place place{{}, {}, worker->id()};
        m_fixed << Entry{tr("Worker"), QStringLiteral("%1 · %2").arg(worker->name(), stateWord(worker->state())),
            stateDot(worker->state()), [this, place] { Q_EMIT placeChosen(place); }};
    }
    for (QAction *action : actions) {
        if (!action->isEnabled() || action->text().isEmpty())
            continue;
        const QString text = action->text().remove(u'&');
        m_fixed << Entry{tr("Action"), text,
            action->icon().isNull() ? lineIcon(QStringLiteral("command")) : action->icon(),
            [action] { action->trigger(); }, action->shortcut().toString(QKeySequence::NativeText)};
    }
}

void CommandPalette::filter()
{
    m_question.reset();
    m_list->clear();
    m_listed.clear();
    m_hint->setText(tr("Enter opens, Esc closes"));
    const QString question = m_edit->text().trimmed();
    for (const Entry &entry : m_fixed)
        if (fits(entry.kind + u' ' + entry.text, question))
            addItem(entry);
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    if (question.size() >= shortestQuestion && m_shown && m_shown->isReadable())
        m_ask.start();
    else
        m_ask.stop();
}

void CommandPalette::ask()
{
    if (!m_workers.all().contains(m_shown))
        return;
    m_question = std::make_unique<QObject>();
    RunQuery runs;
    runs.text = m_edit->text().trimmed();
    runs.limit = mostFound;
    m_shown->client()->send<api::RunPage>(
        api_call::runs(runs), m_question.get(), [this](const Result<api::RunPage> &page) {
            for (const RunSummary &run : page ? page->items : QList<RunSummary>())
                takeFound(tr("Run"), QStringLiteral("%1  %2 · %3").arg(run.ticketKey, run.title, statusText(run.state)),
                    QStringLiteral("play"), {QStringLiteral("run"), run.id.text(), {}});
            askTickets();
        });
}

/// After the runs, so that what is found always stands in the same order.
void CommandPalette::askTickets()
{
    ListQuery tickets;
    tickets.text = m_edit->text().trimmed();
    tickets.limit = mostFound;
    m_shown->client()->send<api::Page<api::TicketView>>(
        api_call::tickets(tickets), m_question.get(), [this](const Result<api::Page<api::TicketView>> &page) {
            for (const api::TicketView &ticket : page ? page->items : QList<api::TicketView>())
                takeFound(tr("Ticket"), QStringLiteral("%1  %2").arg(ticket.ticket.key, ticket.ticket.title),
                    QStringLiteral("ticket"), {QStringLiteral("tickets"), ticket.ticket.key, {}});
            if (m_list->count() == 0)
                m_hint->setText(tr("Nothing has these words"));
        });
}

void CommandPalette::takeFound(const QString &kind, const QString &text, const QString &icon, const Place &place)
{
    addItem({kind, text, lineIcon(icon), [this, place] { Q_EMIT placeChosen(place); }, {}});
    if (!m_list->currentItem())
        m_list->setCurrentRow(0);
}

void CommandPalette::addItem(const Entry &entry)
{
    m_listed << entry;
    auto *item = new QListWidgetItem(entry.icon, shownLine(entry.text), m_list);
    item->setData(kindRole, entry.kind);
    item->setData(keyRole, entry.key);
    item->setData(Qt::AccessibleTextRole, QStringLiteral("%1: %2").arg(entry.kind, item->text()));
    item->setSizeHint({0, 34});
}

void CommandPalette::choose()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_listed.size())
        return;
    const std::function<void()> act = m_listed.at(row).act;
    hide(); // what it opens must not lie under it
    act();
    close();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int rows = m_list->count();
    const int step = key == Qt::Key_Down ? 1
        : key == Qt::Key_Up              ? -1
        : key == Qt::Key_PageDown        ? 8
        : key == Qt::Key_PageUp          ? -8
                                         : 0;
    if (step != 0 && rows > 0) {
        m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, rows - 1));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        choose();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace mergeloom

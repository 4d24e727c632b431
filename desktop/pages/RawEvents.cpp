#include "desktop/pages/RawEvents.h"

#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"
#include "shared/domain/EventCatalog.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>

namespace mergeloom {

namespace {

constexpr int pageOfRawEvents = 200;  ///< what the API gives at most
constexpr int nearEndOfEvents = 1200; ///< pixels

QString glanceOf(const Event &event)
{
    for (const char *name :
        {"line", "name", "summary", "text", "path", "stage", "outcome", "status", "commit", "model"})
        if (const QString value = event.data.value(QLatin1StringView(name)).toString(); !value.isEmpty())
            return value.section(u'\n', 0, 0).left(240);
    return {};
}

QString jsonOf(const Event &event, QJsonDocument::JsonFormat format)
{
    return QString::fromUtf8(QJsonDocument(toJson(event).toObject()).toJson(format));
}

QJsonObject rowOf(const Event &event)
{
    return {{"seq", event.seq}, {"at", toJson(event.ts).toString().mid(11, 12)}, {"type", event.type},
        {"glance", glanceOf(event)}};
}

/// Types of events that are told of runs.
QStringList typesOfRuns()
{
    QStringList names;
    for (const EventType &type : eventTypes()) {
        const QString room = type.name.section(u'.', 0, 0);
        if (!QStringList{"job", "config", "access", "worker", "log", "retention", "hold"}.contains(room))
            names << type.name;
    }
    return names;
}

} // namespace

RawEvents::RawEvents(Worker &worker, QWidget *parent) : QWidget(parent), m_worker(worker)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    makeFilter(lines);
    m_notice = new NoticeLine(this);
    lines->addWidget(m_notice);
    auto *split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    m_table = new RecordTable({{"seq", tr("Event"), CellFormat::Count}, {"at", tr("Time (UTC)")}, {"type", tr("Type")},
                                  {"glance", tr("What"), CellFormat::Text, 0, true}},
        QStringLiteral("seq"), tr("Events of the run"), split);
    m_table->setEmptyText(tr("No event of this kind"), tr("Choose another type, or clear the filter."));
    auto *side = new QWidget(split);
    makeOne(side);
    split->addWidget(m_table);
    split->addWidget(side);
    split->setSizes({700, 500});
    lines->addWidget(split, 1);
    connect(m_table, &RecordTable::currentChanged, this, [this] {
        showOne();
        Q_EMIT eventChosen();
    });
    connect(m_table, &RecordTable::moreWanted, this, &RawEvents::readMore);
    connect(m_table->view()->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_table->view()->verticalScrollBar()->maximum() - value < nearEndOfEvents)
            readMore();
    });
    connect(&worker, &Worker::stateChanged, this, [this] { m_isReading = false; });
    showOne();
}

void RawEvents::makeFilter(QVBoxLayout *lines)
{
    auto *row = new QHBoxLayout;
    m_type = new QComboBox(this);
    m_type->setAccessibleName(tr("Type of event"));
    m_type->addItem(tr("All types"), QString());
    for (const QString &name : typesOfRuns())
        m_type->addItem(name, name);
    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Filter what is read"));
    m_filter->setAccessibleName(tr("Filter events"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(260);
    m_seq = new QLineEdit(this);
    m_seq->setPlaceholderText(tr("Go to event …"));
    m_seq->setAccessibleName(tr("Go to event"));
    m_seq->setValidator(new QIntValidator(1, std::numeric_limits<int>::max(), m_seq));
    m_seq->setMaximumWidth(140);
    m_before = makeButton(tr("Show what came before"), "chevron-up", "quiet", this);
    m_count = plainLabel({}, this, "faint");
    m_count->setWordWrap(false);
    for (QWidget *part : std::initializer_list<QWidget *>{m_type, m_filter, m_seq, m_before})
        row->addWidget(part);
    row->addStretch(1);
    row->addWidget(m_count);
    lines->addLayout(row);
    connect(m_type, &QComboBox::activated, this, [this] { begin(0); });
    connect(m_filter, &QLineEdit::textChanged, this, &RawEvents::showList);
    connect(m_seq, &QLineEdit::returnPressed, this, [this] { goTo(m_seq->text().toLongLong()); });
    connect(m_before, &QPushButton::clicked, this, &RawEvents::readBefore);
}

void RawEvents::makeOne(QWidget *side)
{
    auto *lines = new QVBoxLayout(side);
    lines->setContentsMargins(12, 0, 0, 0);
    auto *head = new QHBoxLayout;
    m_name = plainLabel({}, side, "strong");
    m_copy = makeButton(tr("Copy"), "copy", nullptr, side);
    m_copy->setAccessibleName(tr("Copy the event"));
    m_prove = makeButton(tr("Save its proof"), "shield-check", nullptr, side);
    m_prove->setToolTip(
        tr("That this event is in the log; “mergeloom-worker audit check-proof” checks it with the public key alone"));
    head->addWidget(m_name, 1);
    head->addWidget(m_copy);
    head->addWidget(m_prove);
    lines->addLayout(head);
    m_json = new QPlainTextEdit(side);
    m_json->setReadOnly(true);
    m_json->setFont(codeFont());
    m_json->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_json->setAccessibleName(tr("The event as JSON"));
    lines->addWidget(m_json, 1);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const api::EventView *entry = current())
            QGuiApplication::clipboard()->setText(jsonOf(entry->event, QJsonDocument::Compact));
    });
    connect(m_prove, &QPushButton::clicked, this, [this] {
        if (const api::EventView *entry = current())
            Q_EMIT proofWanted(entry->id);
    });
}

QString RawEvents::type() const { return m_type->currentData().toString(); }

void RawEvents::setView(const RunView &view)
{
    const bool isOther = m_run != view.run.id;
    const bool isLonger = view.run.lastSeq > m_lastSeq;
    m_run = view.run.id;
    m_lastSeq = view.run.lastSeq;
    if (isOther) {
        m_type->setCurrentIndex(0);
        m_filter->clear();
        begin(qMax<qint64>(0, m_wanted - pageOfRawEvents / 4));
    } else if (isLonger && m_isAtEnd) {
        m_isAtEnd = false;
        m_table->offerMore();
    }
    showCount();
}

void RawEvents::goTo(qint64 seq)
{
    m_wanted = seq;
    if (m_run.isEmpty() || seq < 1)
        return; // with the view
    const bool isThere = std::any_of(
        m_entries.begin(), m_entries.end(), [seq](const api::EventView &entry) { return entry.event.seq == seq; });
    m_filter->clear();
    if (isThere)
        return showList();
    m_type->setCurrentIndex(0);
    begin(qMax<qint64>(0, seq - pageOfRawEvents / 4));
}

void RawEvents::begin(qint64 after)
{
    m_entries.clear();
    m_after = after;
    m_isAtEnd = false;
    m_isReading = false;
    ++m_number;
    m_table->setObjects({});
    readMore();
}

void RawEvents::read(qint64 after, int limit, std::function<void(const QList<api::EventView> &)> taken)
{
    m_isReading = true;
    m_notice->clear();
    const QStringList types = type().isEmpty() ? QStringList() : QStringList{type()};
    m_worker.client()->send<api::Page<api::EventView>>(api_call::runEvents(m_run, after, limit, types), this,
        [this, number = m_number, taken = std::move(taken)](const Result<api::Page<api::EventView>> &page) {
            if (number != m_number)
                return;
            m_isReading = false;
            if (!page)
                return m_notice->showError(page.error(), [this] { readMore(); });
            taken(page->items);
            showCount();
        });
}

void RawEvents::readMore()
{
    if (m_isReading || m_isAtEnd || m_run.isEmpty() || !m_worker.isReadable())
        return;
    const qint64 after = m_entries.isEmpty() ? m_after : m_entries.last().event.seq;
    read(after, pageOfRawEvents, [this](const QList<api::EventView> &page) {
        const bool isFirst = m_entries.isEmpty();
        m_entries += page;
        m_isAtEnd = page.size() < pageOfRawEvents;
        if (isFirst || !m_filter->text().isEmpty())
            return showList();
        QList<QJsonObject> rows;
        for (const api::EventView &entry : page)
            rows << rowOf(entry.event);
        m_table->addObjects(rows);
        if (m_isAtEnd)
            m_table->offerNoMore();
    });
}

void RawEvents::readBefore()
{
    if (m_isReading || m_after <= 0)
        return;
    const qint64 from = qMax<qint64>(0, m_after - pageOfRawEvents);
    read(from, int(m_after - from), [this, from](const QList<api::EventView> &page) {
        m_entries = page + m_entries;
        m_after = from;
        showList();
    });
}

void RawEvents::showList()
{
    const QString wanted = m_filter->text().trimmed();
    QList<QJsonObject> rows;
    for (const api::EventView &entry : std::as_const(m_entries))
        if (wanted.isEmpty() || jsonOf(entry.event, QJsonDocument::Compact).contains(wanted, Qt::CaseInsensitive))
            rows << rowOf(entry.event);
    m_table->setObjects(rows);
    if (m_isAtEnd)
        m_table->offerNoMore();
    else
        m_table->offerMore();
    if (const qint64 seq = std::exchange(m_wanted, 0); seq > 0)
        m_table->setCurrentKey(QString::number(seq));
    showCount();
}

void RawEvents::showCount()
{
    const int shown = m_table->model()->rowCount();
    m_count->setText(tr("%1 shown of %2 events").arg(shown).arg(m_lastSeq));
    m_before->setVisible(m_after > 0);
}

qint64 RawEvents::chosen() const { return m_table->currentKey().toLongLong(); }

const api::EventView *RawEvents::current() const
{
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), chosen(),
        [](const api::EventView &entry, qint64 seq) { return entry.event.seq < seq; });
    return found != m_entries.end() && found->event.seq == chosen() ? &*found : nullptr;
}

void RawEvents::showOne()
{
    const api::EventView *entry = current();
    m_copy->setEnabled(entry);
    m_prove->setEnabled(entry);
    m_name->setText(entry ? tr("Event %1, number %2 of the log").arg(entry->event.seq).arg(entry->id)
                          : tr("Choose an event to see all of it."));
    m_json->setPlainText(entry ? shownText(jsonOf(entry->event, QJsonDocument::Indented)) : QString());
}

} // namespace mergeloom

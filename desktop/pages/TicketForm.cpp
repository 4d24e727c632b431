#include "desktop/pages/TicketForm.h"

#include "desktop/pages/MarkdownPreview.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>

namespace mergeloom {

TicketForm::TicketForm(Worker &worker, Drafts drafts, QWidget *parent)
    : QWidget(parent), m_worker(worker), m_drafts(std::move(drafts)),
      m_repositories(worker, this, [this] { takeRepositories(); })
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    auto *split = new QSplitter(this);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto *scroll = new QScrollArea(split);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    auto *form = new QWidget(scroll);
    auto *lines = new QVBoxLayout(form);
    lines->setContentsMargins(2, 2, 20, 2);
    lines->setSpacing(14);
    makeFields(lines);
    makeFurther(lines);
    scroll->setWidget(form);
    auto *right = new QWidget(split);
    auto *previewLines = new QVBoxLayout(right);
    previewLines->setContentsMargins(20, 2, 0, 0);
    previewLines->addWidget(plainLabel(tr("Preview"), right, "strong"));
    m_preview = new MarkdownPreview(right);
    previewLines->addWidget(m_preview, 1);
    split->addWidget(scroll);
    split->addWidget(right);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({700, 600});
    all->addWidget(split, 1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(300);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        m_drafts.keep(draftName(), draft());
        showPreview();
    });
    m_repositories.follow(isOfConfiguration);
}

FormField *TicketForm::addField(
    QVBoxLayout *lines, const QString &name, const QString &label, const QString &help, QWidget *input)
{
    auto *field = new FormField(name, label, help, input, lines->parentWidget());
    lines->addWidget(field);
    m_fields << field;
    return field;
}

void TicketForm::makeFields(QVBoxLayout *lines)
{
    m_noRepository = new NoticeLine(this);
    lines->addWidget(m_noRepository);
    m_title = new QLineEdit(this);
    m_title->setPlaceholderText(tr("Say what should be different afterwards"));
    m_title->setMaxLength(500);
    addField(lines, QStringLiteral("title"), tr("Title"), {}, m_title);
    m_repository = new QComboBox(this);
    addField(lines, QStringLiteral("repository"), tr("Repository"), {}, m_repository);
    m_body = new QPlainTextEdit(this);
    m_body->setPlaceholderText(tr("What is wrong or missing, where, and how one sees that it is done."));
    m_body->setTabChangesFocus(true);
    m_body->setMinimumHeight(240);
    m_body->setFont(codeFont());
    addField(lines, QStringLiteral("body"), tr("Description"),
        tr("Markdown. Name files and acceptance criteria: the clearer the ticket, the fewer repairs."), m_body);
    const auto typed = [this] {
        if (m_isSetting)
            return;
        m_repeatKey.clear();
        clearMarks(m_fields);
        m_rest.start();
    };
    connect(m_title, &QLineEdit::textChanged, this, typed);
    connect(m_body, &QPlainTextEdit::textChanged, this, typed);
    connect(m_repository, &QComboBox::currentIndexChanged, this, typed);
}

void TicketForm::makeFurther(QVBoxLayout *lines)
{
    m_key = new QLineEdit(this);
    m_key->setPlaceholderText(QStringLiteral("LOCAL-…"));
    m_labels = new QLineEdit(this);
    m_priority = new QSpinBox(this);
    m_priority->setRange(-1000, 1000);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    auto *key = new FormField(QStringLiteral("key"), tr("Key"), tr("Empty: the next free LOCAL number."), m_key, this);
    auto *labels = new FormField(QStringLiteral("labels"), tr("Labels"), tr("Parted by commas."), m_labels, this);
    auto *priority =
        new FormField(QStringLiteral("priority"), tr("Priority"), tr("Higher goes first."), m_priority, this);
    for (FormField *field : {key, labels, priority}) {
        row->addWidget(field, 1, Qt::AlignTop);
        m_fields << field;
    }
    lines->addLayout(row);
    m_notice = new NoticeLine(this);
    lines->addWidget(m_notice);
    auto *actions = new QHBoxLayout;
    m_queue = makeButton(tr("Queue the ticket"), "send", "primary", this);
    auto *leave = makeButton(tr("Close"), nullptr, nullptr, this);
    actions->addWidget(m_queue);
    actions->addWidget(leave);
    actions->addWidget(plainLabel(tr("What you write is kept here until it is queued."), this, "faint"), 1);
    lines->addLayout(actions);
    lines->addStretch(1);
    const auto typed = [this] {
        if (m_isSetting)
            return;
        m_repeatKey.clear();
        m_rest.start();
    };
    connect(m_key, &QLineEdit::textChanged, this, typed);
    connect(m_labels, &QLineEdit::textChanged, this, typed);
    connect(m_priority, &QSpinBox::valueChanged, this, typed);
    connect(m_queue, &QPushButton::clicked, this, &TicketForm::save);
    connect(leave, &QPushButton::clicked, this, &TicketForm::left);
}

void TicketForm::begin()
{
    restore();
    if (m_repositories.value())
        m_repositories.reload();
    else
        m_repositories.open(api_call::repositories());
    m_title->setFocus();
}

void TicketForm::setMayWrite(bool may, const QString &whyNot)
{
    m_mayWrite = may;
    m_whyNot = whyNot;
    allow(m_queue, may, whyNot);
}

QJsonObject TicketForm::draft() const
{
    return {{"title", m_title->text()}, {"body", m_body->toPlainText()},
        {"repository", m_repository->currentData().toString()}, {"key", m_key->text()}, {"labels", m_labels->text()},
        {"priority", m_priority->value()}};
}

void TicketForm::restore()
{
    const QJsonObject kept = m_drafts.find(draftName());
    m_isSetting = true;
    m_title->setText(kept.value(QStringLiteral("title")).toString());
    m_body->setPlainText(kept.value(QStringLiteral("body")).toString());
    const QString repository = kept.value(QStringLiteral("repository")).toString();
    if (!repository.isEmpty() && m_repository->findData(repository) < 0)
        m_repository->addItem(shownLine(repository), repository);
    m_repository->setCurrentIndex(qMax(0, m_repository->findData(repository)));
    m_key->setText(kept.value(QStringLiteral("key")).toString());
    m_labels->setText(kept.value(QStringLiteral("labels")).toString());
    m_priority->setValue(kept.value(QStringLiteral("priority")).toInt());
    m_isSetting = false;
    showPreview();
}

void TicketForm::takeRepositories()
{
    if (m_repositories.error())
        m_notice->showError(*m_repositories.error(), [this] { m_repositories.reload(); });
    if (!m_repositories.value() || m_repositories.isAsking())
        return;
    const QString there = m_repository->currentData().toString();
    m_isSetting = true;
    m_repository->clear();
    m_repository->addItem(tr("Choose one"), QString());
    for (const api::RepositoryView &repository : m_repositories.value()->items)
        if (repository.isEnabled)
            m_repository->addItem(shownLine(repository.alias), repository.alias);
    if (m_repository->count() == 1)
        m_noRepository->showNote(
            tr("No repository can take tickets yet. Add one under Repositories; what you write here is kept."));
    else
        m_noRepository->clear();
    const int only = m_repository->count() == 2 ? 1 : 0;
    m_repository->setCurrentIndex(there.isEmpty() ? only : qMax(only, m_repository->findData(there)));
    m_isSetting = false;
}

void TicketForm::showPreview() { m_preview->showMarkdown(m_body->toPlainText()); }

void TicketForm::showError(const Error &error)
{
    const QString field = error.details.value(QStringLiteral("field")).toString();
    if (field.isEmpty() || !markField(m_fields, field, error.message))
        m_notice->showError(
            error, error.code == ErrorCode::InvalidInput ? std::function<void()>() : [this] { save(); });
}

void TicketForm::save()
{
    m_notice->clear();
    clearMarks(m_fields);
    m_drafts.keep(draftName(), draft());
    api::TicketRequest request;
    request.title = m_title->text().trimmed();
    request.body = m_body->toPlainText();
    request.repository = m_repository->currentData().toString();
    request.key = m_key->text().trimmed();
    request.priority = m_priority->value();
    for (const QString &label : m_labels->text().split(u',', Qt::SkipEmptyParts))
        if (!label.trimmed().isEmpty())
            request.labels << label.trimmed();
    if (request.title.isEmpty())
        return showError({ErrorCode::InvalidInput, tr("Give the ticket a title."), {{"field", "title"}}});
    if (request.repository.isEmpty())
        return showError(
            {ErrorCode::InvalidInput, tr("Choose the repository that it is about."), {{"field", "repository"}}});
    if (m_worker.state() != Worker::State::Online)
        return showError({ErrorCode::Unavailable,
            tr("The worker cannot be reached now; the ticket was not sent, and is kept here."), {}});
    if (m_repeatKey.isEmpty())
        m_repeatKey = makeUlid().toLatin1();
    m_queue->setEnabled(false);
    m_worker.client()->send<api::TicketView>(
        api_call::addTicket(request, m_repeatKey), this, [this](const Result<api::TicketView> &answer) {
            setMayWrite(m_mayWrite, m_whyNot);
            if (!answer)
                return showError(answer.error());
            m_repeatKey.clear();
            m_rest.stop();
            m_drafts.forget(draftName());
            restore();
            Q_EMIT queued(*answer);
        });
}

} // namespace mergeloom

#include "desktop/pages/RepositoriesPage.h"

#include "desktop/pages/RepositoryForm.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace mergeloom {

namespace {

QList<QJsonObject> repositoryRecords(const QList<api::RepositoryView> &repositories)
{
    QList<QJsonObject> records;
    for (const api::RepositoryView &repository : repositories) {
        QJsonObject record = toJson(repository).toObject();
        record.insert(QStringLiteral("state"), repository.isEnabled ? QStringLiteral("ready") : QStringLiteral("off"));
        record.insert(QStringLiteral("commands"), repository.settings.validationCommands.size());
        records << record;
    }
    return records;
}

} // namespace

RepositoriesPage::RepositoriesPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_list(worker, this, [this] { showList(); })
{
    m_add = makeButton(tr("Add a repository"), "plus", "primary", this);
    actions()->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { turnTo(QStringLiteral("add")); });
    makeList();
    m_formPart = makeColumn(860);
    m_formScroll = bodyWidget()->findChild<QScrollArea *>({}, Qt::FindDirectChildrenOnly);
    m_list.follow(isOfConfiguration);
    showPart();
}

void RepositoriesPage::makeList()
{
    m_listPart = new QWidget(bodyWidget());
    auto *lines = new QVBoxLayout(m_listPart);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(12);
    body()->addWidget(m_listPart, 1);
    QList<Column> columns =
        columnsOf<api::RepositoryView>({{"alias", tr("Repository")}, {"clone_url", tr("Address"), {}, 0, true}});
    columns << Column{"state", tr("State"), CellFormat::Status};
    columns += columnsOf<api::RepositoryView>({{"default_branch", tr("Branch")}});
    columns << Column{"commands", tr("Commands"), CellFormat::Count};
    columns += columnsOf<api::RepositoryView>({{"updated_at", tr("Changed")}});
    m_table = new RecordTable(columns, QStringLiteral("alias"), tr("Repositories"), m_listPart);
    m_table->setEmptyText(
        tr("No repository yet"), tr("Tickets need one to go to. HTTPS, SSH and local paths all work."));
    lines->addWidget(m_table, 1);
    const Card card = makeCard({}, m_listPart);
    m_detail = card.frame;
    m_name = plainLabel({}, m_detail, "heading");
    m_text = plainLabel({}, m_detail, "soft");
    m_result = new NoticeLine(m_detail);
    m_change = makeButton(tr("Change"), nullptr, nullptr, m_detail);
    m_test = makeButton(tr("Test"), "plug-zap", nullptr, m_detail);
    m_turn = makeButton({}, nullptr, nullptr, m_detail);
    auto *row = new QHBoxLayout;
    row->addWidget(m_change);
    row->addWidget(m_test);
    row->addWidget(m_turn);
    m_compare = makeButton(tr("Compare"), "git-compare", nullptr, m_detail);
    row->addWidget(m_compare);
    row->addStretch(1);
    card.body->addWidget(m_name);
    card.body->addWidget(m_text);
    card.body->addWidget(m_result);
    card.body->addLayout(row);
    lines->addWidget(m_detail);
    m_detail->hide();
    connect(m_table, &RecordTable::currentChanged, this, &RepositoriesPage::chosen);
    connect(m_table, &RecordTable::tryAgainWanted, this, [this] { m_list.reload(); });
    connect(m_test, &QPushButton::clicked, this, &RepositoriesPage::test);
    connect(m_turn, &QPushButton::clicked, this, &RepositoriesPage::turn);
    const auto change = [this] { turnTo(QStringLiteral("edit=") + m_table->currentKey()); };
    connect(m_change, &QPushButton::clicked, this, change);
    connect(m_table, &RecordTable::opened, this, change);
    connect(m_compare, &QPushButton::clicked, this, [this] { go(QStringLiteral("compare"), m_table->currentKey()); });
}

void RepositoriesPage::open(const QString &argument)
{
    notice().clear();
    if (m_form && m_form->isDirty() && argument != m_argument) {
        tellFormStays(notice());
        return Q_EMIT argumentChanged(m_argument);
    }
    m_argument = argument;
    if (m_list.value())
        m_list.reload();
    else
        m_list.open(api_call::repositories());
    showPart();
    m_table->setCurrentKey(argument);
    if (!m_form)
        m_table->setFocus();
}

void RepositoriesPage::turnTo(const QString &argument)
{
    m_argument = argument;
    showPart();
    Q_EMIT argumentChanged(argument);
}

void RepositoriesPage::showPart()
{
    const bool isForm = m_argument == u"add" || m_argument.startsWith(u"edit=");
    m_listPart->setVisible(!isForm);
    m_formScroll->setVisible(isForm);
    m_add->setVisible(!isForm);
    allowConfiguring(m_add);
    if (isForm && m_form && m_formOf == m_argument)
        return; // what somebody types is left alone
    if (m_form) {
        clearLayout(m_formPart);
        m_form = nullptr;
    }
    if (isForm)
        return showForm();
    setHead(tr("Repositories"), tr("Where tickets may lead, and what must be green before anything is pushed."));
}

void RepositoriesPage::showForm()
{
    const bool isNew = m_argument == u"add";
    const QString alias = m_argument.mid(5);
    const api::RepositoryView *found = nullptr;
    for (const api::RepositoryView &one : m_list.value() ? m_list.value()->items : QList<api::RepositoryView>())
        if (!isNew && one.alias == alias)
            found = &one;
    setHead(isNew ? tr("Add a repository") : alias,
        isNew ? tr("Where the code is, and how the worker knows that a change is good.")
              : tr("Changes hold from the next run on."));
    if (!isNew && !found) {
        if (m_list.value() && !m_list.isAsking())
            turnTo({}); // there is none of this name
        return;
    }
    m_formOf = m_argument;
    m_form = new RepositoryForm(worker(), found ? std::optional(*found) : std::nullopt, m_formPart->parentWidget());
    m_formPart->addWidget(m_form);
    const auto back = [this](const QString &shown, const QString &done) {
        turnTo({});
        if (!done.isEmpty())
            notice().showDone(done);
        m_list.reload();
        m_table->setCurrentKey(shown);
    };
    connect(m_form, &RepositoryForm::left, this, [back, alias] { back(alias, {}); });
    connect(m_form, &RepositoryForm::kept, this, [this](const QString &name) {
        m_argument = m_formOf = QStringLiteral("edit=") + name;
        setHead(name, tr("Changes hold from the next run on."));
        Q_EMIT argumentChanged(m_argument);
        m_list.reload();
    });
    connect(m_form, &RepositoryForm::saved, this,
        [this, back](const QString &name) { back(name, tr("%1 is saved.").arg(name)); });
    connect(m_form, &RepositoryForm::removed, this,
        [this, back](const QString &name) { back({}, tr("%1 is removed.").arg(name)); });
}

void RepositoriesPage::workerChanged()
{
    allowConfiguring(m_add);
    chosen();
}

void RepositoriesPage::showList()
{
    if (m_list.value() && !m_list.isAsking()) {
        m_table->setObjects(repositoryRecords(m_list.value()->items));
        setReadAt(m_list.readAt());
    } else if (m_list.isAsking() && !m_list.value()) {
        m_table->showLoading();
    }
    if (m_list.error())
        m_table->showError(*m_list.error());
    showPart();
    chosen();
}

const api::RepositoryView *RepositoriesPage::current() const
{
    if (m_list.value())
        for (const api::RepositoryView &repository : m_list.value()->items)
            if (repository.alias == m_table->currentKey())
                return &repository;
    return nullptr;
}

void RepositoriesPage::chosen()
{
    const api::RepositoryView *repository = current();
    m_detail->setVisible(repository);
    if (!repository)
        return;
    if (m_tested != repository->alias)
        m_result->clear();
    const RepositorySettings &settings = repository->settings;
    QStringList lines{tr("Address: %1").arg(repository->cloneUrl),
        repository->hasSecret ? tr("A credential is stored.") : tr("No credential is stored.")};
    lines << (settings.setupCommands.isEmpty()
            ? tr("Setup: none")
            : tr("Setup: %1").arg(settings.setupCommands.join(QStringLiteral("; "))));
    lines << (settings.validationCommands.isEmpty()
            ? tr("Validation: none")
            : tr("Validation (%1): %2")
                  .arg(enumName(settings.validationMode), settings.validationCommands.join(QStringLiteral("; "))));
    if (settings.approval.isBeforePublish)
        lines << tr("A person approves each change before it is pushed.");
    m_name->setText(shownLine(repository->alias));
    m_text->setText(shownText(lines.join(u'\n')));
    m_turn->setText(repository->isEnabled ? tr("Take no more tickets") : tr("Take tickets again"));
    m_change->setText(mayConfigure() ? tr("Change") : tr("Look"));
    allowOperating(m_test);
    allowConfiguring(m_turn);
}

void RepositoriesPage::test()
{
    const QString alias = m_table->currentKey();
    m_tested = alias;
    m_result->showNote(tr("Asking the remote of %1 …").arg(alias), Tone::Running);
    worker().client()->send<api::RepositoryTestResult>(
        api_call::testRepository(alias), this, [this, alias](const Result<api::RepositoryTestResult> &result) {
            if (m_tested != alias || m_table->currentKey() != alias)
                return;
            if (!result)
                return m_result->showError(result.error(), [this] { test(); });
            RepositoryForm::tellTest(*m_result, *result);
        });
}

void RepositoriesPage::turn()
{
    const api::RepositoryView *repository = current();
    if (!repository)
        return;
    api::RepositoryRequest request{repository->alias, repository->cloneUrl, repository->defaultBranch,
        !repository->isEnabled, repository->settings, repository->username, {}, {}, {}};
    act<api::RepositoryView>(api_call::changeRepository(repository->alias, request, repository->version),
        [this](const api::RepositoryView &changed) {
            notice().showDone(changed.isEnabled ? tr("%1 takes tickets again.").arg(changed.alias)
                                                : tr("%1 takes no more tickets.").arg(changed.alias));
            m_list.reload();
        });
}

} // namespace mergeloom

#include "desktop/pages/CompareBar.h"

#include "desktop/pages/RefBox.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace mergeloom {

namespace {

constexpr qsizetype mostRefs = 500; ///< that one answer has

} // namespace

CompareBar::CompareBar(Worker &worker, QWidget *parent)
    : QWidget(parent), m_repositories(worker, this, [this] { takeRepositories(); }),
      m_refs(worker, this, [this] { takeRefs(); }), m_found(worker, this, [this] { takeFound(); })
{
    makeFields();
    m_repositories.follow(isOfConfiguration);
    m_repositories.open(api_call::repositories());
    connect(m_repository, &QComboBox::textActivated, this, [this](const QString &alias) {
        for (RefBox *box : {m_base, m_head}) // names of one repository mean nothing in another
            if (alias != m_of)
                box->clearEditText();
        chooseRepository();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CompareBar::showKind);
    connect(m_swap, &QPushButton::clicked, this, &CompareBar::swap);
    connect(m_compare, &QPushButton::clicked, this, &CompareBar::compareWanted);
    for (RefBox *box : {m_base, m_head}) {
        connect(box, &RefBox::entered, this, &CompareBar::compareWanted);
        connect(box, &RefBox::typed, this, [this, box](const QString &text) { look(box, text); });
    }
    showKind();
}

void CompareBar::takeFocus() { m_head->setFocus(); }

void CompareBar::makeFields()
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    m_repository = new QComboBox(this);
    m_repository->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_repository->setMinimumContentsLength(10);
    m_base = new RefBox(tr("From"), this);
    m_kind = new QComboBox(this);
    m_kind->addItem(tr("...  since they parted"));
    m_kind->addItem(tr("..  all that differs"));
    m_kind->addItem(tr("One commit alone"));
    m_head = new RefBox(tr("To"), this);
    m_swap = makeButton(tr("Swap"), "git-compare", nullptr, this);
    m_compare = makeButton(tr("Compare"), nullptr, "primary", this);
    m_compare->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_compare->setToolTip(tr("Compare (Ctrl+Enter)"));
    m_repository->setAccessibleName(tr("Repository"));
    m_kind->setAccessibleName(tr("What is compared"));
    m_kind->setToolTip(
        tr("“...” shows what the second did since it left the first, “..” all in which the two differ."));
    const QList<std::pair<QString, QWidget *>> fields{
        {tr("Repository"), m_repository}, {tr("From"), m_base}, {tr("What is compared"), m_kind}, {tr("To"), m_head}};
    for (int column = 0; column < fields.size(); ++column) {
        auto *label = plainLabel(fields[column].first, this, "soft");
        label->setWordWrap(false);
        label->setTextInteractionFlags(Qt::NoTextInteraction);
        label->setBuddy(fields[column].second);
        grid->addWidget(label, 0, column);
        grid->addWidget(fields[column].second, 1, column);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    grid->addWidget(m_swap, 1, 4);
    grid->addWidget(m_compare, 1, 5);
    m_fetched = plainLabel({}, this, "faint");
    grid->addWidget(m_fetched, 2, 0, 1, 6);
    m_notice = new NoticeLine(this);
    grid->addWidget(m_notice, 3, 0, 1, 6);
}

CompareRange CompareBar::range() const
{
    return {m_repository->currentText(), m_base->ref(), m_head->ref(), CompareRange::Kind(m_kind->currentIndex())};
}

void CompareBar::setRange(const CompareRange &range)
{
    m_kind->setCurrentIndex(int(range.kind));
    m_base->setEditText(range.base);
    m_head->setEditText(range.head);
    if (!range.repository.isEmpty() && m_repository->findText(range.repository) < 0)
        m_repository->addItem(range.repository); // read later, or refused by the worker in words
    if (!range.repository.isEmpty())
        m_repository->setCurrentText(range.repository);
    chooseRepository();
}

void CompareBar::reload()
{
    m_repositories.reload();
    m_refs.reload();
}

bool CompareBar::hasRepositories() const { return !m_repositories.value() || !m_repositories.value()->items.isEmpty(); }

void CompareBar::takeRepositories()
{
    if (m_repositories.error())
        m_notice->showError(*m_repositories.error(), [this] { m_repositories.reload(); });
    if (!m_repositories.value() || m_repositories.isAsking())
        return;
    const QString chosen = m_repository->currentText();
    QStringList aliases;
    for (const api::RepositoryView &repository : m_repositories.value()->items)
        aliases << repository.alias;
    if (!chosen.isEmpty() && !aliases.contains(chosen))
        aliases << chosen;
    {
        const QSignalBlocker quiet(m_repository);
        m_repository->clear();
        m_repository->addItems(aliases);
        m_repository->setCurrentText(chosen);
    }
    chooseRepository();
    Q_EMIT repositoriesRead();
}

void CompareBar::chooseRepository()
{
    const QString alias = m_repository->currentText();
    if (alias.isEmpty() || alias == m_of)
        return;
    m_of = alias;
    m_notice->clear();
    m_found.close();
    m_fetched->clear();
    for (RefBox *box : {m_base, m_head})
        box->setRefs({});
    m_refs.open(api_call::repositoryRefs(alias, {}));
}

void CompareBar::takeRefs()
{
    if (m_refs.error())
        m_notice->showError(*m_refs.error(), [this] { m_refs.reload(); });
    else if (m_refs.value() && !m_refs.isAsking())
        m_notice->clear();
    if (!m_refs.value() || m_refs.isAsking())
        return;
    for (RefBox *box : {m_base, m_head})
        box->setRefs(m_refs.value()->items);
    const auto &fetched = m_refs.value()->fetchedAt;
    m_fetched->setText(fetched ? tr("Branches and tags as this worker fetched them, %1.").arg(relativeTime(*fetched))
                               : tr("Branches and tags as this worker fetched them last."));
    if (m_base->ref().isEmpty() && m_head->ref().isEmpty())
        m_base->setEditText(m_refs.value()->defaultBranch);
}

/// The worker knows more names than it gives at once.
void CompareBar::look(RefBox *box, const QString &text)
{
    if (!m_refs.value() || m_refs.value()->items.size() < mostRefs)
        return;
    m_searched = box;
    m_found.open(api_call::repositoryRefs(m_of, text));
}

void CompareBar::takeFound()
{
    if (m_searched && m_found.value() && !m_found.isAsking())
        m_searched->setRefs(m_found.value()->items);
}

void CompareBar::swap()
{
    const QString base = m_base->ref();
    m_base->setEditText(m_head->ref());
    m_head->setEditText(base);
}

void CompareBar::showKind()
{
    const bool hasBase = range().kind != CompareRange::Kind::OneCommit;
    m_base->setEnabled(hasBase);
    m_swap->setEnabled(hasBase);
}

} // namespace mergeloom

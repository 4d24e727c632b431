#include "desktop/pages/ProvidersPage.h"

#include "desktop/pages/ProviderForm.h"
#include "desktop/pages/SelfTestReport.h"
#include "desktop/pages/SignInPanel.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace mergeloom {

namespace {

bool hasOwnSignIn(const api::ProviderView &provider)
{
    return provider.profile.options.value(QStringLiteral("auth")) == u"sign_in";
}

const ProviderKind *kindOf(const api::ProviderList &list, const QString &kind)
{
    const auto found =
        std::find_if(list.kinds.begin(), list.kinds.end(), [&](const ProviderKind &one) { return one.kind == kind; });
    return found == list.kinds.end() ? nullptr : &*found;
}

} // namespace

ProvidersPage::ProvidersPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_list(worker, this, [this] { showList(); })
{
    m_add = makeButton(tr("Add a provider"), "plus", "primary", this);
    actions()->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { turnTo(QStringLiteral("add")); });
    m_column = makeColumn(860);
    m_list.follow(isOfConfiguration);
    m_again.setSingleShot(true);
    m_again.setInterval(1000);
    connect(&m_again, &QTimer::timeout, this, [this] { m_list.reload(); });
    setHead(
        tr("Providers"), tr("The AI back ends that do the work. Keys are sealed on the worker and never shown again."));
}

void ProvidersPage::open(const QString &argument)
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
        m_list.open(api_call::providers());
    showPart();
}

void ProvidersPage::turnTo(const QString &argument)
{
    m_argument = argument;
    showPart();
    Q_EMIT argumentChanged(argument);
}

void ProvidersPage::workerChanged() { showPart(); }

void ProvidersPage::showList()
{
    if (m_list.error())
        notice().showError(*m_list.error(), [this] { m_list.reload(); });
    if (!m_list.value() || m_list.isAsking())
        return;
    setReadAt(m_list.readAt());
    showPart();
    const auto &items = m_list.value()->items;
    if (std::any_of(items.begin(), items.end(),
            [](const api::ProviderView &one) { return one.state == ProviderState::Checking; }))
        m_again.start();
}

void ProvidersPage::showPart()
{
    if (!m_list.value())
        return;
    const api::ProviderList &list = *m_list.value();
    const bool isProvisioned = list.configMode == u"provisioned";
    const bool isForm = m_argument.startsWith(u"edit=") || m_argument.startsWith(u"add=");
    if (isForm && m_form && m_shownArgument == m_argument)
        return; // what somebody types is left alone
    if (!isForm && !m_form && m_hasTest && m_shownArgument == m_argument)
        return;
    clearLayout(m_column);
    m_form = nullptr;
    m_hasTest = false;
    m_shownArgument = m_argument;
    m_add->setVisible(m_argument.isEmpty() && !list.items.isEmpty() && !isProvisioned);
    allow(m_add, mayConfigure(), whyNotConfigure());
    if (m_argument.startsWith(u"edit=")) {
        for (const api::ProviderView &view : list.items)
            if (const ProviderKind *kind = kindOf(list, view.profile.kind);
                kind && view.profile.id.text() == m_argument.mid(5))
                return showForm(*kind, view);
    } else if (const ProviderKind *kind = m_argument.startsWith(u"add=") ? kindOf(list, m_argument.mid(4)) : nullptr) {
        return showForm(*kind, std::nullopt);
    }
    if (m_argument == u"add" || (list.items.isEmpty() && !isProvisioned))
        showKinds(list);
    else
        showCards(list);
}

void ProvidersPage::showForm(const ProviderKind &kind, const std::optional<api::ProviderView> &view)
{
    QStringList taken;
    for (const api::ProviderView &one : m_list.value()->items)
        taken << one.profile.id.text();
    const ProviderProfileId id = view ? view->profile.id : ProviderProfileId(ProviderDraft::freeId(kind.kind, taken));
    setHead(
        view ? (view->profile.name.isEmpty() ? kind.label : view->profile.name) : tr("Set up %1").arg(kind.label), {});
    QWidget *parent = m_column->parentWidget();
    if (view && hasOwnSignIn(*view)) {
        auto *signIn = new SignInPanel(worker(), *view, parent);
        connect(signIn, &SignInPanel::addressWanted, this, &ProvidersPage::openAddress);
        m_column->addWidget(signIn);
    }
    m_form = new ProviderForm(worker(), kind, view, id, m_list.value()->configMode == u"provisioned", parent);
    m_column->addWidget(m_form);
    m_column->addStretch(1);
    connect(m_form, &ProviderForm::left, this, [this] {
        turnTo({});
        m_list.reload();
    });
    connect(m_form, &ProviderForm::saved, this, [this](const QString &name) {
        turnTo({});
        notice().showDone(tr("%1 is saved.").arg(name));
        m_list.reload();
    });
}

void ProvidersPage::showKinds(const api::ProviderList &list)
{
    setHead(list.items.isEmpty() ? tr("Providers") : tr("Add a provider"),
        list.items.isEmpty() ? tr("No provider yet. Which kind do you have?") : tr("Which kind?"));
    QWidget *parent = m_column->parentWidget();
    if (!mayConfigure())
        return m_column->addWidget(
            makeEmpty(tr("No provider yet"), tr("Ask an admin of this worker to set one up."), parent));
    for (const ProviderKind &kind : list.kinds) {
        const Card card = makeCard(kind.label, parent);
        card.body->addWidget(plainLabel(kind.description, card.frame, "soft"));
        auto *choose = makeButton(tr("Set it up"), nullptr, nullptr, card.frame);
        choose->setAccessibleName(tr("Set up %1").arg(kind.label));
        connect(choose, &QPushButton::clicked, this, [this, id = kind.kind] { turnTo(QStringLiteral("add=") + id); });
        card.head->addWidget(choose);
        m_column->addWidget(card.frame);
    }
    if (!list.items.isEmpty()) {
        auto *back = makeButton(tr("Back"), nullptr, "quiet", parent);
        connect(back, &QPushButton::clicked, this, [this] { turnTo({}); });
        m_column->addWidget(back, 0, Qt::AlignLeft);
    }
    m_column->addStretch(1);
}

QString ProvidersPage::keyWords(const api::ProviderView &provider, const ProviderKind *kind)
{
    if (hasOwnSignIn(provider))
        return tr("own sign-in");
    if (kind)
        for (const ProviderField &field : kind->form)
            if (field.kind == u"secret" && !field.lockedBy.isEmpty() && isAsked(field, *kind, provider.profile))
                return tr("key from %1").arg(field.lockedBy);
    return provider.hasSecret ? tr("key stored") : tr("no key stored");
}

void ProvidersPage::showCards(const api::ProviderList &list)
{
    setHead(
        tr("Providers"), tr("The AI back ends that do the work. Keys are sealed on the worker and never shown again."));
    QWidget *parent = m_column->parentWidget();
    if (list.configMode == u"provisioned") {
        auto *note = new NoticeLine(parent);
        note->showNote(tr(
            "They come from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned); change the variables there."));
        m_column->addWidget(note);
    }
    if (list.items.isEmpty())
        m_column->addWidget(
            makeEmpty(tr("None is set yet"), tr("Each kind names its own variables in the worker's help."), parent));
    for (const api::ProviderView &provider : list.items)
        m_column->addWidget(makeCardOf(provider, list));
    m_column->addStretch(1);
}

QWidget *ProvidersPage::makeCardOf(const api::ProviderView &provider, const api::ProviderList &list)
{
    QWidget *parent = m_column->parentWidget();
    const ProviderKind *kind = kindOf(list, provider.profile.kind);
    const QString label = kind ? kind->label : provider.profile.kind;
    const Card card = makeCard(provider.profile.name.isEmpty() ? label : provider.profile.name, parent);
    if (provider.profile.isDefault)
        card.head->addWidget(plainLabel(tr("default"), card.frame, "faint"));
    auto *state = new StatusPill(card.frame);
    state->setStatus(toneOf(enumName(provider.state)), statusText(enumName(provider.state)));
    card.head->addWidget(state);
    QStringList facts{label};
    for (const QString &fact : {provider.profile.model, provider.profile.endpoint, keyWords(provider, kind)})
        if (!fact.isEmpty())
            facts << fact;
    if (!provider.models.isEmpty())
        facts << tr("%n model(s) offered", nullptr, int(provider.models.size()));
    if (provider.checkedAt)
        facts << tr("asked %1").arg(relativeTime(*provider.checkedAt));
    card.body->addWidget(plainLabel(facts.join(QStringLiteral("   ")), card.frame, "soft"));
    if (!provider.detail.isEmpty())
        card.body->addWidget(plainLabel(provider.detail, card.frame));
    auto *test = new SelfTestReport(worker(), card.frame);
    card.body->addWidget(test);
    auto *row = new QHBoxLayout;
    const bool needsSignIn = hasOwnSignIn(provider) && provider.state == ProviderState::NeedsSignIn;
    auto *change = makeButton(needsSignIn                         ? tr("Sign in")
            : mayConfigure() && list.configMode != u"provisioned" ? tr("Change")
                                                                  : tr("Look"),
        nullptr, needsSignIn ? "primary" : nullptr, card.frame);
    auto *check = makeButton(tr("Test"), nullptr, nullptr, card.frame);
    allow(check, mayOperate(), whyNotOperate());
    row->addWidget(change);
    row->addWidget(check);
    row->addStretch(1);
    card.body->addLayout(row);
    connect(change, &QPushButton::clicked, this,
        [this, id = provider.profile.id] { turnTo(QStringLiteral("edit=") + id.text()); });
    connect(check, &QPushButton::clicked, this, [this, test, check, id = provider.profile.id] {
        m_hasTest = true;
        check->setEnabled(false);
        test->begin(id);
    });
    connect(test, &SelfTestReport::ended, check, [check] { check->setEnabled(true); });
    return card.frame;
}

} // namespace mergeloom

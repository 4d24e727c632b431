#include "desktop/pages/RepositoryForm.h"

#include "desktop/pages/RepositoryInput.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace mergeloom {

RepositoryForm::RepositoryForm(Worker &worker, const std::optional<api::RepositoryView> &view, QWidget *parent)
    : QWidget(parent), m_worker(worker), m_view(view), m_draft(view),
      m_providers(worker, this, [this] { makeWhenKnown(); }), m_rules(worker, this, [this] { makeWhenKnown(); }),
      m_health(worker, this, [this] { makeWhenKnown(); }), m_isAliasOwn(view)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(14);
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(14);
    all->addLayout(m_lines);
    m_conflict = new ConflictBox(this);
    all->addWidget(m_conflict);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_result = new NoticeLine(this);
    all->addWidget(m_result);
    m_actions = new FormActions(this);
    all->addWidget(m_actions);
    all->addStretch(1);
    connect(m_conflict, &ConflictBox::theirsTaken, this, &RepositoryForm::left);
    connect(m_actions, &FormActions::saveWanted, this, [this] { save(Then::Leave); });
    connect(m_actions, &FormActions::saveAndTestWanted, this, [this] { save(Then::Test); });
    connect(m_actions, &FormActions::removalWanted, this, &RepositoryForm::remove);
    connect(m_actions, &FormActions::backWanted, this, [this] {
        if (mayLeave(this, m_isDirty))
            Q_EMIT left();
    });
    connect(&worker, &Worker::stateChanged, this, [this] {
        m_isBusy = m_isBusy && m_worker.isReadable(); // of a client that has gone nothing is answered
        showRole();
    });
    m_providers.open(api_call::providers());
    m_rules.open(api_call::guardRules());
    m_health.open(api_call::health());
    showRole();
}

/// The form is made once, so that nothing moves under what somebody types.
void RepositoryForm::makeWhenKnown()
{
    const auto isKnown = [](const auto &asking) { return asking.value() || asking.error(); };
    if (!m_sections.isEmpty() || !isKnown(m_providers) || !isKnown(m_rules) || !isKnown(m_health))
        return;
    RepositoryChoices choices;
    for (const api::ProviderView &one : m_providers.value() ? m_providers.value()->items : QList<api::ProviderView>())
        choices.providers << std::pair{
            one.profile.id.text(), one.profile.name.isEmpty() ? one.profile.id.text() : one.profile.name};
    if (m_rules.value())
        choices.rules = m_rules.value()->items;
    if (m_health.value()) {
        choices.network = m_health.value()->network;
        for (const api::HealthCheck &check : m_health.value()->checks)
            if (check.name == u"allow-list")
                choices.allowList = check.seen;
    }
    m_sections = RepositoryFields::of(choices);
    for (const RepositorySection &section : std::as_const(m_sections))
        makeSection(section);
    showAsked();
    if (!m_view)
        m_fields.first()->input()->setFocus();
}

void RepositoryForm::makeSection(const RepositorySection &section)
{
    const Card card = makeCard(section.title, this);
    auto *inside = new QWidget(card.frame);
    auto *lines = new QVBoxLayout(inside);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(12);
    if (!section.text.isEmpty())
        lines->addWidget(plainLabel(section.text, inside, "soft"));
    for (const RepositoryField &field : section.fields) {
        m_fields << makeField(field, inside);
        lines->addWidget(m_fields.last());
    }
    card.body->addWidget(inside);
    m_lines->addWidget(card.frame);
    Section made{card.frame, inside, nullptr};
    if (section.shown == RepositorySection::Shown::OnDemand) {
        made.turn = makeButton({}, nullptr, "quiet", card.frame);
        card.head->addWidget(made.turn);
        connect(made.turn, &QPushButton::clicked, this,
            [this, made] { turn(made, made.inside->isHidden() ? Turned::Open : Turned::Closed); });
        turn(made, Turned::Closed);
    }
    m_frames << made;
}

void RepositoryForm::turn(const Section &section, Turned turned)
{
    const bool isOpen = turned == Turned::Open;
    section.inside->setVisible(isOpen);
    section.turn->setText(isOpen ? tr("Hide") : tr("Show"));
    section.turn->setAccessibleName((isOpen ? tr("Hide: %1") : tr("Show: %1")).arg(section.frame->accessibleName()));
}

/// When it has its place.
void RepositoryForm::bringIntoView(QWidget *part)
{
    for (QWidget *around = parentWidget(); around; around = around->parentWidget())
        if (auto *scroll = qobject_cast<QScrollArea *>(around))
            return QTimer::singleShot(0, part, [scroll, part] { scroll->ensureWidgetVisible(part); });
}

FormField *RepositoryForm::makeField(const RepositoryField &field, QWidget *parent)
{
    const bool isLocked = !field.lockedBy.isEmpty();
    const bool isSecret =
        field.kind == RepositoryField::Kind::Secret || field.kind == RepositoryField::Kind::SecretArea;
    QWidget *input = makeRepositoryInput(
        field, isLocked ? field.lockedValue : m_draft.value(field),
        isSecret && m_view && m_view->hasSecret ? tr("kept; type to replace it") : field.placeholder,
        [this, name = field.name](const QString &value) { typed(name, value); }, parent);
    input->setEnabled(!isLocked);
    const QString help = isLocked ? tr("Fixed by %1 in the worker's environment.").arg(field.lockedBy) : field.help;
    const bool isCheck = field.kind == RepositoryField::Kind::Check;
    return new FormField(field.name, isCheck ? QString() : field.label, help, input, parent);
}

void RepositoryForm::typed(const QString &field, const QString &value)
{
    m_isDirty = true;
    m_draft.setValue(field, value);
    for (FormField *one : m_fields)
        if (one->name() == field)
            one->setError({});
    if (field == u"alias")
        m_isAliasOwn = true;
    if (field == u"clone_url" && !m_isAliasOwn)
        suggestAlias(value);
    showAsked();
}

void RepositoryForm::suggestAlias(const QString &address)
{
    const QString alias = RepositoryDraft::aliasOf(address);
    m_draft.setValue(QStringLiteral("alias"), alias);
    for (FormField *one : m_fields)
        if (one->name() == u"alias")
            setRepositoryInput(one->input(), alias);
}

void RepositoryForm::showAsked()
{
    for (FormField *field : m_fields)
        field->setVisible(m_draft.isAsked(field->name()));
    for (qsizetype i = 0; i < m_frames.size(); ++i) {
        const QList<RepositoryField> &fields = m_sections[i].fields;
        m_frames[i].frame->setVisible(std::any_of(fields.begin(), fields.end(),
            [this](const RepositoryField &field) { return m_draft.isAsked(field.name); }));
    }
}

void RepositoryForm::showRole()
{
    const bool isAway = m_worker.state() != Worker::State::Online;
    const bool may = m_worker.identity().role == Role::Admin && !isAway && !m_isBusy;
    const QString why = isAway ? tr("The worker cannot be reached now.")
        : m_isBusy             ? tr("It is being saved.")
                               : tr("Only an admin of this worker may change it.");
    m_actions->setAllowed(may, why);
    m_actions->setRemovable(bool(m_view));
}

void RepositoryForm::save(Then then)
{
    m_notice->clear();
    m_result->clear();
    m_conflict->hide();
    clearMarks(m_fields);
    const RepositoryDraft::Request made = m_draft.request(m_sections);
    if (!made.errors.isEmpty())
        return showErrors(made.errors);
    m_isBusy = true;
    showRole();
    const ApiCall<api::RepositoryView> call = m_view
        ? api_call::changeRepository(m_view->alias, made.request, m_view->version)
        : api_call::addRepository(made.request);
    m_worker.client()->send<api::RepositoryView>(call, this, [this, then](const Result<api::RepositoryView> &saved) {
        m_isBusy = false;
        if (saved)
            takeSaved(*saved, then);
        else
            takeError(saved.error(), then);
        showRole();
    });
}

void RepositoryForm::takeSaved(const api::RepositoryView &saved, Then then)
{
    m_view = saved;
    m_draft = RepositoryDraft(saved);
    m_isDirty = false;
    m_isAliasOwn = true;
    for (FormField *field : m_fields)
        if (field->name() == u"password" || field->name() == u"ssh_key")
            setRepositoryInput(field->input(), {});
    if (then == Then::Leave)
        return Q_EMIT this->saved(saved.alias);
    Q_EMIT kept(saved.alias);
    test();
}

void RepositoryForm::takeError(const Error &error, Then then)
{
    const QString field = error.details.value(QStringLiteral("field")).toString();
    if (error.code == ErrorCode::Conflict && m_view && field.isEmpty())
        return askTheirs(then);
    if (field.isEmpty())
        return m_notice->showError(error, [this, then] { save(then); });
    showErrors({{field, error.message}});
}

void RepositoryForm::showErrors(const QMap<QString, QString> &errors)
{
    QStringList summary;
    FormField *first = nullptr;
    for (auto error = errors.begin(); error != errors.end(); ++error) {
        QString label;
        for (FormField *field : m_fields) {
            if (!m_draft.isAsked(field->name()) || field->name() != error.key().section(u'[', 0, 0))
                continue;
            for (const Section &section : std::as_const(m_frames))
                if (section.turn && section.inside->isAncestorOf(field))
                    turn(section, Turned::Open);
            field->setError(error.value());
            label = field->input()->accessibleName();
            first = first ? first : field;
        }
        summary << (label.isEmpty() ? error.value() : tr("%1: %2").arg(label, error.value()));
    }
    if (first) {
        first->input()->setFocus();
        bringIntoView(first);
    }
    m_notice->showError({ErrorCode::InvalidInput, tr("Nothing was saved.") + u'\n' + summary.join(u'\n'), {}});
}

/// Somebody else saved it meanwhile: what they wrote is shown beside what is here, and nothing of either is lost.
void RepositoryForm::askTheirs(Then then)
{
    m_worker.client()->send<api::RepositoryView>(
        api_call::repository(m_view->alias), this, [this, then](const Result<api::RepositoryView> &theirs) {
            if (theirs)
                return showConflict(*theirs, then);
            if (theirs.error().code != ErrorCode::NotFound)
                return m_notice->showError(theirs.error(), [this, then] { save(then); });
            m_view.reset(); // saving makes it anew
            showRole();
            m_notice->showNote(tr(
                "Somebody has removed this repository meanwhile. Save again to make it anew, with what stands here."));
        });
}

void RepositoryForm::showConflict(const api::RepositoryView &theirs, Then then)
{
    QList<ConflictBox::Difference> differences;
    for (const RepositoryDraft::Difference &one : m_draft.differences(theirs, m_sections))
        differences << ConflictBox::Difference{one.label, one.theirs, one.ours};
    m_conflict->tell(tr("Somebody else has changed this repository meanwhile. Nothing was saved."), differences,
        [this, theirs, then] {
            m_view = theirs;
            save(then);
        });
    bringIntoView(m_conflict);
}

void RepositoryForm::tellTest(NoticeLine &line, const api::RepositoryTestResult &result)
{
    line.showNote(result.isReachable ? tr("%1 Branch %2, newest commit %3.")
                                           .arg(result.message, result.defaultBranch, result.headCommit.left(10))
                                     : result.message,
        result.isReachable ? Tone::Completed : Tone::Failed);
}

void RepositoryForm::test()
{
    m_result->showNote(tr("Asking the remote …"), Tone::Running);
    bringIntoView(m_result);
    m_worker.client()->send<api::RepositoryTestResult>(
        api_call::testRepository(m_view->alias), this, [this](const Result<api::RepositoryTestResult> &result) {
            if (!result)
                return m_result->showError(result.error(), [this] { test(); });
            tellTest(*m_result, *result);
        });
}

void RepositoryForm::remove()
{
    if (!confirmed(this, tr("Remove %1?").arg(m_view->alias),
            tr("Tickets can no longer go to it. Past runs and their record stay."), tr("Remove it")))
        return;
    m_worker.client()->send<api::Done>(
        api_call::removeRepository(m_view->alias, m_view->version), this, [this](const Result<api::Done> &done) {
            if (!done)
                return m_notice->showError(done.error(), [this] { remove(); });
            m_isDirty = false;
            Q_EMIT removed(m_view->alias);
        });
}

} // namespace mergeloom

#include "desktop/pages/ProviderForm.h"

#include "desktop/pages/SelfTestReport.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace mergeloom {

ProviderForm::ProviderForm(Worker &worker, const ProviderKind &kind, const std::optional<api::ProviderView> &view,
    const ProviderProfileId &id, bool isProvisioned, QWidget *parent)
    : QWidget(parent), m_worker(worker), m_id(id), m_view(view), m_draft(kind, view), m_isProvisioned(isProvisioned)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(14);
    lines->addWidget(plainLabel(kind.description, this, "soft"));
    if (isProvisioned) {
        auto *note = new NoticeLine(this);
        note->showNote(tr(
            "It comes from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned). You can look at it."));
        lines->addWidget(note);
    }
    makeFields(lines);
    m_conflict = new ConflictBox(this);
    lines->addWidget(m_conflict);
    m_notice = new NoticeLine(this);
    lines->addWidget(m_notice);
    m_test = new SelfTestReport(worker, this);
    lines->addWidget(m_test);
    m_actions = new FormActions(this);
    lines->addWidget(m_actions);
    lines->addStretch(1);
    connect(m_conflict, &ConflictBox::theirsTaken, this, &ProviderForm::left);
    connect(m_actions, &FormActions::saveWanted, this, [this] { save(Then::Leave); });
    connect(m_actions, &FormActions::saveAndTestWanted, this, [this] { save(Then::Test); });
    connect(m_actions, &FormActions::removalWanted, this, &ProviderForm::remove);
    connect(m_actions, &FormActions::backWanted, this, [this] {
        if (mayLeave(this, m_isDirty))
            Q_EMIT left();
    });
    connect(m_test, &SelfTestReport::ended, this, &ProviderForm::showRole);
    connect(&worker, &Worker::stateChanged, this, [this] {
        m_isBusy = m_isBusy && m_worker.isReadable(); // of a client that has gone nothing is answered
        showRole();
    });
    showAsked();
    showRole();
}

QWidget *ProviderForm::makeInput(const ProviderField &field)
{
    const bool isLocked = !field.lockedBy.isEmpty();
    if (field.kind == u"choice") {
        auto *box = new QComboBox(this);
        for (const auto &[value, word] : m_draft.choices(field, tr("As usual")))
            box->addItem(shownLine(word), value);
        box->setCurrentIndex(qMax(0, box->findData(isLocked ? field.lockedValue : m_draft.value(field.name))));
        box->setEnabled(!isLocked);
        connect(box, &QComboBox::currentIndexChanged, this,
            [this, box, name = field.name] { typed(name, box->currentData().toString()); });
        return box;
    }
    auto *edit = new QLineEdit(this);
    const bool isSecret = field.kind == u"secret";
    const bool isKept = isSecret && m_view && m_view->hasSecret;
    edit->setEchoMode(isSecret ? QLineEdit::Password : QLineEdit::Normal);
    edit->setText(isLocked ? (isSecret ? QString() : field.lockedValue) : m_draft.value(field.name));
    edit->setPlaceholderText(isKept ? tr("kept; type to replace it") : shownLine(field.placeholder));
    edit->setReadOnly(isLocked);
    if (isLocked)
        edit->setEnabled(false);
    if (field.name == u"model" && m_view && !m_view->models.isEmpty()) {
        auto *completer = new QCompleter(m_view->models, edit);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        edit->setCompleter(completer);
    }
    connect(edit, &QLineEdit::textChanged, this, [this, name = field.name](const QString &text) { typed(name, text); });
    return edit;
}

void ProviderForm::makeFields(QVBoxLayout *lines)
{
    for (const ProviderField &field : m_draft.kind().form) {
        QString help = field.help;
        if (!field.lockedBy.isEmpty())
            help += tr(" Fixed by %1 in the worker's environment.").arg(field.lockedBy);
        else if (!field.variable.isEmpty())
            help += (m_isProvisioned ? tr(" Set by %1.") : tr(" Can also be set by %1.")).arg(field.variable);
        const QString label = field.isRequired ? field.label : tr("%1 (optional)").arg(field.label);
        auto *one = new FormField(field.name, label, help.trimmed(), makeInput(field), this);
        lines->addWidget(one);
        m_fields << one;
    }
    auto *name = new QLineEdit(m_draft.value(QStringLiteral("name")), this);
    name->setPlaceholderText(shownLine(m_draft.kind().label));
    connect(name, &QLineEdit::textChanged, this, [this](const QString &text) { typed(QStringLiteral("name"), text); });
    m_fields << new FormField(QStringLiteral("name"), tr("Name (optional)"), tr("What pages call it."), name, this);
    lines->addWidget(m_fields.last());
    auto *standard = new QCheckBox(tr("The default one"), this);
    standard->setAccessibleName(standard->text());
    standard->setChecked(m_draft.value(QStringLiteral("is_default")) == u"yes");
    connect(standard, &QCheckBox::toggled, this,
        [this](bool on) { typed(QStringLiteral("is_default"), on ? QStringLiteral("yes") : QStringLiteral("no")); });
    m_fields << new FormField(
        QStringLiteral("is_default"), {}, tr("Used where a repository names no other."), standard, this);
    lines->addWidget(m_fields.last());
}

void ProviderForm::typed(const QString &field, const QString &value)
{
    if (m_isSetting)
        return;
    m_isDirty = true;
    m_draft.setValue(field, value);
    for (FormField *one : m_fields)
        if (one->name() == field)
            one->setError({});
    showAsked();
}

void ProviderForm::showAsked()
{
    const QList<ProviderField> &form = m_draft.kind().form;
    for (qsizetype i = 0; i < form.size(); ++i)
        m_fields[i]->setVisible(m_draft.isAsked(form[i]));
}

void ProviderForm::showRole()
{
    const bool isAway = m_worker.state() != Worker::State::Online;
    const bool isBusy = m_isBusy || m_test->isRunning();
    const bool may = m_worker.identity().role == Role::Admin && !m_isProvisioned && !isAway && !isBusy;
    const QString why = isAway ? tr("The worker cannot be reached now.")
        : m_isProvisioned      ? tr("It comes from the environment of the worker.")
        : m_isBusy             ? tr("It is being saved.")
        : m_test->isRunning()  ? tr("A test is under way.")
                               : tr("Only an admin of this worker may change it.");
    m_actions->setAllowed(may, why);
    m_actions->setRemovable(bool(m_view));
}

void ProviderForm::save(Then then)
{
    m_notice->clear();
    m_conflict->hide();
    clearMarks(m_fields);
    const std::optional<qint64> version = m_view ? std::optional(m_view->version) : std::nullopt;
    m_isBusy = true;
    showRole();
    m_worker.client()->send<api::ProviderView>(api_call::putProvider(m_id, m_draft.request(), version), this,
        [this, then](const Result<api::ProviderView> &saved) {
            m_isBusy = false;
            showRole();
            if (saved)
                takeSaved(*saved, then);
            else
                takeError(saved.error(), then);
        });
}

void ProviderForm::takeSaved(const api::ProviderView &saved, Then then)
{
    m_view = saved;
    m_isDirty = false;
    m_isSetting = true;
    for (qsizetype i = 0; i < m_draft.kind().form.size(); ++i) {
        const ProviderField &field = m_draft.kind().form[i];
        if (field.kind != u"secret" || !field.lockedBy.isEmpty())
            continue;
        m_draft.setValue(field.name, {});
        auto *edit = static_cast<QLineEdit *>(m_fields[i]->input());
        edit->clear();
        edit->setPlaceholderText(saved.hasSecret ? tr("kept; type to replace it") : shownLine(field.placeholder));
    }
    m_isSetting = false;
    if (then == Then::Leave)
        return Q_EMIT this->saved(saved.profile.name.isEmpty() ? m_draft.kind().label : saved.profile.name);
    m_test->begin(m_id);
    showRole();
}

void ProviderForm::takeError(const Error &error, Then then)
{
    if (error.code == ErrorCode::Conflict)
        return askTheirs(then);
    QString field = error.details.value(QStringLiteral("field")).toString();
    if (field == u"secret")
        for (const ProviderField &one : m_draft.kind().form)
            if (one.kind == u"secret" && m_draft.isAsked(one))
                field = one.name;
    if (field.isEmpty() || !markField(m_fields, field, error.message))
        m_notice->showError(error, [this, then] { save(then); });
}

/// Somebody else saved it meanwhile: what they wrote is shown beside what is here, and nothing of either is lost.
void ProviderForm::askTheirs(Then then)
{
    m_worker.client()->send<api::ProviderList>(
        api_call::providers(), this, [this, then](const Result<api::ProviderList> &list) {
            if (!list)
                return m_notice->showError(list.error(), [this, then] { save(then); });
            for (const api::ProviderView &view : list->items)
                if (view.profile.id == m_id)
                    return showConflict(view, then);
            m_view.reset(); // it was removed: saving makes it anew
            m_notice->showNote(
                tr("Somebody has removed this provider meanwhile. Save again to make it anew, with what stands here."));
        });
}

void ProviderForm::showConflict(const api::ProviderView &theirs, Then then)
{
    QList<ConflictBox::Difference> differences;
    for (const ProviderDraft::Difference &one : m_draft.differences(theirs)) {
        differences << ConflictBox::Difference{one.field, one.theirs, one.ours};
        for (FormField *field : m_fields)
            if (field->name() == one.field)
                differences.last().label = field->input()->accessibleName();
    }
    m_conflict->tell(
        tr("Somebody else has changed this provider meanwhile. Nothing was saved."), differences, [this, theirs, then] {
            m_view = theirs;
            save(then);
        });
}

void ProviderForm::remove()
{
    if (!confirmed(this, tr("Remove this provider?"),
            tr("Its key is deleted. Repositories that name it fall back to nothing until they are changed."),
            tr("Remove it")))
        return;
    m_worker.client()->send<api::Done>(
        api_call::removeProvider(m_id, m_view->version), this, [this](const Result<api::Done> &done) {
            if (!done)
                return m_notice->showError(done.error(), [this] { remove(); });
            m_isDirty = false;
            Q_EMIT left();
        });
}

} // namespace mergeloom

#include "desktop/pages/FormParts.h"

#include "desktop/pages/PageParts.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mergeloom {

FormField::FormField(const QString &name, const QString &label, const QString &help, QWidget *input, QWidget *parent)
    : QWidget(parent), m_name(name), m_input(input)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    auto *title = plainLabel(label, this, "strong");
    title->setBuddy(input);
    title->setVisible(!label.isEmpty());
    lines->addWidget(title);
    lines->addWidget(input);
    m_error = plainLabel({}, this, "error");
    m_error->hide();
    lines->addWidget(m_error);
    m_help = plainLabel({}, this, "faint");
    lines->addWidget(m_help);
    if (input->accessibleName().isEmpty())
        input->setAccessibleName(label);
    setHelp(help);
}

void FormField::setHelp(const QString &help)
{
    m_help->setText(shownText(help));
    m_help->setVisible(!help.isEmpty());
    m_input->setAccessibleDescription(help);
}

void FormField::setError(const QString &text)
{
    m_error->setText(shownText(text));
    m_error->setVisible(!text.isEmpty());
    setLook(m_input, text.isEmpty() ? "" : "wrong");
}

QString FormField::error() const { return m_error->text(); }

ConflictBox::ConflictBox(QWidget *parent) : QFrame(parent), m_lines(new QVBoxLayout(this))
{
    setLook(this, "sunken");
    hide();
}

void ConflictBox::tell(const QString &title, const QList<Difference> &differences, std::function<void()> saveOurs)
{
    clearLayout(m_lines);
    m_lines->addWidget(plainLabel(title, this, "strong"));
    const auto quoted = [](const QString &value) {
        return value.isEmpty() ? tr("nothing") : QStringLiteral("“%1”").arg(shownLine(value));
    };
    for (const Difference &one : differences)
        m_lines->addWidget(
            plainLabel(tr("%1: there it is %2, here %3").arg(one.label, quoted(one.theirs), quoted(one.ours)), this));
    auto *row = new QWidget(this);
    auto *buttons = new QHBoxLayout(row);
    buttons->setContentsMargins(0, 4, 0, 0);
    auto *mine = makeButton(tr("Save what stands here"), nullptr, "primary", row);
    auto *take = makeButton(tr("Take what is there"), nullptr, nullptr, row);
    buttons->addWidget(mine);
    buttons->addWidget(take);
    buttons->addStretch(1);
    m_lines->addWidget(row);
    connect(mine, &QPushButton::clicked, this, std::move(saveOurs));
    connect(take, &QPushButton::clicked, this, &ConflictBox::theirsTaken);
    show();
}

FormActions::FormActions(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_save = makeButton(tr("Save"), "save", "primary", this);
    m_saveAndTest = makeButton(tr("Save and test"), nullptr, nullptr, this);
    auto *back = makeButton(tr("Back"), nullptr, "quiet", this);
    m_remove = makeButton(tr("Remove"), "trash", "danger", this);
    for (QPushButton *button : {m_save, m_saveAndTest, back})
        row->addWidget(button);
    row->addStretch(1);
    row->addWidget(m_remove);
    connect(m_save, &QPushButton::clicked, this, &FormActions::saveWanted);
    connect(m_saveAndTest, &QPushButton::clicked, this, &FormActions::saveAndTestWanted);
    connect(back, &QPushButton::clicked, this, &FormActions::backWanted);
    connect(m_remove, &QPushButton::clicked, this, &FormActions::removalWanted);
}

void FormActions::setAllowed(bool may, const QString &why)
{
    for (QPushButton *button : {m_save, m_saveAndTest, m_remove})
        allow(button, may, why);
}

void FormActions::setRemovable(bool is) { m_remove->setVisible(is); }

bool mayLeave(QWidget *form, bool isDirty)
{
    return !isDirty
        || confirmed(form, FormActions::tr("Discard your changes?"),
            FormActions::tr("What you have changed here is not saved."), FormActions::tr("Discard them"),
            FormActions::tr("Keep editing"));
}

void tellFormStays(NoticeLine &line)
{
    line.showNote(FormActions::tr("This form has changes that are not saved. Save them, or go back to discard them."));
}

bool markField(const QList<FormField *> &fields, const QString &field, const QString &message)
{
    const QString last = field.section(u'.', -1).section(u'[', 0, 0);
    for (FormField *one : fields)
        if (!one->isHidden() && (one->name() == field || one->name() == last)) {
            one->setError(message);
            one->input()->setFocus();
            return true;
        }
    return false;
}

void clearMarks(const QList<FormField *> &fields)
{
    for (FormField *field : fields)
        field->setError({});
}

} // namespace mergeloom

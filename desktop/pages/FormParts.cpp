#include "desktop/pages/FormParts.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QLabel>
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

#include "desktop/pages/RepositoryInput.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>

namespace mergeloom {

namespace {

using FieldKind = RepositoryField::Kind;

QComboBox *makeChoice(const RepositoryField &field, const QString &value, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    for (const auto &[choice, word] : field.choices)
        box->addItem(shownLine(word), choice);
    if (box->findData(value) < 0)
        box->addItem(shownLine(value), value); // what is set and not offered any more is not lost
    box->setCurrentIndex(box->findData(value));
    return box;
}

QPlainTextEdit *makeArea(
    const RepositoryField &field, const QString &value, const QString &placeholder, QWidget *parent)
{
    auto *area = new QPlainTextEdit(value, parent);
    area->setFont(codeFont());
    area->setPlaceholderText(placeholder);
    area->setTabChangesFocus(true);
    area->setLineWrapMode(QPlainTextEdit::NoWrap);
    area->setFixedHeight(area->fontMetrics().lineSpacing() * (field.kind == FieldKind::SecretArea ? 4 : 3) + 22);
    return area;
}

} // namespace

QWidget *makeRepositoryInput(const RepositoryField &field, const QString &value, const QString &placeholder,
    const std::function<void(const QString &)> &onTyped, QWidget *parent)
{
    if (field.kind == FieldKind::Check) {
        auto *box = new QCheckBox(field.label, parent);
        box->setAccessibleName(field.label);
        box->setChecked(value == u"yes");
        QObject::connect(box, &QCheckBox::toggled, box,
            [onTyped](bool on) { onTyped(on ? QStringLiteral("yes") : QStringLiteral("no")); });
        return box;
    }
    if (field.kind == FieldKind::Choice) {
        QComboBox *box = makeChoice(field, value, parent);
        QObject::connect(
            box, &QComboBox::currentIndexChanged, box, [onTyped, box] { onTyped(box->currentData().toString()); });
        return box;
    }
    if (field.kind == FieldKind::Lines || field.kind == FieldKind::Area || field.kind == FieldKind::SecretArea) {
        QPlainTextEdit *area = makeArea(field, value, placeholder, parent);
        QObject::connect(area, &QPlainTextEdit::textChanged, area, [onTyped, area] { onTyped(area->toPlainText()); });
        return area;
    }
    auto *edit = new QLineEdit(value, parent);
    edit->setEchoMode(field.kind == FieldKind::Secret ? QLineEdit::Password : QLineEdit::Normal);
    edit->setPlaceholderText(placeholder);
    QObject::connect(edit, &QLineEdit::textChanged, edit, onTyped);
    return edit;
}

void setRepositoryInput(QWidget *input, const QString &value)
{
    const QSignalBlocker quiet(input);
    if (auto *edit = qobject_cast<QLineEdit *>(input))
        edit->setText(value);
    else if (auto *area = qobject_cast<QPlainTextEdit *>(input))
        area->setPlainText(value);
}

} // namespace mergeloom

#include "desktop/pages/ExtendDialog.h"

#include "desktop/pages/PageParts.h"
#include "desktop/pages/RunLimits.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace mergeloom {

ExtendDialog::ExtendDialog(const SteeringView &steering, QWidget *parent) : QDialog(parent), m_steering(steering)
{
    setWindowTitle(tr("More budget"));
    setMinimumWidth(420);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(24, 20, 24, 20);
    all->setSpacing(6);
    all->addWidget(plainLabel(tr("More budget"), this, "heading"));
    for (const RunLimit &limit : RunLimits::extensible(steering)) {
        const QString name = QString::fromLatin1(limit.name);
        const double most = RunLimits::value(steering.most, name);
        const QString now = limit.shown(RunLimits::value(steering.limits, name));
        auto *field = new QLineEdit(this);
        field->setAccessibleName(limit.field);
        auto *label = plainLabel(limit.field, this, "strong");
        label->setBuddy(field);
        all->addSpacing(6);
        all->addWidget(label);
        all->addWidget(field);
        all->addWidget(plainLabel(
            most > 0 ? tr("Now %1; the worker allows %2 at most.").arg(now, limit.shown(most)) : tr("Now %1.").arg(now),
            this, "faint"));
        m_fields << field;
    }
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    auto *row = new QHBoxLayout;
    auto *leave = makeButton(tr("Leave it"), nullptr, nullptr, this);
    auto *extend = makeButton(tr("Give it more"), nullptr, "primary", this);
    extend->setDefault(true);
    row->addStretch(1);
    row->addWidget(leave);
    row->addWidget(extend);
    all->addSpacing(8);
    all->addLayout(row);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(extend, &QPushButton::clicked, this, &ExtendDialog::take);
}

void ExtendDialog::take()
{
    Budgets more;
    const QList<RunLimit> limits = RunLimits::extensible(m_steering);
    for (qsizetype i = 0; i < limits.size(); ++i) {
        const auto value = RunLimits::read(m_fields[i]->text(), limits[i]);
        setLook(m_fields[i], value ? "" : "wrong");
        if (!value) {
            m_notice->showError(value.error());
            resize(width(), qMax(height(), layout()->totalHeightForWidth(width())));
            return m_fields[i]->setFocus();
        }
        RunLimits::set(more, QString::fromLatin1(limits[i].name), *value);
    }
    if (more.isEmpty())
        return m_notice->showNote(tr("Write how much to add to at least one of them."));
    Q_EMIT chosen(more);
    accept();
}

} // namespace mergeloom

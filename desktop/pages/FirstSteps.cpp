#include "desktop/pages/FirstSteps.h"

#include "desktop/pages/PageParts.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace mergeloom {

FirstSteps::FirstSteps(QWidget *parent) : QFrame(parent)
{
    setLook(this, "panel");
    setAccessibleName(tr("Three steps to the first branch"));
    m_lines = new QVBoxLayout(this);
    m_lines->setContentsMargins(20, 12, 20, 12);
    m_lines->setSpacing(0);
}

void FirstSteps::setSteps(const api::Dashboard &dashboard)
{
    const QList<bool> done{dashboard.providersReady > 0, dashboard.repositories > 0, dashboard.tickets > 0};
    const QList<bool> shown = done + QList<bool>{coloursOf(palette()).isDark};
    if (std::exchange(m_shown, shown) == shown)
        return;
    clearLayout(m_lines);
    const QList<Step> steps{
        {tr("Set up a provider"), tr("The AI back end that does the work: an API key, or an endpoint of your own."),
            tr("Set one up"), QStringLiteral("providers"), {}},
        {tr("Add a repository"), tr("Where the code is, and the commands that say whether a change is good."),
            tr("Add one"), QStringLiteral("repositories"), QStringLiteral("add")},
        {tr("Write a ticket"), tr("Say what should change. The worker does the rest and pushes a branch."),
            tr("Write one"), QStringLiteral("tickets"), QStringLiteral("new")}};
    const qsizetype next = done.indexOf(false);
    for (qsizetype i = 0; i < steps.size(); ++i)
        addStep(int(i) + 1, steps[i], done[i] ? Is::Done : i == next ? Is::Next : Is::Later);
}

void FirstSteps::addStep(int number, const Step &step, Is is)
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 14, 0, 14);
    row->setSpacing(16);
    auto *sign = new QLabel(holder);
    sign->setFixedWidth(24);
    sign->setAlignment(Qt::AlignCenter);
    if (is == Is::Done) {
        sign->setPixmap(lineIcon(QStringLiteral("circle-check"), coloursOf(palette()).completed).pixmap(18, 18));
        sign->setAccessibleName(tr("Done"));
    } else {
        sign->setText(QString::number(number));
        setLook(sign, is == Is::Next ? "heading" : "faint");
    }
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(plainLabel(step.title, holder, "strong"));
    words->addWidget(plainLabel(step.text, holder, "soft"));
    auto *button = makeButton(
        is == Is::Done ? tr("Look at it") : step.verb, nullptr, is == Is::Next ? "primary" : nullptr, holder);
    button->setAccessibleName(is == Is::Done ? tr("Look at it: %1").arg(step.title) : step.title);
    connect(button, &QPushButton::clicked, this,
        [this, step, is] { Q_EMIT placeWanted(step.page, is == Is::Done ? QString() : step.argument); });
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(button);
    m_lines->addWidget(holder);
}

} // namespace mergeloom

#include "desktop/pages/RunFilterBar.h"

#include "desktop/pages/PageParts.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>

namespace mergeloom {

RunFilterBar::RunFilterBar(Worker &worker, QWidget *parent)
    : QWidget(parent), m_choices(worker, this, [this] { takeChoices(); })
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    m_text = makeText(tr("Search runs"), tr("Search ticket, summary, branch …"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_state = makeChoice(tr("Outcome"), tr("Outcome: all"),
        {{"running", statusText("running")}, {"completed", statusText("completed")}, {"blocked", statusText("blocked")},
            {"failed", statusText("failed")}, {"cancelled", statusText("cancelled")}});
    m_repository = makeChoice(tr("Repository"), tr("Repository: all"), {});
    m_provider = makeChoice(tr("Provider"), tr("Provider: all"), {});
    m_furtherButton = makeButton(tr("More filters"), "funnel", nullptr, this);
    m_furtherButton->setCheckable(true);
    m_clear = makeButton(tr("Clear all"), nullptr, "quiet", this);
    line->addWidget(m_text, 1);
    for (QWidget *each : std::initializer_list<QWidget *>{m_state, m_repository, m_provider, m_furtherButton, m_clear})
        line->addWidget(each);
    all->addLayout(line);
    m_further = new QWidget(this);
    auto *grid = new QGridLayout(m_further);
    grid->setContentsMargins(0, 4, 0, 0);
    m_reason = makeChoice(tr("Reason"), tr("Reason: all"), {});
    m_requester = makeChoice(tr("Requester"), tr("Requester: all"), {});
    m_model = makeChoice(tr("Model"), tr("Model: all"), {});
    m_pushed = makeChoice(tr("Branch"), tr("Pushed or not"), {{"yes", tr("Pushed")}, {"no", tr("Not pushed")}});
    m_ticket = makeText(tr("Ticket"), tr("Ticket, whole key"));
    m_branch = makeText(tr("Branch name"), tr("Branch, whole name"));
    m_since = makeText(tr("Started from"), tr("From, 2026-01-31"));
    m_until = makeText(tr("Started to"), tr("To, 2026-01-31"));
    m_minimumUsd = makeText(tr("Cost from, in dollars"), tr("Cost from, in $"));
    m_minimumTokens = makeText(tr("Tokens from"), tr("Tokens from"));
    const QList<QWidget *> further{
        m_reason, m_requester, m_model, m_pushed, m_ticket, m_branch, m_since, m_until, m_minimumUsd, m_minimumTokens};
    for (int i = 0; i < further.size(); ++i) {
        further[i]->setParent(m_further);
        grid->addWidget(further[i], i / 5, i % 5);
    }
    m_further->hide();
    all->addWidget(m_further);
    connect(m_furtherButton, &QPushButton::toggled, m_further, &QWidget::setVisible);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        setFilter({});
        Q_EMIT filterChanged();
    });
    m_rest.setSingleShot(true);
    m_rest.setInterval(250);
    connect(&m_rest, &QTimer::timeout, this, &RunFilterBar::typed);
    m_choices.follow([](const api::EventView &event) {
        return event.event.type == QLatin1StringView(event_type::runFinished)
            || event.event.type == QLatin1StringView(event_type::runStarted);
    });
    m_choices.open(api_call::runChoices());
    setFilter({});
}

QComboBox *RunFilterBar::makeChoice(
    const QString &name, const QString &all, const QList<std::pair<QString, QString>> &values)
{
    auto *box = new QComboBox(this);
    box->setAccessibleName(name);
    box->addItem(all, QString());
    for (const auto &[value, word] : values)
        box->addItem(word, value);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(box, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_isSetting)
            typed();
    });
    return box;
}

QLineEdit *RunFilterBar::makeText(const QString &name, const QString &placeholder)
{
    auto *edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(200);
    connect(edit, &QLineEdit::textChanged, this, [this] {
        if (!m_isSetting)
            m_rest.start();
    });
    return edit;
}

void RunFilterBar::fill(QComboBox *box, const QStringList &values)
{
    const QString there = box->currentData().toString();
    while (box->count() > 1)
        box->removeItem(1);
    for (const QString &value : values)
        box->addItem(box == m_reason ? Words::plain(value) : shownLine(value), value);
    // What is asked for can be chosen, be it there or not.
    if (!there.isEmpty() && box->findData(there) < 0)
        box->addItem(shownLine(there), there);
    box->setCurrentIndex(qMax(0, box->findData(there)));
}

void RunFilterBar::takeChoices()
{
    if (!m_choices.value())
        return;
    m_isSetting = true;
    fill(m_repository, m_choices.value()->repositories);
    fill(m_provider, m_choices.value()->providers);
    fill(m_reason, m_choices.value()->reasons);
    fill(m_requester, m_choices.value()->requesters);
    fill(m_model, m_choices.value()->models);
    m_isSetting = false;
}

RunFilter RunFilterBar::filter() const
{
    const auto chosen = [](QComboBox *box) { return box->currentData().toString(); };
    return {m_text->text(), chosen(m_state), chosen(m_repository), chosen(m_provider), chosen(m_reason),
        chosen(m_requester), chosen(m_model), chosen(m_pushed), m_ticket->text(), m_branch->text(), m_since->text(),
        m_until->text(), m_minimumUsd->text(), m_minimumTokens->text()};
}

void RunFilterBar::setFilter(const RunFilter &filter)
{
    m_isSetting = true;
    const auto choose = [](QComboBox *box, const QString &value) {
        if (!value.isEmpty() && box->findData(value) < 0)
            box->addItem(shownLine(value), value);
        box->setCurrentIndex(qMax(0, box->findData(value)));
    };
    m_text->setText(filter.text);
    choose(m_state, filter.state);
    choose(m_repository, filter.repository);
    choose(m_provider, filter.provider);
    choose(m_reason, filter.reason);
    choose(m_requester, filter.requester);
    choose(m_model, filter.model);
    choose(m_pushed, filter.pushed);
    m_ticket->setText(filter.ticket);
    m_branch->setText(filter.branch);
    m_since->setText(filter.since);
    m_until->setText(filter.until);
    m_minimumUsd->setText(filter.minimumUsd);
    m_minimumTokens->setText(filter.minimumTokens);
    m_isSetting = false;
    if (filter.furtherCount() > 0)
        m_furtherButton->setChecked(true);
    m_clear->setVisible(!filter.isEmpty());
}

void RunFilterBar::focusText()
{
    m_text->setFocus();
    m_text->selectAll();
}

void RunFilterBar::typed()
{
    m_rest.stop();
    const RunFilter now = filter();
    m_clear->setVisible(!now.isEmpty());
    const int further = now.furtherCount();
    m_furtherButton->setText(further ? tr("More filters (%1)").arg(further) : tr("More filters"));
    Q_EMIT filterChanged();
}

} // namespace mergeloom

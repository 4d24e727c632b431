#include "desktop/pages/RunHead.h"

#include "desktop/pages/RunLimits.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QGridLayout>
#include <QHBoxLayout>

namespace mergeloom {

RunHead::RunHead(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    auto *pills = new QHBoxLayout;
    pills->setSpacing(8);
    for (StatusPill **pill : {&m_state, &m_validation, &m_pushed, &m_replay, &m_noSandbox}) {
        *pill = new StatusPill(this);
        pills->addWidget(*pill);
    }
    m_id = plainLabel({}, this, "faint");
    m_id->setWordWrap(false);
    pills->addWidget(m_id);
    pills->addStretch(1);
    all->addLayout(pills);
    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(24);
    facts->setVerticalSpacing(2);
    const QStringList names{tr("Repository"), tr("Branch"), tr("Provider and model"), tr("Requester"), tr("Time"),
        tr("Tokens and cost"), tr("Limits"), tr("Sandbox")};
    for (int i = 0; i < names.size(); ++i) {
        auto *name = plainLabel(names[i], this, "faint");
        name->setWordWrap(false);
        name->setContentsMargins(0, i < 4 ? 0 : 6, 0, 0);
        auto *value = new ElidedLabel({}, this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        facts->addWidget(name, i / 4 * 2, i % 4);
        facts->addWidget(value, i / 4 * 2 + 1, i % 4);
        facts->setColumnStretch(i % 4, 1);
        m_facts << value;
    }
    all->addLayout(facts);
    m_outcome = new NoticeLine(this);
    all->addWidget(m_outcome);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &RunHead::showFacts);
}

void RunHead::setView(const RunView &view)
{
    m_run = view.run;
    const QString state = m_run.waitsFor.isEmpty() ? m_run.state : QStringLiteral("waiting");
    m_state->setStatus(toneOf(state), Words::state(m_run));
    const bool isRunning = m_run.state == u"running";
    if (m_run.validation == u"passed")
        m_validation->setStatus(Tone::Completed, tr("validated"));
    else if (m_run.validation == u"failed")
        m_validation->setStatus(Tone::Failed, tr("validation failed"));
    else
        m_validation->setStatus(Tone::Neutral, isRunning ? QString() : tr("not validated"));
    m_pushed->setStatus(Tone::Completed, m_run.isPushed ? tr("pushed") : QString());
    m_replay->setStatus(Tone::Neutral, m_run.isReplay ? tr("recorded answers") : QString());
    m_noSandbox->setStatus(Tone::Waiting, m_run.sandbox == u"off" ? tr("no sandbox") : QString());
    m_id->setText(m_run.attempt > 1
            ? tr("%1, run %2, %3").arg(shownLine(m_run.ticketKey)).arg(m_run.attempt).arg(m_run.id.text())
            : QStringLiteral("%1, %2").arg(shownLine(m_run.ticketKey), m_run.id.text()));
    const QString outcome = Words::outcome(m_run);
    if (isRunning || outcome.isEmpty())
        m_outcome->clear();
    else
        m_outcome->showNote(outcome, toneOf(m_run.state));
    if (isRunning && !m_tick.isActive())
        m_tick.start();
    else if (!isRunning)
        m_tick.stop();
    showFacts();
}

void RunHead::showFacts()
{
    const auto set = [this](int index, const QString &text) {
        static_cast<ElidedLabel *>(m_facts[index])->setWhole(text.isEmpty() ? QStringLiteral("–") : text);
    };
    set(0, m_run.repository);
    set(1, m_run.headCommit.isEmpty() ? m_run.branch : tr("%1 at %2").arg(m_run.branch, m_run.headCommit.left(10)));
    set(2, m_run.model.isEmpty() ? m_run.provider : tr("%1, %2").arg(m_run.provider, m_run.model));
    set(3, m_run.requester);
    set(4,
        tr("%1, began %2")
            .arg(durationText(Words::milliseconds(m_run.startedAt, m_run.finishedAt)), relativeTime(m_run.startedAt)));
    set(5,
        tr("%1 tokens, %2")
            .arg(Words::count(m_run.usage.total()), m_run.costUsd ? Words::money(m_run.costUsd) : tr("cost unknown")));
    set(6, limitsInWords(m_run));
    set(7, m_run.sandbox);
}

} // namespace mergeloom

#include "desktop/pages/StagePanel.h"

#include "desktop/pages/ActivityView.h"
#include "desktop/pages/StageList.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>

namespace mergeloom {

namespace {
constexpr qsizetype mostSought = 4000; ///< events that are read back for something to see
}

StagePanel::StagePanel(Worker &worker, LiveRun &live, QWidget *parent) : QWidget(parent), m_worker(worker), m_live(live)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    auto *split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    m_list = new StageList(split);
    m_list->setFrameShape(QFrame::NoFrame);
    auto *detail = new QWidget(split);
    makeDetail(detail);
    split->addWidget(m_list);
    split->addWidget(detail);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({250, 900});
    m_list->setMinimumWidth(180);
    all->addWidget(split);
    connect(m_list, &StageList::chosen, this, [this](const QString &key) {
        const RunView *view = m_live.view();
        const bool isNewest = view && !view->stages.isEmpty() && StageModel::keyOf(view->stages.last()) == key;
        m_isPinned = !(m_live.isRunning() && isNewest);
        choose(key);
        Q_EMIT stageChosen(key);
    });
}

void StagePanel::makeDetail(QWidget *detail)
{
    auto *lines = new QVBoxLayout(detail);
    lines->setContentsMargins(16, 0, 0, 0);
    lines->setSpacing(6);
    auto *head = new QHBoxLayout;
    m_name = plainLabel({}, detail, "heading");
    m_name->setWordWrap(false);
    m_status = new StatusPill(detail);
    m_when = plainLabel({}, detail, "faint");
    m_when->setWordWrap(false);
    m_earlier = makeButton(tr("Show what came before"), "chevron-up", "quiet", detail);
    m_follow = makeButton(tr("Follow the newest line"), "chevron-down", "primary", detail);
    head->addWidget(m_name);
    head->addWidget(m_status);
    head->addWidget(m_when);
    head->addStretch(1);
    head->addWidget(m_earlier);
    head->addWidget(m_follow);
    lines->addLayout(head);
    m_summary = plainLabel({}, detail, "soft");
    lines->addWidget(m_summary);
    m_pane = new ActivityPane(tr("Nothing to see yet"), tr("What the stage does appears here as it happens."), detail);
    lines->addWidget(m_pane, 1);
    m_follow->hide();
    m_earlier->hide();
    connect(m_pane, &ActivityPane::fileChosen, this, &StagePanel::fileChosen);
    connect(m_pane, &ActivityPane::changed, this, &StagePanel::showStage);
    connect(m_pane->view(), &ActivityView::followingChanged, this, &StagePanel::showStage);
    connect(m_earlier, &QPushButton::clicked, this, [this] {
        if (events())
            events()->moreBefore();
    });
    connect(m_follow, &QPushButton::clicked, this, [this] {
        m_isPinned = false;
        if (const RunView *view = m_live.view(); view && !view->stages.isEmpty())
            choose(StageModel::keyOf(view->stages.last()));
        m_pane->view()->setFollowing(true);
        showStage();
    });
}

QString StagePanel::usualStage(const RunView &view)
{
    if (view.stages.isEmpty())
        return {};
    if (view.run.state == u"running")
        return StageModel::keyOf(view.stages.last());
    if (view.run.state != u"completed")
        for (auto stage = view.stages.rbegin(); stage != view.stages.rend(); ++stage)
            if (stage->status == u"failed")
                return StageModel::keyOf(*stage);
    for (const StageView &stage : view.stages)
        if (stage.stage == u"implementation")
            return StageModel::keyOf(stage);
    return StageModel::keyOf(view.stages.last());
}

void StagePanel::begin(const QString &stage)
{
    m_pane->open(nullptr);
    m_list->setStages({});
    m_wanted = stage;
    m_isPinned = !stage.isEmpty();
    update();
}

const StageView *StagePanel::chosen() const
{
    const RunView *view = m_live.view();
    const int row = m_list->stages()->rowOf(m_list->currentKey());
    return view && row >= 0 && row < view->stages.size() ? &view->stages[row] : nullptr;
}

QString StagePanel::stage() const { return m_list->currentKey(); }

void StagePanel::update()
{
    const RunView *view = m_live.view();
    if (view) {
        m_list->setStages(view->stages);
        QString key = m_list->currentKey();
        if (key.isEmpty())
            key = m_list->stages()->rowOf(m_wanted) >= 0 ? m_wanted : usualStage(*view);
        const bool moves = m_live.isRunning() && !m_isPinned && (m_pane->view()->isFollowing() || !events());
        if (moves && !view->stages.isEmpty())
            key = StageModel::keyOf(view->stages.last());
        if (!key.isEmpty() && (key != m_list->currentKey() || !events()))
            choose(key);
        const StageView *stage = chosen();
        if (events() && stage)
            events()->catchUp(stage->lastSeq > 0 ? stage->lastSeq : view->run.lastSeq);
    }
    showStage();
}

void StagePanel::choose(const QString &key)
{
    m_list->setCurrentKey(key);
    const StageView *stage = chosen();
    if (!stage)
        return;
    m_pane->open(new StageEvents(m_worker, *m_live.view(), *stage));
    m_pane->view()->setFollowing(!stage->finishedAt && m_live.isRunning());
    showStage();
}

void StagePanel::showStage()
{
    const StageView *stage = chosen();
    m_name->setText(stage ? Words::stage(*stage) : QString());
    m_status->setStatus(stage ? toneOf(stage->status) : Tone::Neutral, stage ? statusText(stage->status) : QString());
    m_when->setText(stage ? tr("%1, took %2")
                                .arg(relativeTime(stage->startedAt),
                                    durationText(Words::milliseconds(stage->startedAt, stage->finishedAt)))
                          : QString());
    m_when->setToolTip(stage ? exactTime(stage->startedAt) : QString());
    m_summary->setText(stage ? shownText(stage->summary.left(2000)) : QString());
    m_summary->setVisible(stage && !stage->summary.isEmpty());
    const bool hasItems = events() && !events()->activity().items().isEmpty();
    // All of the newest events may be output of one command, which began before them.
    if (events() && !hasItems && !events()->isReading() && events()->hasEarlier() && events()->count() < mostSought) {
        events()->moreBefore();
        m_pane->refresh();
    }
    m_earlier->setVisible(events() && events()->hasEarlier());
    m_follow->setVisible(m_live.isRunning() && (!m_pane->view()->isFollowing() || m_isPinned));
}

void StagePanel::take(const Event &event)
{
    const StageView *stage = chosen();
    if (!stage || !events() || event.seq < stage->firstSeq || (stage->lastSeq > 0 && event.seq > stage->lastSeq))
        return;
    events()->takeLive(event);
}

void StagePanel::step(int by)
{
    const RunView *view = m_live.view();
    const int row = m_list->stages()->rowOf(m_list->currentKey()) + by;
    if (!view || row < 0 || row >= view->stages.size())
        return;
    m_isPinned = true;
    choose(StageModel::keyOf(view->stages[row]));
    Q_EMIT stageChosen(stage());
}

} // namespace mergeloom

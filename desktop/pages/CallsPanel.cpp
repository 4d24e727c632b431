#include "desktop/pages/CallsPanel.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace mergeloom {

CallsPanel::CallsPanel(Worker &worker, QWidget *parent) : QWidget(parent), m_worker(worker)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    auto *upper = new QWidget(split);
    auto *lines = new QVBoxLayout(upper);
    lines->setContentsMargins(0, 0, 0, 8);
    m_table = new RecordTable(
        columnsOf<ProviderCallView>({{"call", tr("Call")}, {"model", {}, {}, 0, true}, {"stop", tr("Ended with")},
            {"usage.input_tokens", tr("In")}, {"usage.cached_tokens", tr("Cached")}, {"usage.output_tokens", tr("Out")},
            {"tool_calls", tr("Tool calls")}, {"retries", tr("Retries")}, {"latency_ms", tr("Latency")},
            {"cost_usd", tr("Cost"), CellFormat::Text}}),
        QStringLiteral("first_seq"), tr("Provider calls"), upper);
    m_table->setEmptyText(tr("No model was asked"), tr("The run ended before, or has not come to it yet."));
    lines->addWidget(m_table, 1);
    m_sum = plainLabel({}, upper, "soft");
    m_sum->setAccessibleName(tr("All calls together"));
    lines->addWidget(m_sum);
    m_pane = new ActivityPane(
        tr("No call is chosen"), tr("Choose one above: what the model answered and did is shown here."), split);
    split->addWidget(upper);
    split->addWidget(m_pane);
    split->setSizes({300, 400});
    all->addWidget(split);
    connect(m_table, &RecordTable::currentChanged, this, [this] {
        showCall();
        Q_EMIT callChosen();
    });
    connect(m_pane, &ActivityPane::fileChosen, this, &CallsPanel::fileChosen);
}

void CallsPanel::setView(const RunView &view)
{
    const bool isOther = m_view.run.id != view.run.id;
    m_view = view;
    if (isOther) {
        m_shown = 0;
        m_pane->open(nullptr);
        m_table->setObjects({});
    }
    QList<QJsonObject> calls;
    for (const ProviderCallView &call : view.providerCalls) {
        QJsonObject record = toJson(call).toObject();
        record.insert(QStringLiteral("cost_usd"), Words::money(call.costUsd)); // one that is not known is said
        record.insert(QStringLiteral("stop"),
            !call.stop.isEmpty()               ? Words::plain(call.stop)
                : view.run.state == u"running" ? tr("running")
                                               : tr("no answer"));
        calls << record;
    }
    m_table->setObjects(calls);
    int retries = 0;
    qint64 latency = 0;
    for (const ProviderCallView &call : view.providerCalls) {
        retries += call.retries;
        latency += call.latencyMs;
    }
    const Usage &sum = view.run.usage;
    m_sum->setText(tr("All %n call(s): %1 in, %2 cached, %3 out, %4 tool calls, %5 retries, %6, cost %7", nullptr,
        int(view.providerCalls.size()))
                       .arg(Words::count(sum.inputTokens), Words::count(sum.cachedTokens),
                           Words::count(sum.outputTokens), QString::number(view.toolCalls), QString::number(retries),
                           durationText(latency), Words::money(view.run.costUsd)));
    m_sum->setVisible(!view.providerCalls.isEmpty());
    if (m_table->currentKey().isEmpty() && !view.providerCalls.isEmpty())
        m_table->setCurrentKey(m_wanted.isEmpty() ? QString::number(view.providerCalls.first().firstSeq) : m_wanted);
    showCall();
}

QString CallsPanel::call() const { return m_table->currentKey(); }

void CallsPanel::setCall(const QString &firstSeq)
{
    m_wanted = firstSeq;
    if (!m_view.providerCalls.isEmpty())
        m_table->setCurrentKey(firstSeq);
}

qint64 CallsPanel::endOf(const ProviderCallView &call) const
{
    qint64 end = m_view.run.lastSeq;
    for (const StageView &stage : m_view.stages)
        if (stage.firstSeq <= call.firstSeq && stage.lastSeq >= call.firstSeq)
            end = stage.lastSeq;
    for (const ProviderCallView &other : m_view.providerCalls)
        if (other.firstSeq > call.firstSeq)
            end = qMin(end, other.firstSeq - 1);
    return end;
}

void CallsPanel::showCall()
{
    const qint64 wanted = m_table->currentKey().toLongLong();
    for (const ProviderCallView &call : m_view.providerCalls) {
        if (call.firstSeq != wanted)
            continue;
        StageView part;
        part.firstSeq = call.firstSeq;
        part.lastSeq = endOf(call);
        if (std::exchange(m_shown, wanted) == wanted)
            return m_pane->events()->catchUp(part.lastSeq);
        const StagePlan plan = StagePlan::of(part, m_view.commands, m_view.run.lastSeq);
        return m_pane->open(new StageEvents(m_worker, m_view.run.id, plan, {}));
    }
    m_shown = 0;
    m_pane->open(nullptr);
}

} // namespace mergeloom

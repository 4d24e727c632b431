#include "desktop/pages/ChangePanel.h"

#include "desktop/diff/RunLines.h"
#include "desktop/diff/DiffView.h"
#include "desktop/pages/PatchCompletion.h"
#include "desktop/pages/WorkerPatch.h"

#include <QVBoxLayout>

namespace mergeloom {

ChangePanel::ChangePanel(Worker &worker, QWidget *parent)
    : QWidget(parent), m_worker(worker), m_patch(worker, this, [this] { showPatch(); })
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_empty = makeEmpty(tr("No change yet"), tr("The diff appears here when the run has changed a file."), this);
    all->addWidget(m_empty);
    m_diff = new DiffView(std::make_shared<ViewedMarks>(ViewedMarks::standardFile()), this);
    all->addWidget(m_diff, 1);
    all->addStretch(0);
    m_diff->hide();
    m_completion = new PatchCompletion(worker, *m_diff, this);
    connect(m_diff, &DiffView::loaded, this, &ChangePanel::takeDiff);
    connect(m_diff, &DiffView::attributionClicked, this,
        [this](const LineAttribution &attribution) { Q_EMIT auditWanted(attribution.run); });
}

void ChangePanel::setView(const RunView &view)
{
    if (m_run != view.run.id) {
        m_run = view.run.id;
        m_asked = 0;
        m_shown = {};
        m_wantedFile.clear();
        m_patch.close();
    }
    m_title = view.run.title;
    m_ticket = view.run.ticketKey;
    m_seq = view.changeSeq;
    if (isVisible())
        ask();
    showPatch();
}

void ChangePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void ChangePanel::ask()
{
    if (m_seq == 0 || m_seq == m_asked)
        return;
    m_asked = m_seq;
    m_patch.change(api_call::runPatch(m_run));
}

void ChangePanel::showPatch()
{
    if (m_patch.error())
        m_notice->showError(*m_patch.error(), [this] { m_patch.reload(); });
    const auto &patch = m_patch.value();
    const bool hasChange = m_seq > 0 && patch && !patch->patch.isEmpty();
    m_diff->setVisible(hasChange);
    m_empty->setVisible(!hasChange && !m_patch.isAsking());
    if (!hasChange || m_patch.isAsking() || m_patch.readAt() == m_shown)
        return;
    m_shown = m_patch.readAt();
    if (patch->isCut)
        m_notice->showNote(tr("The diff is cut: it is too long to be kept whole."));
    m_completion->begin([run = m_run](Side side, const QString &path) {
        return api_call::runFile(run, side == Side::Before ? QStringLiteral("before") : QStringLiteral("after"), path);
    });
    m_diff->open(std::make_shared<WorkerPatch>(m_title, patch->patch, patch->files));
}

/// What a run's change adds, the run wrote.
void ChangePanel::takeDiff()
{
    if (const auto document = m_diff->document())
        m_diff->setAttribution(RunLines::allAdded(*document, m_run.text(), m_ticket));
    showWantedFile();
}

void ChangePanel::showFile(const QString &path)
{
    m_wantedFile = path;
    showWantedFile();
}

void ChangePanel::showWantedFile()
{
    const auto document = m_diff->document();
    if (!document || m_wantedFile.isEmpty())
        return;
    for (qsizetype i = 0; i < document->files.size(); ++i)
        if (document->files[i].afterPath == m_wantedFile || document->files[i].beforePath == m_wantedFile) {
            m_wantedFile.clear();
            return m_diff->showFile(int(i));
        }
}

} // namespace mergeloom

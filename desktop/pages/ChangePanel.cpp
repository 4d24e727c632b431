#include "desktop/pages/ChangePanel.h"

#include "desktop/diff/DiffView.h"
#include "desktop/diff/FileSources.h"

#include <QVBoxLayout>

namespace mergeloom {

ChangePanel::ChangePanel(Worker &worker, QWidget *parent)
    : QWidget(parent), m_patch(worker, this, [this] { showPatch(); })
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
    connect(m_diff, &DiffView::loaded, this, &ChangePanel::showWantedFile);
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
    m_diff->open(std::make_shared<PatchText>(PatchText::fromBytes(m_title, patch->patch.toUtf8())));
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

#include "desktop/pages/ChangePanel.h"

#include "desktop/diff/DiffView.h"
#include "desktop/diff/FileSources.h"
#include "shared/diff/CompletedFile.h"

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
    connect(m_diff, &DiffView::loaded, this, &ChangePanel::showWantedFile);
    connect(m_diff, &DiffView::wholeFileWanted, this, &ChangePanel::completeFile);
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

/// What the diff leaves out of a file that is gone to. Where the worker has no more of it, the gaps stay.
void ChangePanel::completeFile(int file)
{
    const auto take = [this, file, shown = m_shown](const Result<api::FileContent> &content) {
        if (!content || m_shown != shown)
            return;
        if (auto whole = completedFile(m_diff->document()->files[file], content->bytes()))
            m_diff->completeFile(file, std::move(*whole));
    };
    m_worker.client()->send<api::FileContent>(
        api_call::runFile(m_run, QStringLiteral("before"), m_diff->document()->files[file].beforePath), this, take);
}

} // namespace mergeloom

#include "desktop/diff/DiffView.h"

#include "desktop/diff/ChangeMap.h"
#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/FileHeader.h"
#include "desktop/diff/FileTree.h"
#include "desktop/diff/FindBar.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/widgets/ShownText.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>

namespace mergeloom {

namespace {

constexpr int roomForTwo = 1100; // pixels
constexpr int settleMilliseconds = 60;

} // namespace

void DiffView::open(std::shared_ptr<const DiffSource> source)
{
    m_source = std::move(source);
    m_layouts.cancel();
    m_finding.cancel();
    m_document.reset();
    m_loaded.reset();
    m_expected.clear();
    m_problems.clear();
    m_file = -1;
    m_canvas->clear();
    m_map->reload();
    showMessage({}, false);
    Q_EMIT titleChanged(m_source->title());
    beginWork();
    m_loading.start(
        [source = m_source, marks = m_marks](const std::stop_token &stop) {
            auto loaded = std::make_shared<Loaded>(Loaded{source->load(stop), {}});
            if (loaded->document)
                loaded->viewed = marks->viewedOf(*loaded->document);
            return loaded;
        },
        [this](const std::shared_ptr<Loaded> &loaded) { take(loaded); });
}

void DiffView::retry()
{
    if (m_source)
        open(m_source);
}

void DiffView::take(const std::shared_ptr<Loaded> &result)
{
    endWork();
    if (!result->document) {
        showMessage(shownText(result->document.error().message), true);
        Q_EMIT loaded();
        return;
    }
    m_document = m_loaded = std::make_shared<const DiffDocument>(std::move(*result->document));
    m_viewed = result->viewed;
    m_layouts.setDocument(m_document);
    m_tree->setFiles(m_document->files, m_viewed);
    m_tree->setVisible(m_document->files.size() > 1);
    showNotice(m_document->notices.join(QLatin1Char('\n')));
    if (m_document->files.isEmpty()) {
        showMessage(tr("Nothing differs."), false);
    } else {
        m_pages->setCurrentIndex(1);
        showFile(std::max(0, m_tree->neighbour(-1, 1)));
        m_canvas->setFocus();
    }
    Q_EMIT loaded();
}

void DiffView::setAttribution(std::shared_ptr<const AttributionModel> attribution)
{
    m_canvas->setAttribution(std::move(attribution));
}

void DiffView::showFile(int file)
{
    if (!m_document || file < 0 || file >= m_document->files.size())
        return;
    if (file != m_file)
        m_opened.clear();
    m_file = file;
    m_tree->setCurrent(file);
    showHead();
    layOut();
    if (!m_document->files[file].isWhole)
        Q_EMIT wholeFileWanted(file);
}

/// What stands over the lines of the file: its name, pictures of it, and why they cannot be had.
void DiffView::showHead()
{
    const FileDiff &shown = m_document->files[m_file];
    m_header->show(shown, m_viewed.contains(m_file) ? Qt::Checked : Qt::Unchecked);
    const QString &path = shown.afterPath.isEmpty() ? shown.beforePath : shown.afterPath;
    const bool isThere = !(shown.beforeBytes.isEmpty() && shown.afterBytes.isEmpty());
    const bool isAwaited = shown.isBinary && m_expected.contains(m_file);
    const bool isPicture = SafeImage::isImageName(path) && (isThere || isAwaited);
    if (isPicture)
        m_images->show(shown, isAwaited ? ImagePair::Bytes::Awaited : ImagePair::Bytes::There);
    else
        m_images->clear();
    m_images->setVisible(isPicture);
    m_lines->setVisible(!shown.isBinary || !isPicture);
    m_problemText->setText(shownText(problem()));
    m_problem->setVisible(!problem().isEmpty());
}

void DiffView::expectFile(int file)
{
    m_expected.insert(file);
    m_problems.remove(file);
    if (m_document && file == m_file)
        showHead();
}

void DiffView::tellProblem(int file, const QString &text)
{
    m_expected.remove(file);
    m_problems.insert(file, text);
    if (m_document && file == m_file)
        showHead();
}

void DiffView::completeFiles(const QList<std::pair<int, FileDiff>> &files)
{
    if (!m_document)
        return;
    const auto document = std::make_shared<DiffDocument>(*m_document);
    bool isShown = false;
    for (const auto &[file, whole] : files) {
        if (file < 0 || file >= document->files.size())
            continue;
        document->files[file] = whole;
        m_expected.remove(file);
        m_problems.remove(file);
        isShown |= file == m_file;
    }
    m_document = document;
    m_layouts.replaceDocument(m_document);
    if (!isShown)
        return;
    m_opened.clear(); // places in what was known of it
    showHead();
    layOut();
}

LayoutOptions DiffView::wantedOptions() const
{
    LayoutOptions options;
    const ArrangementChoice choice = m_bar->arrangement();
    const bool hasRoom =
        choice == ArrangementChoice::SideBySide || (choice == ArrangementChoice::Automatic && width() >= roomForTwo);
    options.arrangement = hasRoom ? Arrangement::SideBySide : Arrangement::Unified;
    options.whitespace = m_bar->whitespace();
    options.wrapColumns = m_bar->isWrapped() ? m_canvas->textColumns(options.arrangement) : 0;
    options.opened = m_opened;
    return options;
}

void DiffView::layOut()
{
    if (m_file < 0)
        return;
    m_layoutTimer.stop();
    beginWork();
    m_layouts.start(m_file, wantedOptions());
}

void DiffView::layOutSoon()
{
    if (!m_canvas->diff() || m_file < 0)
        return;
    const LayoutOptions wanted = wantedOptions();
    const LayoutOptions &shown = m_canvas->diff()->options();
    if (wanted.arrangement != shown.arrangement || wanted.wrapColumns != shown.wrapColumns)
        m_layoutTimer.start(settleMilliseconds);
}

void DiffView::takeLayout(const std::shared_ptr<const DiffLayout> &layout)
{
    endWork();
    const bool hadFound = m_find->isVisible();
    m_canvas->setDiff(layout);
    m_header->setCounts(layout->added(), layout->removed());
    if (std::exchange(m_landing, Landing::Stay) == Landing::LastChange)
        m_canvas->goToLastChange();
    m_map->reload();
    tellPosition();
    if (hadFound)
        look();
    if (layout->options().wrapColumns > 0)
        layOutSoon(); // a number column that grew takes columns from the text
    Q_EMIT fileShown();
}

void DiffView::openLines(OpenedLines lines)
{
    m_opened.append(lines);
    layOut();
}

void DiffView::tellPosition()
{
    if (!m_canvas->diff())
        return;
    const QList<qsizetype> &starts = m_canvas->diff()->changeStarts();
    const qsizetype row = m_canvas->selection().caret.row;
    const qsizetype at = std::upper_bound(starts.begin(), starts.end(), row) - starts.begin() - 1;
    m_bar->showPosition(at, starts.size());
}

void DiffView::goToChange(int step)
{
    if (!m_document || m_canvas->goToChange(step))
        return;
    const int file = m_tree->neighbour(m_file, step);
    if (file < 0) {
        m_bar->say(step > 0 ? tr("That was the last change") : tr("That was the first change"));
        return;
    }
    m_landing = step > 0 ? Landing::FirstChange : Landing::LastChange;
    showFile(file);
}

void DiffView::goToFile(int step)
{
    if (const int file = m_tree->neighbour(m_file, step); file >= 0)
        showFile(file);
}

void DiffView::toggleViewed(int file)
{
    if (!m_document || file < 0 || file >= m_document->files.size())
        return;
    const bool isViewed = !m_viewed.contains(file);
    if (isViewed)
        m_viewed.insert(file);
    else
        m_viewed.remove(file);
    m_marks->set(m_loaded->files[file], isViewed ? Qt::Checked : Qt::Unchecked);
    m_tree->setViewed(file, m_viewed);
    if (file == m_file)
        m_header->setViewed(isViewed ? Qt::Checked : Qt::Unchecked);
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOutSoon();
}

void DiffView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_document && m_file >= 0) {
        m_map->reload();
        if (m_canvas->diff())
            m_header->setCounts(m_canvas->diff()->added(), m_canvas->diff()->removed());
    }
    QWidget::changeEvent(event);
}

void DiffView::showMessage(const QString &text, bool canRetry)
{
    m_pages->setCurrentIndex(0);
    m_message->setText(text);
    m_retry->setVisible(canRetry);
}

void DiffView::showNotice(const QString &text)
{
    m_notice->setText(shownText(text));
    m_notice->setVisible(!text.isEmpty());
}

QString DiffView::notice() const { return m_pages->currentIndex() == 0 ? m_message->text() : m_notice->text(); }

bool DiffView::isIdle() const
{
    return !m_loading.isRunning() && m_layouts.isIdle() && !m_finding.isRunning() && !m_layoutTimer.isActive()
        && !m_saving.isRunning();
}

} // namespace mergeloom

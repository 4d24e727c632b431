#include "desktop/diff/ChangeMap.h"
#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/DiffView.h"
#include "desktop/diff/FileHeader.h"
#include "desktop/diff/FileTree.h"
#include "desktop/diff/FindBar.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"
#include "shared/diff/PatchWriter.h"

#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

constexpr int progressAfter = 200; // ms
constexpr int treeWidth = 280;

QFrame *thinLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::NoFrame);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

} // namespace

DiffView::DiffView(std::shared_ptr<ViewedMarks> marks, QWidget *parent)
    : QWidget(parent), m_marks(std::move(marks)), m_pages(new QStackedWidget(this)), m_layouts(this)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(3);
    m_progress->setAccessibleName(tr("Working"));
    m_progress->hide();
    column->addWidget(m_progress);
    column->addWidget(m_pages);
    m_pages->addWidget(makeMessage());
    m_pages->addWidget(makeContent());
    m_progressTimer.setSingleShot(true);
    m_progressTimer.setInterval(progressAfter);
    m_layoutTimer.setSingleShot(true);
    connectParts();
}

DiffView::~DiffView() = default;

QWidget *DiffView::makeMessage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(40, 40, 40, 40);
    column->setSpacing(16);
    m_message = plainLabel({}, page, "soft");
    m_message->setAlignment(Qt::AlignCenter);
    m_retry = new QPushButton(tr("Try again"), page);
    m_retry->hide();
    column->addStretch(1);
    column->addWidget(m_message);
    column->addWidget(m_retry, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return page;
}

QWidget *DiffView::makeContent()
{
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setHandleWidth(1);
    m_columns->setChildrenCollapsible(false);
    m_tree = new FileTree(m_columns);
    m_tree->setMinimumWidth(180);
    auto *right = new QWidget(m_columns);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new DiffBar(right);
    m_header = new FileHeader(right);
    m_notice = plainLabel({}, right, "soft");
    m_notice->setMargin(8);
    m_notice->hide();
    m_problem = makeProblem(right);
    m_find = new FindBar(right);
    m_find->hide();
    auto *body = new QSplitter(Qt::Vertical, right);
    body->setHandleWidth(1);
    m_images = new ImagePair(body);
    m_images->setMinimumHeight(160);
    m_images->hide();
    m_lines = new QWidget(body);
    auto *lines = new QHBoxLayout(m_lines);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    m_canvas = new DiffCanvas(m_lines);
    m_map = new ChangeMap(m_canvas, m_lines);
    lines->addWidget(m_canvas, 1);
    lines->addWidget(m_map);
    for (QWidget *part : {static_cast<QWidget *>(m_bar), static_cast<QWidget *>(thinLine(right)),
             static_cast<QWidget *>(m_header), static_cast<QWidget *>(m_notice), m_problem,
             static_cast<QWidget *>(m_find), static_cast<QWidget *>(thinLine(right))})
        column->addWidget(part);
    column->addWidget(body, 1);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({treeWidth, 1000});
    return m_columns;
}

QWidget *DiffView::makeProblem(QWidget *parent)
{
    auto *problem = new QFrame(parent);
    setLook(problem, "banner");
    auto *line = new QHBoxLayout(problem);
    line->setContentsMargins(12, 6, 8, 6);
    m_problemText = plainLabel({}, problem);
    m_problemText->setAccessibleName(tr("Why the file is not shown whole"));
    m_problemText->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *again = new QPushButton(tr("Try again"), problem);
    line->addWidget(m_problemText, 1);
    line->addWidget(again);
    connect(again, &QPushButton::clicked, this, [this] { Q_EMIT wholeFileWanted(m_file); });
    problem->hide();
    return problem;
}

QByteArray DiffView::columns() const { return m_columns->saveState(); }

void DiffView::restoreColumns(const QByteArray &columns) { m_columns->restoreState(columns); }

void DiffView::addShortcut(const QKeySequence &keys, std::function<void()> action)
{
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, std::move(action));
}

void DiffView::connectParts()
{
    connect(&m_progressTimer, &QTimer::timeout, this, [this] {
        m_progress->show();
        if (m_pages->currentIndex() == 0 && m_message->text().isEmpty())
            m_message->setText(tr("Reading the diff…"));
    });
    connect(&m_layoutTimer, &QTimer::timeout, this, &DiffView::layOut);
    connect(&m_layouts, &LayoutWork::ready, this, &DiffView::takeLayout);
    connect(m_retry, &QPushButton::clicked, this, &DiffView::retry);
    connect(m_tree, &FileTree::chosen, this, &DiffView::showFile);
    connect(m_tree, &FileTree::entered, this, [this] { m_canvas->setFocus(); });
    connect(m_tree, &FileTree::viewedToggled, this, &DiffView::toggleViewed);
    connect(m_header, &FileHeader::viewedToggled, this, [this] { toggleViewed(m_file); });
    connect(m_canvas, &DiffCanvas::linesOpened, this, &DiffView::openLines);
    connect(m_canvas, &DiffCanvas::geometryChanged, this, &DiffView::layOutSoon);
    connect(m_canvas, &DiffCanvas::caretMoved, this, &DiffView::tellPosition);
    connect(m_canvas, &DiffCanvas::attributionClicked, this, &DiffView::attributionClicked);
    connect(m_canvas, &DiffCanvas::escaped, this, &DiffView::closeFind);
    connect(m_bar, &DiffBar::optionsChanged, this, &DiffView::layOut);
    for (QAction *action : {m_bar->previous, m_bar->next, m_bar->find, m_bar->wrap, m_bar->save})
        addAction(action);
    connect(m_bar->previous, &QAction::triggered, this, [this] { goToChange(-1); });
    connect(m_bar->next, &QAction::triggered, this, [this] { goToChange(1); });
    connect(m_bar->find, &QAction::triggered, this, &DiffView::openFind);
    connect(m_bar->save, &QAction::triggered, this, &DiffView::saveAsPatch);
    connect(m_find, &FindBar::changed, this, &DiffView::look);
    connect(m_find, &FindBar::nextWanted, this, [this] { goToFound(1); });
    connect(m_find, &FindBar::previousWanted, this, [this] { goToFound(-1); });
    connect(m_find, &FindBar::closed, this, &DiffView::closeFind);
    addShortcut(Qt::Key_F3, [this] { goToFound(1); });
    addShortcut(Qt::SHIFT | Qt::Key_F3, [this] { goToFound(-1); });
    addShortcut(Qt::CTRL | Qt::Key_PageDown, [this] { goToFile(1); });
    addShortcut(Qt::CTRL | Qt::Key_PageUp, [this] { goToFile(-1); });
    addShortcut(Qt::CTRL | Qt::Key_M, [this] { toggleViewed(m_file); });
    addShortcut(Qt::CTRL | Qt::Key_L, [this] { m_tree->filter()->setFocus(Qt::ShortcutFocusReason); });
    addShortcut(Qt::CTRL | Qt::Key_D,
        [this] { m_bar->setArrangement(ArrangementChoice((int(m_bar->arrangement()) + 1) % 3)); });
    addShortcut(Qt::CTRL | Qt::Key_I, [this] { m_bar->setWhitespace(Whitespace((int(m_bar->whitespace()) + 1) % 5)); });
    addShortcut(QKeySequence::ZoomIn, [this] { m_canvas->zoom(1); });
    addShortcut(Qt::CTRL | Qt::Key_Equal, [this] { m_canvas->zoom(1); });
    addShortcut(QKeySequence::ZoomOut, [this] { m_canvas->zoom(-1); });
    addShortcut(Qt::CTRL | Qt::Key_0, [this] { m_canvas->zoom(0); });
}

void DiffView::beginWork()
{
    if (!m_progressTimer.isActive() && !m_progress->isVisible())
        m_progressTimer.start();
}

void DiffView::endWork()
{
    m_progressTimer.stop();
    m_progress->hide();
}

void DiffView::openFind()
{
    const QString selected = m_canvas->selectedText();
    m_find->open(selected.size() < 200 ? selected : QString());
    look();
}

void DiffView::closeFind()
{
    m_finding.cancel();
    m_find->hide();
    m_canvas->setFound({});
    m_map->reload();
    m_canvas->setFocus();
}

void DiffView::look()
{
    const FindQuery query = m_find->query();
    if (!m_canvas->diff() || query.text.isEmpty()) {
        m_finding.cancel();
        return takeFound(QList<FoundText>());
    }
    beginWork();
    m_finding.start(
        [layout = m_canvas->diff(), query](const std::stop_token &stop) {
            return std::make_shared<Result<QList<FoundText>>>(findText(*layout, query, stop));
        },
        [this](const std::shared_ptr<Result<QList<FoundText>>> &found) { takeFound(*found); });
}

void DiffView::takeFound(const Result<QList<FoundText>> &found)
{
    endWork();
    m_currentFound = -1;
    m_canvas->setFound(found ? *found : QList<FoundText>());
    m_map->reload();
    m_find->showCount(-1, found ? found->size() : 0, found ? QString() : shownText(found.error().message));
    if (found && !found->isEmpty() && m_find->isVisible())
        goToFound(1);
}

/// From the caret on, around the ends of the file.
void DiffView::goToFound(qsizetype step)
{
    const QList<FoundText> &found = m_canvas->found();
    if (found.isEmpty()) {
        if (!m_find->isVisible())
            openFind();
        return;
    }
    if (m_currentFound < 0) {
        const qsizetype row = m_canvas->selection().caret.row;
        const auto at = std::lower_bound(
            found.begin(), found.end(), row, [](const FoundText &one, qsizetype r) { return one.row < r; });
        m_currentFound = (at - found.begin()) - (step > 0 ? 1 : 0);
    }
    m_currentFound = (m_currentFound + step + found.size()) % found.size();
    const FoundText place = found[m_currentFound];
    m_find->showCount(m_currentFound, found.size(), {});
    if (m_canvas->diff()->rows()[place.row].kind == RowKind::Fold)
        m_canvas->openFold(place.row, FoldLink::All); // the new layout looks again, and comes to the same place
    else
        m_canvas->showFound(m_currentFound);
}

void DiffView::saveAsPatch()
{
    if (!m_document)
        return;
    auto *dialog = new QFileDialog(this, tr("Save as patch"), {}, tr("Patches (*.patch *.diff);;All files (*)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("patch"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &DiffView::savePatchTo);
    dialog->open();
}

void DiffView::savePatchTo(const QString &file)
{
    if (!m_document)
        return;
    beginWork();
    const auto save = [document = m_document, file](const std::stop_token &) {
        const auto patch = writePatch(*document);
        if (!patch)
            return patch.error().message;
        QSaveFile saved(file);
        if (!saved.open(QIODevice::WriteOnly) || saved.write(*patch) != patch->size() || !saved.commit())
            return tr("The patch cannot be written to %1: %2. Choose another place.").arg(file, saved.errorString());
        return QString();
    };
    m_saving.start(save, [this, file](const QString &problem) {
        endWork();
        showNotice(problem.isEmpty() ? tr("The patch was saved as %1.").arg(file) : problem);
        Q_EMIT patchSaved(problem);
    });
}

} // namespace mergeloom

#pragma once

#include "desktop/diff/AttributionModel.h"
#include "desktop/diff/BackgroundWork.h"
#include "desktop/diff/DiffBar.h"
#include "desktop/diff/DiffSource.h"
#include "desktop/diff/LayoutWork.h"
#include "desktop/diff/ViewedMarks.h"
#include "shared/diff/FindText.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace mergeloom {

class ChangeMap;
class DiffCanvas;
class FileHeader;
class FileTree;
class FindBar;
class ImagePair;

/// The diff viewer: the files of a diff and the lines of one of them, with all that leads around in them. Loads and lays out
/// off the GUI thread. Used by pages and by DiffWindow.
class DiffView : public QWidget
{
    Q_OBJECT
public:
    explicit DiffView(std::shared_ptr<ViewedMarks> marks, QWidget *parent = nullptr);
    ~DiffView() override;

    /// Loads and shows; what was shown before goes.
    void open(std::shared_ptr<const DiffSource> source);
    /// The margin of lines is there when there is a model.
    void setAttribution(std::shared_ptr<const AttributionModel> attribution);

    const std::shared_ptr<const DiffDocument> &document() const { return m_document; }
    int currentFile() const { return m_file; }
    void showFile(int file);
    void goToChange(int step);
    void goToFile(int step);
    void openFind();
    void toggleViewed(int file);
    /// Asks for a file and writes the patch of the whole diff there.
    void saveAsPatch();
    /// Off this thread; what became of it is said in words over the diff. What was begun is done before the app ends.
    void savePatchTo(const QString &file);
    void retry();
    /// Somebody reads all of this file: where it is a picture, there is a place for it.
    void expectFile(int file);
    /// Puts all of files in place of those of which only the hunks, or nothing, was known; what is read stays where it is.
    void completeFiles(const QList<std::pair<int, FileDiff>> &files);
    /// Why a file cannot be shown whole, over its lines, with a button that asks again.
    void tellProblem(int file, const QString &text);

    DiffCanvas *canvas() const { return m_canvas; }
    FileTree *tree() const { return m_tree; }
    FindBar *findBar() const { return m_find; }
    DiffBar *bar() const { return m_bar; }
    FileHeader *header() const { return m_header; }
    ImagePair *images() const { return m_images; }
    ChangeMap *map() const { return m_map; }
    /// What is shown in place of a diff, or over it: why there is none, what a patch lacks.
    QString notice() const;
    /// What tellProblem() told of the file that is shown.
    QString problem() const { return m_problems.value(m_file); }
    LayoutWork *layouts() { return &m_layouts; }
    /// Where the tree of files ends, for restoreColumns().
    QByteArray columns() const;
    void restoreColumns(const QByteArray &columns);
    /// Nothing is being loaded, laid out, looked for or saved.
    bool isIdle() const;

Q_SIGNALS:
    void titleChanged(const QString &title);
    /// A document is there, or there is a reason why not.
    void loaded();
    /// The lines of a file are there to be painted.
    void fileShown();
    /// A file of which only the hunks are known, or not even that, is gone to; who knows all of it calls completeFiles().
    void wholeFileWanted(int file);
    /// Empty: the patch is there.
    void patchSaved(const QString &problem);
    void attributionClicked(const LineAttribution &attribution);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Landing { FirstChange, LastChange, Stay };
    struct Loaded {
        Result<DiffDocument> document;
        QSet<int> viewed;
    };

    QWidget *makeContent();
    QWidget *makeMessage();
    QWidget *makeProblem(QWidget *parent);
    void connectParts();
    void addShortcut(const QKeySequence &keys, std::function<void()> action);
    void take(const std::shared_ptr<Loaded> &loaded);
    void showHead();
    void showMessage(const QString &text, bool canRetry);
    void showNotice(const QString &text);
    LayoutOptions wantedOptions() const;
    void layOut();
    void layOutSoon();
    void takeLayout(const std::shared_ptr<const DiffLayout> &layout);
    void openLines(OpenedLines lines);
    void tellPosition();
    void look();
    void takeFound(const Result<QList<FoundText>> &found);
    void goToFound(qsizetype step);
    void closeFind();
    void beginWork();
    void endWork();

    std::shared_ptr<ViewedMarks> m_marks;
    std::shared_ptr<const DiffSource> m_source;
    std::shared_ptr<const DiffDocument> m_document;
    std::shared_ptr<const DiffDocument> m_loaded; ///< as it was before files were completed: what marks are of
    QSet<int> m_viewed;
    QSet<int> m_expected;
    QHash<int, QString> m_problems;
    int m_file = -1;
    QList<OpenedLines> m_opened;
    Landing m_landing = Landing::FirstChange;
    qsizetype m_currentFound = -1;

    QStackedWidget *m_pages;
    QLabel *m_message;
    QPushButton *m_retry;
    QSplitter *m_columns;
    FileTree *m_tree;
    DiffBar *m_bar;
    QProgressBar *m_progress;
    FileHeader *m_header;
    QLabel *m_notice;
    QWidget *m_problem;
    QLabel *m_problemText;
    ImagePair *m_images;
    QWidget *m_lines;
    DiffCanvas *m_canvas;
    ChangeMap *m_map;
    FindBar *m_find;

    QTimer m_progressTimer;
    QTimer m_layoutTimer;
    LayoutWork m_layouts;
    BackgroundWork<std::shared_ptr<Loaded>> m_loading;
    BackgroundWork<std::shared_ptr<Result<QList<FoundText>>>> m_finding;
    BackgroundWork<QString> m_saving;
};

} // namespace mergeloom

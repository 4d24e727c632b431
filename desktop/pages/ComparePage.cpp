#include "desktop/pages/ComparePage.h"

#include "desktop/diff/RunLines.h"
#include "desktop/diff/DiffView.h"
#include "desktop/pages/CompareBar.h"
#include "desktop/pages/PatchCompletion.h"
#include "desktop/pages/WorkerPatch.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>

namespace mergeloom {

namespace {

constexpr qsizetype shownDigits = 10; ///< of a commit

QList<QJsonObject> commitRecords(const QList<api::ComparedCommit> &commits)
{
    QList<QJsonObject> records;
    for (const api::ComparedCommit &commit : commits) {
        QJsonObject record = toJson(commit).toObject();
        record.insert(QStringLiteral("commit"), commit.id.left(shownDigits));
        records << record;
    }
    return records;
}

} // namespace

ComparePage::ComparePage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_comparison(worker, this, [this] { showComparison(); })
{
    setHead(tr("Compare"), tr("Branches, tags and commits of a repository, with the runs that wrote the lines."));
    m_bar = new CompareBar(worker, bodyWidget());
    body()->addWidget(m_bar);
    m_message = new QWidget(bodyWidget());
    auto *lines = new QVBoxLayout(m_message);
    lines->setContentsMargins(0, 40, 0, 12);
    m_messageTitle = plainLabel({}, m_message, "strong");
    m_messageText = plainLabel({}, m_message, "soft");
    m_toRepositories = makeButton(tr("Repositories"), "folder-git-2", nullptr, m_message);
    for (QLabel *label : {m_messageTitle, m_messageText}) {
        label->setAlignment(Qt::AlignHCenter);
        lines->addWidget(label);
    }
    lines->addWidget(m_toRepositories, 0, Qt::AlignHCenter);
    lines->addStretch(1);
    body()->addWidget(m_message, 1);
    makeContent();
    makeKeys();
    connect(m_bar, &CompareBar::compareWanted, this, &ComparePage::compare);
    connect(m_bar, &CompareBar::repositoriesRead, this, &ComparePage::showComparison);
    connect(m_toRepositories, &QPushButton::clicked, this, [this] { go(QStringLiteral("repositories")); });
    showComparison();
}

void ComparePage::makeContent()
{
    m_content = new QWidget(bodyWidget());
    auto *all = new QVBoxLayout(m_content);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    m_summary = plainLabel({}, m_content, "soft");
    m_cut = new NoticeLine(m_content);
    m_tabs = new QTabBar(m_content);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Parts of the comparison"));
    m_tabs->addTab({});
    m_tabs->addTab({});
    m_stack = new QStackedWidget(m_content);
    m_diff = new DiffView(std::make_shared<ViewedMarks>(ViewedMarks::standardFile()), m_stack);
    m_completion = new PatchCompletion(worker(), *m_diff, this);
    m_stack->addWidget(m_diff);
    m_stack->addWidget(makeCommits());
    for (QWidget *part : std::initializer_list<QWidget *>{m_summary, m_cut, m_tabs})
        all->addWidget(part);
    all->addWidget(m_stack, 1);
    body()->addWidget(m_content, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_diff, &DiffView::loaded, this, &ComparePage::takeDiff);
    connect(m_diff, &DiffView::attributionClicked, this,
        [this](const LineAttribution &attribution) { go(QStringLiteral("audit-run"), attribution.run); });
}

QWidget *ComparePage::makeCommits()
{
    auto *panel = new QWidget(m_stack);
    auto *all = new QVBoxLayout(panel);
    all->setContentsMargins(0, 0, 0, 0);
    m_commits = new RecordTable({{"commit", tr("Commit")}, {"subject", tr("Subject"), CellFormat::Text, 0, true},
                                    {"ticket", tr("Ticket")}, {"run", tr("Run"), CellFormat::ShortId},
                                    {"author", tr("Author")}, {"at", tr("When"), CellFormat::RelativeTime}},
        QStringLiteral("id"), tr("Commits"), panel);
    m_commits->setEmptyText(tr("No commit"), tr("Everything in the second is in the first as well."));
    m_commitsCut = plainLabel(tr("These are the newest; older ones are left out."), panel, "faint");
    m_commitsCut->setWordWrap(false);
    m_showCommit = makeButton(tr("Show this commit"), "git-commit-horizontal", nullptr, panel);
    m_showAudit = makeButton(tr("Audit of its run"), "book-open-check", nullptr, panel);
    auto *row = new QHBoxLayout;
    row->addWidget(m_showCommit);
    row->addWidget(m_showAudit);
    row->addStretch(1);
    row->addWidget(m_commitsCut);
    all->addWidget(m_commits, 1);
    all->addLayout(row);
    const auto show = [this] {
        go(QStringLiteral("compare"),
            CompareRange{m_range.repository, {}, m_commits->currentKey(), CompareRange::Kind::OneCommit}.argument());
    };
    connect(m_commits, &RecordTable::currentChanged, this, &ComparePage::chooseCommit);
    connect(m_commits, &RecordTable::opened, this, show);
    connect(m_showCommit, &QPushButton::clicked, this, show);
    connect(m_showAudit, &QPushButton::clicked, this,
        [this] { go(QStringLiteral("audit-run"), commitOf(QStringLiteral("run"))); });
    return panel;
}

void ComparePage::makeKeys()
{
    for (const Tab tab : {Files, Commits}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + int(tab))), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, tab] {
            m_tabs->setCurrentIndex(tab);
            m_stack->currentWidget()->setFocus();
        });
    }
}

QString ComparePage::draftName() const { return QStringLiteral("compare-") + worker().id(); }

void ComparePage::open(const QString &argument)
{
    const QString wanted =
        argument.isEmpty() ? m_drafts.find(draftName()).value(QStringLiteral("range")).toString() : argument;
    const CompareRange range = CompareRange::of(wanted);
    notice().clear();
    if (range == m_range && m_comparison.value())
        return;
    m_bar->takeFocus();
    m_bar->setRange(range);
    start(range);
}

void ComparePage::reload()
{
    m_bar->reload();
    m_comparison.reload();
}

void ComparePage::compare()
{
    const CompareRange range = m_bar->range();
    notice().clear();
    if (range.text().isEmpty() || range.repository.isEmpty())
        return notice().showNote(tr("Choose a repository and what to compare in it first."));
    start(range);
}

void ComparePage::start(const CompareRange &range)
{
    const bool isOther = std::exchange(m_range, range) != range;
    if (range.text().isEmpty()) {
        m_comparison.close();
        return showComparison();
    }
    m_drafts.keep(draftName(), {{QStringLiteral("range"), range.argument()}});
    if (!isOther && m_comparison.value())
        return m_comparison.reload();
    m_wantedFile.clear();
    m_shownPatch.reset();
    m_comparison.open(api_call::repositoryCompare(range.repository, range.text()));
    Q_EMIT argumentChanged(range.argument());
}

void ComparePage::showComparison()
{
    if (m_comparison.error())
        notice().showError(*m_comparison.error(), [this] { m_comparison.reload(); });
    const auto &view = m_comparison.value();
    m_content->setVisible(view.has_value());
    m_message->setVisible(!view);
    if (!view)
        return showWhatIsMissing();
    if (m_comparison.isAsking() || m_comparison.readAt() == m_shown)
        return;
    m_shown = m_comparison.readAt();
    setReadAt(m_shown);
    showContent(*view);
}

void ComparePage::showWhatIsMissing()
{
    m_toRepositories->setVisible(!m_bar->hasRepositories());
    if (!m_bar->hasRepositories())
        showMessage(tr("No repository yet"), tr("Tickets need one to go to, and so does a comparison."));
    else if (m_comparison.isAsking())
        showMessage({}, tr("Comparing %1 …").arg(m_range.text()));
    else if (m_comparison.error())
        showMessage(
            tr("Nothing could be compared"), tr("What is wrong stands above. Choose something else, or try again."));
    else
        showMessage(tr("Nothing is compared yet"),
            tr("Choose two branches or tags, or type the id of a commit, and press Enter. Compared is what this worker fetched last."));
}

void ComparePage::showMessage(const QString &title, const QString &text)
{
    m_messageTitle->setText(shownText(title));
    m_messageText->setText(shownText(text));
}

void ComparePage::showContent(const api::CompareView &view)
{
    int added = 0;
    int removed = 0;
    for (const ChangedFileView &file : view.files) {
        added += file.additions;
        removed += file.deletions;
    }
    qint64 ofRuns = 0;
    for (const api::AttributedLines &lines : view.lines)
        ofRuns += lines.last - lines.first + 1;
    const QString from = view.from.isEmpty() ? tr("nothing") : view.from.left(shownDigits);
    QStringList parts{tr("From %1 to %2").arg(from, view.to.left(shownDigits)), Words::lines(added, removed)};
    parts << (ofRuns == 0 ? tr("no line is known to be of a run") : tr("%n line(s) of runs", nullptr, int(ofRuns)));
    m_summary->setText(shownLine(parts.join(QStringLiteral("  ·  "))));
    QStringList cut;
    if (view.isCut)
        cut << tr("The diff is cut: it is too long to be shown whole.");
    if (view.attributionCut)
        cut << tr("Not all files were searched for lines of runs: it would have taken too long.");
    if (cut.isEmpty())
        m_cut->clear();
    else
        m_cut->showNote(cut.join(u'\n'));
    m_tabs->setTabText(Files, tr("Files (%1)").arg(view.files.size()));
    m_tabs->setTabText(Commits, tr("Commits (%1)").arg(view.commits.size()));
    m_commits->setObjects(commitRecords(view.commits));
    m_commitsCut->setVisible(view.commitsCut);
    chooseCommit();
    if (m_diff->document() && m_shownPatch == view.patch)
        return takeDiff(); // what is read stays where it is
    if (m_diff->document() && m_diff->currentFile() >= 0 && m_shownPatch)
        m_wantedFile = m_diff->document()->files[m_diff->currentFile()].afterPath;
    m_shownPatch = view.patch;
    m_completion->begin([alias = m_range.repository, from = view.from, to = view.to](Side side, const QString &path) {
        return api_call::repositoryFile(alias, side == Side::Before ? from : to, path);
    });
    m_diff->open(std::make_shared<WorkerPatch>(m_range.text(), view.patch, view.files));
}

void ComparePage::takeDiff()
{
    const auto &view = m_comparison.value();
    const auto document = m_diff->document();
    if (!view || !document)
        return;
    auto lines = std::make_shared<RunLines>();
    for (const api::AttributedLines &one : view->lines)
        lines->add(one.path, one.first, one.last, one.run.text(), one.ticket);
    m_diff->setAttribution(view->lines.isEmpty() ? nullptr : lines);
    for (qsizetype file = 0; !m_wantedFile.isEmpty() && file < document->files.size(); ++file)
        if (document->files[file].afterPath == m_wantedFile) {
            m_wantedFile.clear();
            m_diff->showFile(int(file));
        }
}

QString ComparePage::commitOf(const QString &field) const { return m_commits->currentRecord().value(field).toString(); }

void ComparePage::chooseCommit()
{
    m_showCommit->setEnabled(!m_commits->currentKey().isEmpty());
    allow(m_showAudit, !commitOf(QStringLiteral("run")).isEmpty(), tr("No run of this worker made this commit."));
}

} // namespace mergeloom

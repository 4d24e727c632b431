#include "desktop/app/HelpWindow.h"

#include "desktop/pages/PageRegistry.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextTable>

namespace mergeloom {

namespace {

constexpr int listWidth = 210;
constexpr QSize helpSize{920, 680};
constexpr int headingGap = 20; // pixels, as the two below
constexpr int paragraphGap = 10;
constexpr int lineGap = 4;

/// A line under each row; Qt would draw frames around all cells, with no room in them.
void setTables(QTextFrame *frame, const QColor &line)
{
    QTextTableCellFormat cellFormat;
    cellFormat.setPadding(6);
    cellFormat.setBottomBorder(1);
    cellFormat.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    cellFormat.setBottomBorderBrush(line);
    for (QTextFrame *child : frame->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(child)) {
            QTextTableFormat format = table->format();
            format.setBorder(0);
            format.setCellSpacing(0);
            format.setBottomMargin(paragraphGap);
            table->setFormat(format);
            for (int row = 0; row < table->rows(); ++row)
                for (int column = 0; column < table->columns(); ++column) {
                    QTextTableCell cell = table->cellAt(row, column);
                    QTextCharFormat own = cell.format();
                    own.merge(cellFormat);
                    cell.setFormat(own);
                }
        }
        setTables(child, line);
    }
}

/// Room around paragraphs and headings, and headings in the sizes of the look: Markdown comes without.
void setBlocks(QTextDocument &document)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (QTextCursor(block).currentTable())
            continue;
        cursor.setPosition(block.position());
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        format.setTopMargin(level > 1 ? headingGap : 0);
        format.setBottomMargin(
            block.textList() || format.hasProperty(QTextFormat::BlockCodeLanguage) ? lineGap : paragraphGap);
        cursor.setBlockFormat(format);
        if (level > 0) {
            cursor.select(QTextCursor::BlockUnderCursor);
            QTextCharFormat heading;
            heading.setProperty(QTextFormat::FontSizeAdjustment, level == 1 ? 2 : 1);
            cursor.mergeCharFormat(heading);
        }
    }
}

} // namespace

HelpWindow::HelpWindow(QWidget *parent) : QDialog(parent), m_guides(readGuides())
{
    setWindowTitle(tr("Help"));
    resize(helpSize);
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Guides"));
    m_list->setFixedWidth(listWidth);
    m_text = new QTextBrowser(this);
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(20);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_text, 1);
    for (const Guide &guide : m_guides)
        m_list->addItem(guide.title);
    connect(m_list, &QListWidget::currentRowChanged, this, &HelpWindow::showGuide);
    connect(m_text, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
    m_list->setCurrentRow(0);
}

QList<HelpWindow::Guide> HelpWindow::readGuides()
{
    QList<Guide> guides;
    const QDir folder(QStringLiteral(":/guides"));
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        guides << Guide{name, text.section(u'\n', 0, 0).mid(2), text};
    }
    return guides;
}

void HelpWindow::showGuide(int row)
{
    if (row < 0)
        return;
    m_text->setMarkdown(m_guides.at(row).markdown);
    m_text->setAccessibleName(m_guides.at(row).title);
    setBlocks(*m_text->document());
    setTables(m_text->document()->rootFrame(), palette().color(QPalette::Mid));
    m_text->moveCursor(QTextCursor::Start);
}

/// The text has the colours of its links and lines in it.
void HelpWindow::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !m_text)
        return;
    const int at = m_text->verticalScrollBar()->value();
    showGuide(m_list->currentRow());
    (void)m_text->document()->size(); // lays all of it out, so that the place is there
    m_text->verticalScrollBar()->setValue(at);
}

/// To another guide, to a page of the app, or to an address of the web: the guides are our own.
void HelpWindow::follow(const QUrl &link)
{
    for (qsizetype i = 0; i < m_guides.size(); ++i)
        if (m_guides[i].name == link.path())
            return m_list->setCurrentRow(int(i));
    const QString page = link.path().mid(1);
    if (link.isRelative() && pageRow(page))
        Q_EMIT placeWanted({page, {}, {}});
    else if (link.scheme() == u"https")
        QDesktopServices::openUrl(link);
}

} // namespace mergeloom

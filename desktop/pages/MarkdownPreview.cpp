#include "desktop/pages/MarkdownPreview.h"

#include "desktop/widgets/ShownText.h"

#include <QHelpEvent>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolTip>

namespace mergeloom {

MarkdownPreview::MarkdownPreview(QWidget *parent) : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setAccessibleName(tr("Preview"));
    setPlaceholderText(tr("What you write is shown here as it will be read."));
    document()->setDocumentMargin(12);
}

void MarkdownPreview::showMarkdown(const QString &markdown)
{
    document()->setMarkdown(shownText(markdown),
        QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
}

bool MarkdownPreview::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) { // where a link would lead
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), shownToolTip(anchorAt(viewport()->mapFrom(this, help->pos()))), this);
        return true;
    }
    return QTextBrowser::event(event);
}

} // namespace mergeloom

#pragma once

#include <QTextBrowser>

namespace mergeloom {

/// Markdown as it reads, without anything in it that would do something: no HTML, no pictures, no link that is followed.
class MarkdownPreview : public QTextBrowser
{
    Q_OBJECT

public:
    explicit MarkdownPreview(QWidget *parent = nullptr);
    void showMarkdown(const QString &markdown);
    /// Nothing is ever loaded, from this machine or another.
    QVariant loadResource(int, const QUrl &) override { return {}; }

protected:
    bool event(QEvent *event) override;
};

} // namespace mergeloom

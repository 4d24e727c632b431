#pragma once

#include "desktop/pages/Activity.h"
#include "desktop/pages/ActivityText.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace mergeloom {

/// What a stage did, one item below the other: a text that is only drawn where it is seen, so that it stays quick at any length, can be
/// searched, selected and read aloud. The line of an item opens it (click, Enter or Space).
class ActivityView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ActivityView(QWidget *parent = nullptr);

    /// The items to show, from the first; null: none. They must live until another call.
    void show(Activity *activity);
    /// Takes over what has changed, soon and a bounded part at a time.
    void refresh();
    /// Whether the newest line is kept in sight.
    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool isFollowing);
    /// Whether there is nothing left to take over.
    bool isSettled() const { return !m_soon.isActive(); }

Q_SIGNALS:
    /// The output of a command is wanted that was not read.
    void outputWanted(const QString &commandId);
    void fileChosen(const QString &path);
    /// The reader comes near the end, or the begin.
    void endNeared();
    void followingChanged(bool isFollowing);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// How an item stands in the text.
    struct Shown {
        qint64 id = 0;
        qint64 revision = -1;
        int blocks = 0;
        qsizetype outputLines = 0;
        bool isOutputOpen = false;
    };

    void takeOver();
    void drawAgain();
    void render(qsizetype index, bool isNew);
    void renderOutput(qsizetype index);
    void removeFrom(qsizetype index);
    int firstBlock(qsizetype index) const;
    void write(QTextCursor &cursor, const QList<ActivityLine> &lines, bool beginsBlock);
    const ActivityItem *itemAt(const QTextBlock &block, ActivityLine::Role *role = nullptr) const;
    bool isOpen(const ActivityItem &item) const
    {
        return item.canOpen() && (item.opensByItself() != m_turned.contains(item.id));
    }
    void activate(const QTextBlock &block);
    void step(int by);
    void paintHead(QPainter &painter, const QTextBlock &block, const QRectF &place, const ActivityItem &item);
    void scrolled();
    void toEnd();

    Activity *m_activity = nullptr;
    QList<Shown> m_shown;
    QSet<qint64> m_turned; ///< items that somebody opened, or closed
    QTimer m_soon;
    QPoint m_pressedAt;
    int m_budget = 0; ///< lines that may still be written this time
    bool m_isFollowing = false;
    bool m_isWriting = false;
};

} // namespace mergeloom

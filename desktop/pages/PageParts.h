#pragma once

#include "desktop/widgets/Colours.h"
#include "shared/core/Error.h"

#include <QFrame>
#include <QLabel>

class QBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace mergeloom {

/// A word with a colour that says how it stands.
class StatusPill : public QWidget
{
    Q_OBJECT

public:
    explicit StatusPill(QWidget *parent = nullptr);
    void setStatus(Tone tone, const QString &word);
    void setStatus(const QString &state);
    QString text() const { return m_word; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
    QString m_word;
};

/// A line that says what happened: an error stays until it is closed or over, good news goes by itself.
class NoticeLine : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeLine(QWidget *parent = nullptr);

    void showError(const Error &error);
    /// With a button that does it once more.
    void showError(const Error &error, std::function<void()> again);
    void showNote(const QString &text, Tone tone = Tone::Waiting);
    /// Goes after some seconds.
    void showDone(const QString &text);
    void clear();
    /// Clears it when it says that the worker could not be reached.
    void clearUnreachable();
    QString text() const;

private:
    void say(const QString &text, Tone tone);

    QLabel *m_text;
    QPushButton *m_again;
    QPushButton *m_close;
    std::function<void()> m_onAgain;
    std::optional<ErrorCode> m_code; ///< of the error that is shown
    int m_number = 0;
};

/// A surface with a heading; `body` is what stands below it.
struct Card {
    QFrame *frame;
    QVBoxLayout *body;
    QBoxLayout *head; ///< of the heading: for a link or a figure at its end
};
Card makeCard(const QString &heading, QWidget *parent);

/// Why there is nothing, and what to do.
QWidget *makeEmpty(const QString &title, const QString &text, QWidget *parent);

QPushButton *makeButton(const QString &text, const char *icon, const char *look, QWidget *parent);
/// Text that ends with `…` where there is no room; the whole is its tool tip.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr, const char *look = nullptr);
    void setWhole(const QString &text);
    QSize minimumSizeHint() const override { return {24, QLabel::minimumSizeHint().height()}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();
    QString m_whole;
};

/// What somebody may not do is there, and says why not.
void allow(QWidget *control, bool isAllowed, const QString &whyNot);
void clearLayout(QLayout *layout);
/// Asks before something that cannot be taken back; plain text.
bool confirmed(QWidget *parent, const QString &question, const QString &explanation, const QString &verb,
    const QString &otherwise = {});

} // namespace mergeloom

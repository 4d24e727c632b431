#pragma once

#include "shared/diff/FindText.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace mergeloom {

/// What is looked for, how, and what came of it. Says what is wanted; who listens looks.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(QWidget *parent = nullptr);

    FindQuery query() const;

    /// Shows itself with `text` (what is selected) to be looked for, or what was last.
    void open(const QString &text);
    /// `current` counts from 0; -1: none yet. `notice` is shown in place of the count, e.g. what is wrong with an expression.
    void showCount(qsizetype current, qsizetype count, const QString &notice);

    QLineEdit *field() const { return m_field; }

Q_SIGNALS:
    void changed();
    void nextWanted();
    void previousWanted();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *toggle(const QString &text, const QString &name, const QString &shortcut);
    QToolButton *button(const QString &text, const QString &name);

    QLineEdit *m_field;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_expression;
    QLabel *m_count;
};

} // namespace mergeloom

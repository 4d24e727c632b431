#pragma once

#include "shared/diff/LineDiff.h"

#include <QAction>
#include <QWidget>

class QComboBox;
class QLabel;

namespace mergeloom {

/// How the sides stand: Automatic is side by side where there is room.
enum class ArrangementChoice { Automatic, SideBySide, Unified };

/// The bar over a diff: where one is, where to go, and how it is shown. Its actions have their shortcuts, for the widget
/// that they are added to.
class DiffBar : public QWidget
{
    Q_OBJECT
public:
    explicit DiffBar(QWidget *parent = nullptr);

    ArrangementChoice arrangement() const;
    void setArrangement(ArrangementChoice choice);
    Whitespace whitespace() const;
    void setWhitespace(Whitespace mode);
    bool isWrapped() const { return wrap->isChecked(); }
    /// "change 3 of 17"; 0 changes: nothing is said.
    void showPosition(qsizetype change, qsizetype count);
    void say(const QString &text);

    QAction *const previous;
    QAction *const next;
    QAction *const find;
    QAction *const wrap;
    QAction *const save;

Q_SIGNALS:
    void optionsChanged();

private:
    QAction *action(const char *icon, const QString &name, const QKeySequence &shortcut);

    QComboBox *m_arrangement;
    QComboBox *m_whitespace;
    QLabel *m_position;
};

} // namespace mergeloom

#pragma once

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace mergeloom {

/// The pages, down the left edge: icons and words, or icons alone when it is folded or the window is narrow.
class Rail : public QFrame
{
    Q_OBJECT

public:
    enum class Width { Open, Folded };

    explicit Rail(QWidget *parent = nullptr);

    void showPage(const QString &id);
    void setWidth(Width width);
    Width width() const { return m_width; }

Q_SIGNALS:
    void pageChosen(const QString &id);
    void foldWanted();

private:
    QToolButton *addButton(const QString &icon, const QString &text);

    QButtonGroup *m_group;
    QToolButton *m_fold;
    QList<QToolButton *> m_buttons;
    Width m_width = Width::Open;
};

} // namespace mergeloom

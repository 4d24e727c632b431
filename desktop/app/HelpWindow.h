#pragma once

#include "desktop/pages/Page.h"

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace mergeloom {

/// F1: the user guide (resources/docs), a list of its parts and the one that is chosen. Needs no worker.
class HelpWindow : public QDialog
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent = nullptr);

Q_SIGNALS:
    /// A link to a page of the app.
    void placeWanted(const Place &place);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Guide {
        QString name; ///< as the others call it in their links
        QString title;
        QString markdown;
    };

    static QList<Guide> readGuides();
    void showGuide(int row);
    void follow(const QUrl &link);

    QList<Guide> m_guides;
    QListWidget *m_list = nullptr;
    QTextBrowser *m_text = nullptr;
};

} // namespace mergeloom

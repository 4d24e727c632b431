#pragma once

#include "desktop/workers/Connection.h"
#include "desktop/workers/Worker.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace mergeloom {

/// What can be done about a worker's state, as buttons in the middle of the window or in the line over a page.
class StateButtons : public QWidget
{
    Q_OBJECT

public:
    explicit StateButtons(QWidget *parent = nullptr);

    void showWorker(Worker *worker);

Q_SIGNALS:
    void changeWanted(const QString &workerId);
    void trustWanted(const QString &workerId);
    void messagesWanted(const QString &workerId);

private:
    QPointer<Worker> m_worker;
    QPushButton *m_try;
    QPushButton *m_trust;
    QPushButton *m_change;
    QPushButton *m_messages;
};

/// In place of a page: a worker that cannot be read and why, or a welcome while there is none.
class StateView : public QWidget
{
    Q_OBJECT

public:
    explicit StateView(QWidget *parent = nullptr);

    /// Null: none is known.
    void showWorker(Worker *worker);
    void showLocal(const Connection &connection, const QString &token);
    void showNoLocal(const QString &words);
    StateButtons *buttons() const { return m_buttons; }

Q_SIGNALS:
    void addWanted();
    void addLocalWanted(const Connection &connection, const QString &token);

private:
    void showWelcome();

    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_local;
    QPushButton *m_addLocal;
    QPushButton *m_add;
    StateButtons *m_buttons;
    QPointer<Worker> m_worker;
    Connection m_localConnection;
    QString m_localToken;
};

} // namespace mergeloom

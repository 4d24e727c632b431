#pragma once

#include "desktop/pages/SentCommands.h"
#include "desktop/workers/Worker.h"
#include "shared/domain/RunView.h"

#include <QWidget>

class QFrame;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace mergeloom {

class NoticeLine;

/// What a person can tell a run that is under way, what it waits for, and what became of what was told.
class SteeringBar : public QWidget
{
    Q_OBJECT

public:
    SteeringBar(Worker &worker, QWidget *parent = nullptr);

    void setView(const RunView &view);
    void take(const Event &event);
    /// For a message; nothing while the run waits for an approval.
    void focusMessage();

Q_SIGNALS:
    void changeWanted(); ///< the reader wants to see what would be published

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeApproval(QVBoxLayout *all);
    void makeBar(QVBoxLayout *all);
    void send(const QString &command, const QString &text = {}, const Budgets &budgets = {});
    void sendMessage();
    void cancel();
    void extend();
    void showSent();
    void showRole();

    Worker &m_worker;
    RunView m_view;
    SentCommands m_sent;
    QFrame *m_approval;
    QLabel *m_approvalText;
    QLineEdit *m_reason;
    QPushButton *m_approve;
    QPushButton *m_reject;
    QWidget *m_bar;
    QPlainTextEdit *m_message;
    QPushButton *m_send;
    QPushButton *m_pause;
    QPushButton *m_resume;
    QPushButton *m_extend;
    QPushButton *m_cancel;
    QLabel *m_pauseText;
    QLabel *m_sentText;
    NoticeLine *m_notice;
};

} // namespace mergeloom

#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/PageParts.h"

class QLineEdit;
class QPlainTextEdit;

namespace mergeloom {

/// The own sign-in of an agent program: the worker runs its login, and what it shows and asks for is here.
class SignInPanel : public QFrame
{
    Q_OBJECT

public:
    SignInPanel(Worker &worker, const api::ProviderView &provider, QWidget *parent = nullptr);

Q_SIGNALS:
    void addressWanted(const QString &address);

private:
    void showSignIn();
    void showRunning(const api::SignInView &signIn);
    void begin();
    void giveUp();
    void enterCode();

    Worker &m_worker;
    ProviderProfileId m_id;
    Asking<api::SignInView> m_signIn;
    StatusPill *m_state;
    NoticeLine *m_notice;
    QLabel *m_text;
    QWidget *m_link;
    QLabel *m_url;
    QWidget *m_codeShown;
    QLabel *m_code;
    QWidget *m_codeAsked;
    QLineEdit *m_typed;
    QPlainTextEdit *m_output;
    QPushButton *m_begin;
    QPushButton *m_giveUp;
    QTimer m_again;
};

} // namespace mergeloom

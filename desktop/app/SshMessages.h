#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace mergeloom {

class Worker;

/// What the ssh of a connection has said, as it comes.
class SshMessages : public QDialog
{
    Q_OBJECT

public:
    explicit SshMessages(Worker &worker, QWidget *parent = nullptr);

private:
    void follow(Worker &worker);

    QPlainTextEdit *m_text;
    QMetaObject::Connection m_following;
};

} // namespace mergeloom

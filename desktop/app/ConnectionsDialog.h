#pragma once

#include "desktop/workers/Workers.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace mergeloom {

/// All connections: their states, and add, change, remove.
class ConnectionsDialog : public QDialog
{
    Q_OBJECT

public:
    ConnectionsDialog(Workers &workers, const TokenStore &tokens, QWidget *parent = nullptr);

Q_SIGNALS:
    void addWanted();
    void changeWanted(const QString &workerId);
    void removeWanted(const QString &workerId);

private:
    void fill();
    QString chosen() const;

    Workers &m_workers;
    const TokenStore &m_tokens;
    QListWidget *m_list;
    QPushButton *m_change;
    QPushButton *m_remove;
    QLabel *m_keychain;
};

} // namespace mergeloom

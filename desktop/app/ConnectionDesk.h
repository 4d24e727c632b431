#pragma once

#include "desktop/workers/LocalSearch.h"
#include "desktop/workers/Workers.h"

#include <QWidget>

namespace mergeloom {

/// The windows in which connections are made, changed, trusted and removed. They lie over `window` and do not stop it.
class ConnectionDesk : public QObject
{
    Q_OBJECT

public:
    ConnectionDesk(Workers &workers, TokenStore &tokens, QWidget *window);

    void add();
    void addLocal(const Connection &connection, const QString &token);
    void change(const QString &workerId);
    void remove(const QString &workerId);
    void trust(const QString &workerId);
    void showMessages(const QString &workerId);
    void showAll();
    /// A message that needs no answer.
    void say(const QString &title, const QString &words);

Q_SIGNALS:
    void added(const QString &workerId);

private:
    std::function<void(TokenStore::Kept)> toldWhereTokenIs();

    Workers &m_workers;
    TokenStore &m_tokens;
    QWidget *m_window;
};

} // namespace mergeloom

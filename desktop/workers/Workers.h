#pragma once

#include "desktop/workers/KeptSettings.h"
#include "desktop/workers/TokenStore.h"
#include "desktop/workers/Worker.h"

#include <QSet>

namespace mergeloom {

/// All workers that the user knows, connected at once, in the order in which they were added.
class Workers : public QObject
{
    Q_OBJECT

public:
    Workers(KeptSettings &settings, TokenStore &tokens, QObject *parent = nullptr);

    const QList<Worker *> &all() const { return m_workers; }
    /// Null: there is none of that id.
    Worker *worker(const QString &id) const;

    /// A checked connection; it gets an id. `tokenKept` says where its token is.
    Worker *add(Connection connection, const QString &token, std::function<void(TokenStore::Kept)> tokenKept);
    /// No token: the one that is known stays.
    void change(const Connection &connection, const std::optional<QString> &token,
        std::function<void(TokenStore::Kept)> tokenKept);
    /// `tokenGone` says why the token could not be removed; empty: it is gone.
    void remove(const QString &id, std::function<void(const QString &problem)> tokenGone = {});
    /// From now on this certificate and no other.
    void trust(const QString &id, const QString &fingerprint);

Q_SIGNALS:
    void added(Worker *worker);
    void aboutToBeRemoved(Worker *worker);
    /// The name or address of one.
    void renamed(Worker *worker);
    /// State of any.
    void stateChanged(Worker *worker);
    void eventArrived(Worker *worker, const api::EventView &event);

private:
    Worker *take(const Connection &connection, const QString &token);
    void keep();
    void readToken(const QString &id);

    KeptSettings &m_settings;
    TokenStore &m_tokens;
    QList<Worker *> m_workers; ///< children
    QSet<QString> m_waiting;   ///< for their tokens
};

} // namespace mergeloom

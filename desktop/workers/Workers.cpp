#include "desktop/workers/Workers.h"

#include "shared/core/Ulid.h"

namespace mergeloom {

Workers::Workers(KeptSettings &settings, TokenStore &tokens, QObject *parent)
    : QObject(parent), m_settings(settings), m_tokens(tokens)
{
    for (const Connection &connection : m_settings.memory().connections) {
        take(connection, {});
        m_tokens.read(connection.id, [this, id = connection.id](const QString &token) {
            if (Worker *known = this->worker(id); known && known->state() == Worker::State::Offline)
                known->change(known->connection(), token);
        });
    }
}

Worker *Workers::worker(const QString &id) const
{
    for (Worker *worker : m_workers)
        if (worker->id() == id)
            return worker;
    return nullptr;
}

Worker *Workers::take(const Connection &connection, const QString &token)
{
    auto *worker = new Worker(connection, token, this);
    m_workers << worker;
    connect(worker, &Worker::stateChanged, this, [this, worker] { Q_EMIT stateChanged(worker); });
    connect(worker, &Worker::eventArrived, this,
        [this, worker](const api::EventView &event) { Q_EMIT eventArrived(worker, event); });
    return worker;
}

Worker *Workers::add(Connection connection, const QString &token, std::function<void(TokenStore::Kept)> tokenKept)
{
    connection.id = makeUlid();
    Worker *worker = take(connection, token);
    keep();
    if (!token.isEmpty())
        m_tokens.write(connection.id, token, std::move(tokenKept));
    Q_EMIT added(worker);
    worker->start();
    return worker;
}

void Workers::change(
    const Connection &connection, const std::optional<QString> &token, std::function<void(TokenStore::Kept)> tokenKept)
{
    Worker *known = worker(connection.id);
    if (!known)
        return;
    if (token) {
        if (token->isEmpty())
            m_tokens.remove(connection.id);
        else
            m_tokens.write(connection.id, *token, std::move(tokenKept));
    }
    known->change(connection, token.value_or(known->token()));
    keep();
    Q_EMIT renamed(known);
}

void Workers::remove(const QString &id)
{
    Worker *known = worker(id);
    if (!known)
        return;
    Q_EMIT aboutToBeRemoved(known);
    m_workers.removeOne(known);
    m_tokens.remove(id);
    keep();
    known->stop();
    known->deleteLater();
}

void Workers::trust(const QString &id, const QString &fingerprint)
{
    if (Worker *known = worker(id)) {
        Connection connection = known->connection();
        connection.fingerprint = fingerprint;
        change(connection, std::nullopt, {});
    }
}

void Workers::keep()
{
    QList<Connection> connections;
    for (const Worker *worker : m_workers)
        connections << worker->connection();
    m_settings.change([&](AppMemory &memory) { memory.connections = connections; });
}

} // namespace mergeloom

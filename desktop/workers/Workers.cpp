#include "desktop/workers/Workers.h"

#include "shared/core/Ulid.h"

namespace mergeloom {

Workers::Workers(KeptSettings &settings, TokenStore &tokens, QObject *parent)
    : QObject(parent), m_settings(settings), m_tokens(tokens)
{
    for (const Connection &connection : m_settings.memory().connections) {
        take(connection, {});
        readToken(connection.id);
    }
}

void Workers::readToken(const QString &id)
{
    m_waiting << id;
    worker(id)->waitForToken();
    m_tokens.read(id, [this, id](const QString &token, const QString &problem) {
        Worker *known = worker(id);
        if (!known || !m_waiting.remove(id)) // or one was given meanwhile
            return;
        known->change(known->connection(), token);
        known->setKeychainProblem(problem);
    });
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
    connect(
        worker, &Worker::tokenWanted, this, [this, id = connection.id] { readToken(id); }, Qt::QueuedConnection);
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
        m_waiting.remove(connection.id);
        if (token->isEmpty())
            m_tokens.remove(connection.id, {});
        else
            m_tokens.write(connection.id, *token, std::move(tokenKept));
    }
    known->change(connection, token.value_or(known->token()));
    if (m_waiting.contains(connection.id))
        known->waitForToken();
    keep();
    Q_EMIT renamed(known);
}

void Workers::remove(const QString &id, std::function<void(const QString &problem)> tokenGone)
{
    Worker *known = worker(id);
    if (!known)
        return;
    Q_EMIT aboutToBeRemoved(known);
    m_workers.removeOne(known);
    m_waiting.remove(id);
    m_tokens.remove(id, std::move(tokenGone));
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

#pragma once

#include "desktop/workers/Connection.h"
#include "shared/client/ApiClient.h"
#include "shared/client/LocalWorker.h"

#include <QThreadPool>

namespace mergeloom {

/// Looks for a worker on this machine: at the address that its settings say, with the token that it keeps.
class LocalSearch : public QObject
{
    Q_OBJECT

public:
    explicit LocalSearch(SettingsPlace place, QObject *parent = nullptr);
    ~LocalSearch() override;

    /// One of the signals comes, once for each start.
    void start();

Q_SIGNALS:
    /// It answers; the token may be empty, then the user has to give one.
    void found(const Connection &connection, const QString &token);
    void notFound(const QString &words);

private:
    void take(const Result<LocalWorker> &local, const QString &fingerprint);
    void takeAnswer(const Result<api::Identity> &identity);

    SettingsPlace m_place;
    QThreadPool m_pool;
    Connection m_connection;
    QString m_token;
    std::unique_ptr<ApiClient> m_client;
};

} // namespace mergeloom

#pragma once

#include "desktop/workers/Connection.h"
#include "desktop/workers/WorkerVersion.h"
#include "shared/client/LiveFeed.h"

#include <memory>

namespace mergeloom {

class SshTunnel;

/// The connection to one worker, for as long as the app knows it. Lives on the main thread and never blocks it.
///
/// After start() it goes to Online by itself and comes back by itself, later each time, up to half a minute. One live
/// feed on everything brings each event once and in order over any number of connections; what happened while the worker could not
/// be reached follows when it is back. Refused and Incompatible stay until the user does something.
class Worker : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Offline,      ///< cannot be reached; tried again at nextTry()
        Connecting,   ///< the first answer is awaited
        Online,       ///< answers, and its live feed is open
        Refused,      ///< wrong token, or a certificate that is not trusted
        Incompatible, ///< of a version that this app does not speak in full
    };

    Worker(Connection connection, QString token, QObject *parent = nullptr);
    ~Worker() override;

    /// Connects; anew when it was connected.
    void start();
    void stop();
    /// With another token or another address.
    void change(const Connection &connection, const QString &token);
    void tryNow();
    /// Not connected while the keychain is asked for its token, which may take as long as a person needs.
    void waitForToken();
    /// Why there is no token, though one may be kept; empty: there is no such reason. Until the next change().
    void setKeychainProblem(const QString &problem) { m_keychainProblem = problem; }

    const Connection &connection() const { return m_connection; }
    QString id() const { return m_connection.id; }
    QString name() const { return m_connection.name; }
    const QString &token() const { return m_token; }
    /// Never null. Made anew when the connection changes: take it at each call. Calls of one that has gone are not answered.
    ApiClient *client() { return m_link->client.get(); }
    State state() const { return m_state; }
    /// In words for people: what is wrong and what to do. Plain text; empty while Online.
    QString stateText() const { return m_stateText; }
    /// Whether pages may ask it: Online, or older and Incompatible, where reading is safe.
    bool isReadable() const;
    /// What the worker says of itself and of the token; empty before it has answered once.
    const api::Identity &identity() const { return m_identity; }
    /// While Offline: when the next try is.
    std::optional<QDateTime> nextTry() const;
    /// The certificate that was refused: what the user is asked to trust. Empty: none was.
    QString refusedFingerprint() const;
    /// Null when it is not reached through SSH.
    SshTunnel *tunnel() const { return m_tunnel; }

    /// Between tries: doubled each time, up to the second.
    void setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest);

Q_SIGNALS:
    void stateChanged();
    /// It is tried again, and the keychain may be open by now.
    void tokenWanted();
    void eventArrived(const api::EventView &event);

private:
    struct Link {
        std::unique_ptr<ApiClient> client;
        std::unique_ptr<LiveFeed> feed; ///< of the client: goes before it
    };
    void makeClient(const QUrl &address);
    void dropLink();
    void makeClientWithoutToken();
    void takeTunnel();
    void askIdentity();
    void takeIdentity(const Result<api::Identity> &identity);
    void takeRefusal(const Error &error);
    QString wordsFor(const Error &error) const;
    QString certificateText() const;
    void openFeed();
    void takeFeed(const std::optional<Error> &error);
    void waitAndTryAgain(const QString &why);
    void setState(State state, const QString &text);

    Connection m_connection;
    QString m_token;
    QString m_keychainProblem;
    std::shared_ptr<RefusedCertificate> m_refused;
    SshTunnel *m_tunnel = nullptr; ///< a child
    std::unique_ptr<Link> m_link;
    std::unique_ptr<QObject> m_asked; ///< while the first answer is awaited
    State m_state = State::Offline;
    QString m_stateText;
    api::Identity m_identity;
    VersionFit m_fit = VersionFit::Same;
    qint64 m_place = -1; ///< of the last event that was handed on; -1: none yet
    QTimer m_retry;
    std::chrono::milliseconds m_firstWait{500};
    std::chrono::milliseconds m_longestWait{30'000};
    std::chrono::milliseconds m_wait{500};
};

} // namespace mergeloom

#pragma once

#include "service/http/LoginCodes.h"
#include "service/storage/SessionStore.h"

#include <QSet>

namespace mergeloom {

/// The time of day; tests pass their own.
using WallClock = std::function<Timestamp()>;

/// Who is signed in by cookie. Asked in memory; kept in the database too, so that a restart signs nobody out. Main
/// thread, where opening, ending and one mark a minute write a row.
class BrowserSessions
{
public:
    static constexpr std::chrono::hours unusedLifetime{24};
    static constexpr std::chrono::hours wholeLifetime{24 * 7};

    struct Origin {
        QString address;
        QString browser;
    };

    explicit BrowserSessions(WallClock clock = &Timestamp::now) : m_clock(std::move(clock)) {}

    /// Takes up the sessions that `database` has, and keeps later ones there; it must outlive this.
    Result<void> keepIn(Database &database);

    /// The value for the cookie. Of more than 1,000 sessions the one unused longest ends. A session ends with the token
    /// behind it (Principal::expiresAt).
    QString open(const Principal &principal, const Origin &origin = {});
    /// Counts as a use.
    std::optional<Principal> find(const QString &cookie);
    void end(const QString &cookie);
    /// The session that was ended, if there was one.
    std::optional<SignedInBrowser> endById(const SessionId &id);
    /// How many were ended.
    int endAllBut(const SessionId &kept);
    /// When a token is revoked, so are the sessions that were opened with it.
    void endAllOf(const TokenId &token);
    void endExpired();
    /// Told after sessions have ended, however they did.
    void onEnded(std::function<void(const QSet<SessionId> &)> listener) { m_onEnded = std::move(listener); }
    /// Newest first; only those that still hold.
    QList<SignedInBrowser> list() const;

private:
    struct Entry {
        SignedInBrowser stored;
        Access access = Access::Viewer;
        Timestamp markedAt; ///< `usedAt` in the database
    };
    bool isOver(const Entry &entry) const;
    template <class Test>
    QList<SessionId> endWhere(Test test);
    void mark(Entry &entry);

    WallClock m_clock;
    Database *m_database = nullptr;
    std::function<void(const QSet<SessionId> &)> m_onEnded;
    QHash<QString, Entry> m_entries; ///< by hash
};

} // namespace mergeloom

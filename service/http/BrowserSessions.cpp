#include "service/http/BrowserSessions.h"

#include "service/http/CallerLookup.h"
#include "service/platform/SecretBox.h"
#include "shared/core/Log.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype mostSessions = 1000;
constexpr qsizetype longestBrowserName = 200;
constexpr std::chrono::minutes markEvery{1};

Timestamp after(const Timestamp &time, std::chrono::microseconds span)
{
    return {time.microseconds + qint64(span.count())};
}

void warnNotKept(const Result<void> &done)
{
    if (!done)
        log::warning(
            QStringLiteral("Sessions of browsers could not be stored; a restart may forget a sign-in or an end"),
            {{"error", done.error().message}});
}

} // namespace

Result<void> BrowserSessions::keepIn(Database &database)
{
    MERGELOOM_TRY(const QList<SignedInBrowser> stored,
        database.read([](const ReadTransaction &transaction) { return SessionStore::list(transaction); }));
    m_database = &database;
    for (const SignedInBrowser &session : stored)
        m_entries.insert(session.cookieHash, {session, accessOf(session.role), session.usedAt});
    endExpired();
    return {};
}

void BrowserSessions::endExpired()
{
    endWhere([this](const Entry &entry) { return isOver(entry); });
}

QString BrowserSessions::open(const Principal &principal, const Origin &origin)
{
    endExpired();
    if (m_entries.size() >= mostSessions) {
        const auto longest = std::min_element(m_entries.cbegin(), m_entries.cend(),
            [](const Entry &a, const Entry &b) { return a.stored.usedAt < b.stored.usedAt; });
        endById(SessionId(longest->stored.id));
    }
    const QString cookie = SecretBox::randomToken();
    const Timestamp now = m_clock();
    const Timestamp whole = after(now, wholeLifetime);
    SignedInBrowser session{SessionId::make(), SecretBox::hashToken(cookie), principal.tokenId.text(), principal.name,
        roleOf(principal.access), origin.address, origin.browser.left(longestBrowserName), now, now,
        principal.expiresAt ? std::min(*principal.expiresAt, whole) : whole};
    if (m_database)
        warnNotKept(m_database->write(
            [&](const WriteTransaction &transaction) { return SessionStore::insert(transaction, session); }));
    m_entries.insert(session.cookieHash, {session, principal.access, now});
    return cookie;
}

std::optional<Principal> BrowserSessions::find(const QString &cookie)
{
    const auto it = m_entries.find(SecretBox::hashToken(cookie));
    if (it == m_entries.end())
        return std::nullopt;
    if (isOver(*it)) {
        endById(SessionId(it->stored.id));
        return std::nullopt;
    }
    mark(*it);
    const SignedInBrowser &session = it->stored;
    return Principal{it->access, session.name, {}, TokenId(session.tokenId), session.id, session.endsAt};
}

void BrowserSessions::mark(Entry &entry)
{
    entry.stored.usedAt = m_clock();
    if (!m_database || entry.stored.usedAt < after(entry.markedAt, markEvery))
        return;
    entry.markedAt = entry.stored.usedAt;
    warnNotKept(m_database->write([&](const WriteTransaction &transaction) {
        return SessionStore::markUsed(transaction, entry.stored.id, entry.stored.usedAt);
    }));
}

bool BrowserSessions::isOver(const Entry &entry) const
{
    const Timestamp now = m_clock();
    return now >= after(entry.stored.usedAt, unusedLifetime) || now >= entry.stored.endsAt;
}

template <class Test>
QList<SessionId> BrowserSessions::endWhere(Test test)
{
    QList<SessionId> ended;
    m_entries.removeIf([&](const auto &entry) {
        const bool isEnded = test(entry.value());
        if (isEnded)
            ended << entry.value().stored.id;
        return isEnded;
    });
    if (m_database && !ended.isEmpty())
        warnNotKept(m_database->write(
            [&](const WriteTransaction &transaction) { return SessionStore::remove(transaction, ended); }));
    if (m_onEnded && !ended.isEmpty())
        m_onEnded({ended.cbegin(), ended.cend()});
    return ended;
}

void BrowserSessions::end(const QString &cookie)
{
    const QString hash = SecretBox::hashToken(cookie);
    endWhere([&](const Entry &entry) { return entry.stored.cookieHash == hash; });
}

std::optional<SignedInBrowser> BrowserSessions::endById(const SessionId &id)
{
    std::optional<SignedInBrowser> found;
    endWhere([&](const Entry &entry) {
        if (entry.stored.id == id)
            found = entry.stored;
        return entry.stored.id == id;
    });
    return found;
}

int BrowserSessions::endAllBut(const SessionId &kept)
{
    return int(endWhere([&](const Entry &entry) { return entry.stored.id != kept; }).size());
}

void BrowserSessions::endAllOf(const TokenId &token)
{
    endWhere([&](const Entry &entry) { return entry.stored.tokenId == token.text(); });
}

QList<SignedInBrowser> BrowserSessions::list() const
{
    QList<SignedInBrowser> sessions;
    for (const Entry &entry : m_entries)
        if (!isOver(entry))
            sessions << entry.stored;
    std::sort(sessions.begin(), sessions.end(),
        [](const SignedInBrowser &a, const SignedInBrowser &b) { return a.openedAt > b.openedAt; });
    return sessions;
}

} // namespace mergeloom

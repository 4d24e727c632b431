#include "desktop/workers/TokenStore.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include <qt6keychain/keychain.h>

namespace mergeloom {

namespace {

const QString &keychainService()
{
    static const QString name = QStringLiteral("MergeLoom");
    return name;
}

QString lockedWords() { return TokenStore::tr("it is locked"); }

/// In words for people; the library says "Unknown error" where nobody answers for a keychain.
QString keychainTrouble(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return {};
    case QKeychain::NoBackendAvailable:
    case QKeychain::OtherError:
        return TokenStore::tr("no keychain service answers");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return lockedWords();
    default:
        return job.errorString();
    }
}

} // namespace

// A job goes by itself, when it has been answered: a keychain that asks its user may answer after this is gone.
void TokenStore::start(QKeychain::Job *job, const QString &id, std::function<void(const QString &problem)> done)
{
    job->setInsecureFallback(false);
    job->setKey(id);
    connect(job, &QKeychain::Job::finished, this, [this, job, done = std::move(done)]() mutable {
        // One that was not unlocked is said to hold nothing, and to have removed what it still has.
        const bool isSaidGone = qobject_cast<QKeychain::DeletePasswordJob *>(job) && job->error() == QKeychain::NoError;
        if (isSaidGone || job->error() == QKeychain::EntryNotFound || job->error() == QKeychain::CouldNotDeleteEntry)
            askWhetherLocked(std::move(done));
        else
            done(keychainTrouble(*job));
    });
    job->start();
}

void TokenStore::askWhetherLocked(std::function<void(const QString &problem)> done)
{
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets/aliases/default"), QStringLiteral("org.freedesktop.DBus.Properties"),
        QStringLiteral("Get"));
    call << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    call.setAutoStartService(false);
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [answer, done = std::move(done)] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        done(reply.isValid() && reply.value().variant().toBool() ? lockedWords() : QString());
    });
}

void TokenStore::read(const QString &id, std::function<void(const QString &token, const QString &problem)> done)
{
    if (m_thisRun.contains(id)) {
        QMetaObject::invokeMethod(
            this, [done = std::move(done), token = m_thisRun.value(id)] { done(token, {}); }, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(keychainService());
    const auto token = std::make_shared<QString>();
    connect(job, &QKeychain::Job::finished, job, [job, token] { *token = job->textData(); });
    start(job, id, [this, token, done = std::move(done)](const QString &problem) {
        m_problem = problem;
        done(problem.isEmpty() ? *token : QString(), problem);
    });
}

void TokenStore::write(const QString &id, const QString &token, std::function<void(Kept)> done)
{
    auto *job = new QKeychain::WritePasswordJob(keychainService());
    job->setTextData(token);
    m_thisRun.insert(id, token); // until the keychain has it
    start(job, id, [this, id, token, done = std::move(done)](const QString &problem) {
        m_problem = problem;
        if (problem.isEmpty() && m_thisRun.value(id) == token)
            m_thisRun.remove(id);
        if (done)
            done(problem.isEmpty() ? Kept::InKeychain : Kept::ForThisRun);
    });
}

void TokenStore::remove(const QString &id, std::function<void(const QString &problem)> done)
{
    m_thisRun.remove(id);
    start(new QKeychain::DeletePasswordJob(keychainService()), id, [done = std::move(done)](const QString &problem) {
        if (done)
            done(problem);
    });
}

} // namespace mergeloom

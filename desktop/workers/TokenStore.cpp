#include "desktop/workers/TokenStore.h"

#include <qt6keychain/keychain.h>

namespace mergeloom {

namespace {

const QString &keychainService()
{
    static const QString name = QStringLiteral("MergeLoom");
    return name;
}

/// In words for people; the library says "Unknown error" where nobody answers for a keychain.
QString keychainTrouble(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoBackendAvailable || job.error() == QKeychain::OtherError)
        return TokenStore::tr("no keychain service answers");
    return job.errorString();
}

} // namespace

void TokenStore::read(const QString &id, std::function<void(const QString &token)> done)
{
    if (m_thisRun.contains(id)) {
        QMetaObject::invokeMethod(
            this, [done = std::move(done), token = m_thisRun.value(id)] { done(token); }, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(keychainService(), this);
    job->setInsecureFallback(false);
    job->setKey(id);
    connect(job, &QKeychain::Job::finished, this, [this, job, done = std::move(done)] {
        if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound)
            m_problem = keychainTrouble(*job);
        done(job->error() == QKeychain::NoError ? job->textData() : QString());
    });
    job->start();
}

void TokenStore::write(const QString &id, const QString &token, std::function<void(Kept)> done)
{
    auto *job = new QKeychain::WritePasswordJob(keychainService(), this);
    job->setInsecureFallback(false);
    job->setKey(id);
    job->setTextData(token);
    m_thisRun.insert(id, token); // until the keychain has it
    connect(job, &QKeychain::Job::finished, this, [this, job, id, done = std::move(done)] {
        const bool isKept = job->error() == QKeychain::NoError;
        m_problem = isKept ? QString() : keychainTrouble(*job);
        if (isKept)
            m_thisRun.remove(id);
        if (done)
            done(isKept ? Kept::InKeychain : Kept::ForThisRun);
    });
    job->start();
}

void TokenStore::remove(const QString &id)
{
    m_thisRun.remove(id);
    auto *job = new QKeychain::DeletePasswordJob(keychainService(), this);
    job->setInsecureFallback(false);
    job->setKey(id);
    job->start(); // what is not there need not be removed
}

} // namespace mergeloom

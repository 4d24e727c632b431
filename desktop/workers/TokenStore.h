#pragma once

#include "shared/core/Error.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace QKeychain {
class Job;
}

namespace mergeloom {

/// The tokens of connections, by their id: in the keychain of the system. Where there is none, or it refuses, a token
/// is kept in memory until the app ends; never in a file. Answers come later, since a keychain may ask the user to unlock it.
class TokenStore : public QObject
{
    Q_OBJECT

public:
    enum class Kept { InKeychain, ForThisRun };

    using QObject::QObject;

    /// `token` empty: none is known; then `problem` says why the keychain could not be asked, and is empty where it could.
    void read(const QString &id, std::function<void(const QString &token, const QString &problem)> done);
    void write(const QString &id, const QString &token, std::function<void(Kept)> done);
    /// `problem` says why it is still there; empty: it is gone.
    void remove(const QString &id, std::function<void(const QString &problem)> done);

    /// Why tokens are not in a keychain, in words; empty: they are, or none was written yet.
    QString keychainProblem() const { return m_problem; }

private:
    void start(QKeychain::Job *job, const QString &id, std::function<void(const QString &problem)> done);
    void askWhetherLocked(std::function<void(const QString &problem)> done);

    QHash<QString, QString> m_thisRun;
    QString m_problem;
};

} // namespace mergeloom

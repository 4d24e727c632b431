#pragma once

#include <QHash>
#include <QObject>

#include <functional>

namespace mergeloom {

/// The tokens of connections, by their id: in the keychain of the system. Where there is none, or it refuses, a token
/// is kept in memory until the app ends; never in a file. Answers come later, since a keychain may ask the user to unlock it.
class TokenStore : public QObject
{
    Q_OBJECT

public:
    enum class Kept { InKeychain, ForThisRun };

    using QObject::QObject;

    /// An empty token: none is known.
    void read(const QString &id, std::function<void(const QString &token)> done);
    void write(const QString &id, const QString &token, std::function<void(Kept)> done);
    void remove(const QString &id);

    /// Why tokens are not in a keychain, in words; empty: they are, or none was written yet.
    QString keychainProblem() const { return m_problem; }

private:
    QHash<QString, QString> m_thisRun;
    QString m_problem;
};

} // namespace mergeloom

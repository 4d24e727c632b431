#pragma once

#include "service/providers/AgentProgram.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace mergeloom {

/// What an agent program keeps of its own sign-in for one profile on this host: `<root>/<profile>`, of mode 0700, with the
/// credential and the locks under which the programs renew it. They replace the file in one step, so that all runs of the
/// profile share it, at once too. A sandbox writes here: nothing in it is followed or run, and it is no program's home.
class SignInFolder
{
public:
    /// Makes what is missing. Errors: invalid_input (an id that is no name of a folder); io, also when it belongs to another
    /// user of this host.
    static Result<SignInFolder> open(const QString &root, const QString &profile, const AgentSignIn &signIn);

    /// The same to look at alone: nothing is made. A look that was under way when its profile went must not leave a folder.
    static Result<SignInFolder> find(const QString &root, const QString &profile, const AgentSignIn &signIn);

    /// The profile is gone, and its sign-in on this host goes with it.
    static void forget(const QString &root, const QString &profile);

    const QString &path() const { return m_path; }
    /// Changes with the credential; empty: there is none.
    QString stamp() const;
    /// What records must not show.
    QList<QByteArray> secrets() const;

    /// Makes the home of a run use this folder, which it sees as `seenAs`.
    Result<void> linkInto(const QString &home, const QString &seenAs) const;
    /// A copy, for a program that is only asked.
    Result<void> copyInto(const QString &home) const;
    /// Takes the credential that a login left in its home, in one step. Error not_found: it left none.
    Result<void> adopt(const QString &home) const;

    /// The service refused this credential, and nothing but a new one helps.
    void setRefused() const;
    bool isRefused() const;

private:
    SignInFolder(QString root, QString profile, AgentSignIn signIn);
    QByteArray credential() const;
    QString markOfRefusal() const { return m_root + QStringLiteral("/.refused-") + m_profile; }

    QString m_root;
    QString m_profile;
    AgentSignIn m_signIn;
    QString m_path;
};

} // namespace mergeloom

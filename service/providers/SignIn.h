#pragma once

#include "service/platform/Process.h"
#include "service/providers/AgentProgram.h"
#include "service/providers/SignInFolder.h"
#include "shared/domain/Provider.h"

#include <QTemporaryDir>

#include <chrono>
#include <memory>
#include <optional>

namespace mergeloom {

/// What the field `auth` of an agent program says for its own sign-in.
constexpr const char *signInChoice = "sign_in";

/// An agent program with its own sign-in for one profile.
struct SignIn {
    std::shared_ptr<const AgentDialect> dialect;
    AgentProgram program;
    QString root;    ///< of all sign-ins on this host
    QString profile; ///< its id

    Result<SignInFolder> folder() const { return SignInFolder::open(root, profile, dialect->signIn()); }
    /// To look at alone.
    Result<SignInFolder> foundFolder() const { return SignInFolder::find(root, profile, dialect->signIn()); }
    /// That of a profile whose program has one of its own; none: it uses a key. Errors: those of AgentProgram::find(), and
    /// unsupported for a release that is too old for it.
    static Result<std::optional<SignIn>> of(const ProviderProfile &profile, const QString &root);
    /// The same of one that must have it. Error invalid_input: it uses a key; what to do.
    static Result<SignIn> needed(const ProviderProfile &profile, const QString &root);
    /// How a person signs in, for the end of a message.
    QString advice() const;
};

/// Asks the program's own status command, with a copy of the credential and no way out: it reads, and renews nothing.
/// Blocking, up to 20 s. Error unauthorized: it is not signed in, or was refused; with what to do. Others: io, timeout,
/// cancelled, not_found.
Result<void> checkSignIn(const SignIn &signIn, std::stop_token stop);

/// No login is waited for longer than this.
constexpr std::chrono::minutes longestSignIn{15};
/// So often is one looked at that stays when it has a credential.
constexpr std::chrono::seconds signInLook{3};

/// One login from its start to its end, in a home of its own that goes with it: until it has succeeded, an earlier sign-in
/// stays as it is, and of one that is given up nothing is left.
class SignInLogin
{
public:
    static Result<SignInLogin> prepare(const SignIn &signIn);

    /// The program that shows a link and waits for a person; the network and the variables of this process that say how to
    /// reach it.
    const ProcessRequest &program() const { return m_request; }
    /// It is signed in, whether its program exits or not. Blocking, up to 20 s, once there is a credential. Any thread.
    bool isDone(std::stop_token stop) const;
    /// The program ended well: asks it whether it is signed in, and keeps its credential. Errors: those of checkSignIn(),
    /// and not_found.
    Result<void> finish(std::stop_token stop);

private:
    SignInLogin(const SignIn &signIn, std::unique_ptr<QTemporaryDir> home);

    SignIn m_signIn;
    std::unique_ptr<QTemporaryDir> m_home;
    ProcessRequest m_request;
};

} // namespace mergeloom

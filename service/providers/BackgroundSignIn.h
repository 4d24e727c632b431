#pragma once

#include "service/platform/FileDescriptor.h"
#include "service/providers/SignIn.h"
#include "shared/api/ProviderTypes.h"
#include "shared/core/Redactor.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace mergeloom {

/// One login without a terminal: its program runs on a thread of its own, and what it shows and asks for is told here.
/// Thread-safe. It is given up when this goes, and nothing of it is left then.
class BackgroundSignIn
{
public:
    /// How it ended; on its thread, before view() tells of it.
    using OnEnd = std::function<void(const api::SignInView &)>;
    /// Errors: those of SignInLogin::prepare(); io.
    static Result<std::unique_ptr<BackgroundSignIn>> start(
        const SignIn &signIn, std::chrono::milliseconds limit, OnEnd onEnd);

    api::SignInView view() const;
    ~BackgroundSignIn();
    /// Hands a code to the program. Errors: invalid_input (details.field), conflict (it waits for none).
    Result<void> enter(const QString &code);
    /// Back when its processes and its home are gone. Error conflict: it had ended by itself.
    Result<void> giveUp();

private:
    BackgroundSignIn(const SignIn &signIn, SignInLogin login, std::chrono::milliseconds limit, OnEnd onEnd);
    void work(const std::stop_token &stop);
    void hear(const QByteArray &piece);
    Result<ProcessResult> runToItsEnd(const ProcessRequest &request, const std::stop_token &stop);
    api::SignInView endOf(const Result<ProcessResult> &said, const std::stop_token &stop);
    api::SignInView seen() const; ///< under the lock

    const AgentSignIn m_signIn;
    const QString m_label;
    const std::chrono::milliseconds m_limit;
    OnEnd m_onEnd;
    FileDescriptor m_input; ///< our end of the program's standard input
    FileDescriptor m_programInput;
    std::optional<SignInLogin> m_login; ///< of the thread

    mutable std::mutex m_mutex;
    std::condition_variable m_ended;
    api::SignInView m_view;
    QByteArray m_output;
    qsizetype m_answered = -1; ///< size of the output when the last code was entered
    bool m_isTooLoud = false;
    Redactor m_redactor;
    std::stop_source m_stop;
    std::jthread m_thread; ///< last: it uses all the others
};

} // namespace mergeloom

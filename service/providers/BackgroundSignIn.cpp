#include "service/providers/BackgroundSignIn.h"

#include "service/providers/SignInWords.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <sys/socket.h>

namespace mergeloom {

namespace {

constexpr qsizetype mostOutput = 64 << 10; // of either stream, and far more than any login prints
constexpr qsizetype longestCode = 2000;

QString minutesOf(std::chrono::milliseconds time)
{
    return time < std::chrono::minutes(1)
        ? QStringLiteral("%1 s").arg(std::chrono::duration_cast<std::chrono::seconds>(time).count())
        : QStringLiteral("%1 minutes").arg(std::chrono::duration_cast<std::chrono::minutes>(time).count());
}

/// The last line of a failed login is what went wrong.
QString lastLine(const QString &text) { return text.section(u'\n', -1).trimmed().left(300); }

} // namespace

BackgroundSignIn::BackgroundSignIn(
    const SignIn &signIn, SignInLogin login, std::chrono::milliseconds limit, OnEnd onEnd)
    : m_signIn(signIn.dialect->signIn()), m_label(signIn.dialect->label()), m_limit(limit), m_onEnd(std::move(onEnd)),
      m_login(std::move(login))
{
    m_view.state = SignInState::Running;
    m_view.startedAt = Timestamp::now();
    m_view.endsAt = Timestamp{m_view.startedAt->microseconds + std::chrono::microseconds(limit).count()};
}

Result<std::unique_ptr<BackgroundSignIn>> BackgroundSignIn::start(
    const SignIn &signIn, std::chrono::milliseconds limit, OnEnd onEnd)
{
    MERGELOOM_TRY(SignInLogin login, SignInLogin::prepare(signIn));
    std::unique_ptr<BackgroundSignIn> made(new BackgroundSignIn(signIn, std::move(login), limit, std::move(onEnd)));
    // A socket, since a write to a pipe without a reader is a signal.
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return failure(
            ErrorCode::Io, QStringLiteral("No descriptor is left for a sign-in. Close programs, then try again."));
    made->m_input = FileDescriptor(ends[0]);
    made->m_programInput = FileDescriptor(ends[1]);
    made->m_thread = std::jthread([sign = made.get()] { sign->work(sign->m_stop.get_token()); });
    return made;
}

BackgroundSignIn::~BackgroundSignIn() { m_stop.request_stop(); }

void BackgroundSignIn::work(const std::stop_token &stop)
{
    ProcessRequest request = m_login->program();
    // It is the person's browser that opens the link, and a page that shows what is printed.
    request.environment.insert(QStringLiteral("BROWSER"), QStringLiteral("/usr/bin/true"));
    request.environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
    request.timeLimit = m_limit;
    request.outputLimit = mostOutput;
    request.inputDescriptor = m_programInput.get();
    request.onOutput = [this](const QByteArray &piece, bool) { hear(piece); };
    const auto said = runToItsEnd(request, stop);
    api::SignInView end = endOf(said, stop);
    m_login.reset();
    m_onEnd(end);
    const std::lock_guard lock(m_mutex);
    m_view = end;
    m_output.clear();
    m_ended.notify_all();
}

/// A program that stays when it is signed in is ended, and counts as one that ended well.
Result<ProcessResult> BackgroundSignIn::runToItsEnd(const ProcessRequest &request, const std::stop_token &stop)
{
    std::stop_source ending;
    const std::stop_callback given(stop, [&ending] { ending.request_stop(); });
    bool isDone = false;
    std::jthread look([&](const std::stop_token &over) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any changed;
        while (!over.stop_requested() && !isDone) {
            (void)changed.wait_for(lock, over, signInLook, [] { return false; });
            isDone = !over.stop_requested() && m_login->isDone(over);
        }
        if (isDone)
            ending.request_stop();
    });
    // At once and with all that it started: its home goes with it.
    auto said = runProcess(request, ending.get_token(), std::chrono::milliseconds(0));
    look.request_stop();
    look.join();
    if (isDone && said && said->end == ProcessEnd::Cancelled && !stop.stop_requested()) {
        said->end = ProcessEnd::Exited;
        said->exitCode = 0;
    }
    return said;
}

void BackgroundSignIn::hear(const QByteArray &piece)
{
    const std::lock_guard lock(m_mutex);
    m_output += piece;
    if (m_output.size() < mostOutput)
        return;
    m_isTooLoud = true;
    m_stop.request_stop();
}

api::SignInView BackgroundSignIn::endOf(const Result<ProcessResult> &said, const std::stop_token &stop)
{
    Result<void> kept;
    if (said && said->succeeded())
        kept = m_login->finish(stop);
    const std::lock_guard lock(m_mutex);
    api::SignInView end = seen();
    end.isCodeAwaited = false;
    end.url.clear();
    end.code.clear();
    end.state = SignInState::Failed;
    const QString stays = QStringLiteral("Nothing has changed; try again.");
    if (!said) {
        end.detail = said.error().message;
    } else if (m_isTooLoud) {
        end.detail = QStringLiteral("%1 printed more than any sign-in does, and was ended. Check the program that the "
                                    "provider names.")
                         .arg(m_label);
    } else if (said->end == ProcessEnd::TimedOut) {
        end.state = SignInState::GivenUp;
        end.detail =
            QStringLiteral("It was not finished within %1, and was given up. %2").arg(minutesOf(m_limit), stays);
    } else if (said->succeeded() && kept) {
        end.state = SignInState::Done;
        end.detail = QStringLiteral("%1 is signed in on this host.").arg(m_label);
    } else if (stop.stop_requested()) {
        end.state = SignInState::GivenUp;
        end.detail = QStringLiteral("It was given up. Nothing has changed.");
    } else if (said->succeeded()) {
        end.detail = kept.error().message;
    } else {
        const QString words = lastLine(end.output);
        end.detail = QStringLiteral("The sign-in was not finished: %1 %2. %3")
                         .arg(m_label,
                             words.isEmpty() ? QStringLiteral("ended with %1").arg(said->exitCode)
                                             : QStringLiteral("says “%1”").arg(words),
                             stays);
    }
    return end;
}

api::SignInView BackgroundSignIn::seen() const
{
    api::SignInView view = m_view;
    if (view.state != SignInState::Running)
        return view;
    const SignInWords words = SignInWords::of(m_output, m_signIn.codePrompt);
    view.url = words.url;
    view.code = words.code;
    view.output = m_redactor.redact(words.text);
    view.isCodeAwaited = words.isCodeAsked && m_output.size() > m_answered;
    return view;
}

api::SignInView BackgroundSignIn::view() const
{
    const std::lock_guard lock(m_mutex);
    return seen();
}

Result<void> BackgroundSignIn::enter(const QString &code)
{
    const QString word = code.trimmed();
    const bool isCode = !word.isEmpty() && word.size() <= longestCode
        && std::ranges::all_of(word, [](QChar c) { return c > u' ' && c < QChar(0x7F); });
    if (!isCode)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("This is no code. Copy all of it from the page where you signed in; it has no blanks."),
            {{"field", "code"}});
    log::hide(word.toUtf8(), QStringLiteral("sign-in code"));
    const std::lock_guard lock(m_mutex);
    if (!seen().isCodeAwaited)
        return failure(ErrorCode::Conflict,
            QStringLiteral("%1 does not wait for a code. Look at the sign-in again.").arg(m_label));
    const QByteArray line = word.toUtf8() + '\n';
    if (::send(m_input.get(), line.constData(), size_t(line.size()), MSG_NOSIGNAL | MSG_DONTWAIT) != line.size())
        return failure(ErrorCode::Conflict,
            QStringLiteral("%1 takes no more input. Give the sign-in up, and begin a new one.").arg(m_label));
    m_redactor.addSecret(word.toUtf8(), QStringLiteral("sign-in code"));
    m_answered = m_output.size();
    return {};
}

Result<void> BackgroundSignIn::giveUp()
{
    std::unique_lock lock(m_mutex);
    if (m_view.state != SignInState::Running)
        return failure(ErrorCode::Conflict, QStringLiteral("The sign-in has ended already. %1").arg(m_view.detail));
    m_stop.request_stop();
    m_ended.wait(lock, [this] { return m_view.state != SignInState::Running; });
    if (m_view.state == SignInState::Done)
        return failure(
            ErrorCode::Conflict, QStringLiteral("It was done before it could be given up. %1").arg(m_view.detail));
    return {};
}

} // namespace mergeloom

#include "service/providers/SignInWatch.h"

namespace mergeloom {

namespace {

QString keyOf(const SignIn &signIn) { return signIn.profile + u'\n' + signIn.program.path; }

} // namespace

Result<void> SignInWatch::state(const SignIn &signIn)
{
    MERGELOOM_TRY(const SignInFolder folder, signIn.foundFolder());
    // Changes at once with a login, and with a refusal that a run met.
    const QString stamp = folder.stamp() + (folder.isRefused() ? QStringLiteral(" refused") : QString());
    const std::lock_guard lock(m_mutex);
    Known &known = m_known[keyOf(signIn)];
    const bool isOther = known.stamp != stamp;
    if (isOther)
        known.answer.reset();
    if ((isOther || !known.answer || Clock::now() - known.at > m_freshFor) && !known.isAsked) {
        known.isAsked = true;
        known.stamp = stamp;
        m_waiting.push_back(signIn);
        if (!m_thread.joinable())
            m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
        m_changed.notify_all();
    }
    if (known.answer)
        return *known.answer;
    return failure(ErrorCode::Unavailable,
        QStringLiteral("%1 is being asked whether it is signed in.").arg(signIn.dialect->label()),
        {{"state", "checking"}});
}

void SignInWatch::work(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        const SignIn asked = m_waiting.front();
        m_waiting.pop_front();
        lock.unlock();
        const Result<void> answer = checkSignIn(asked, stop);
        lock.lock();
        Known &known = m_known[keyOf(asked)];
        known.answer = answer;
        known.at = Clock::now();
        known.isAsked = false;
    }
}

} // namespace mergeloom

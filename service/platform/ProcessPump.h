#pragma once

#include "service/platform/Process.h"
#include "service/platform/ProcessLaunch.h"

#include <chrono>

namespace mergeloom {

/// Carries the streams of one child until it has ended, and ends it when it must. Lives on the calling thread.
class ProcessPump
{
public:
    ProcessPump(const ProcessRequest &request, LaunchedProcess child, std::chrono::milliseconds grace);
    ~ProcessPump(); ///< nothing of the child's group outlives it

    Result<ProcessResult> run(std::stop_token stop);
    /// What the child wrote to its status pipe.
    const QByteArray &statusText() const { return m_statusText; }

private:
    using Clock = std::chrono::steady_clock;

    bool isOver(Clock::time_point now, const std::stop_token &stop);
    void endWhenDue(Clock::time_point now, const std::stop_token &stop);
    void askToEnd();
    void killAll();
    int pollTimeout(Clock::time_point now) const;
    void wait(int wakeDescriptor, Clock::time_point now);
    void feed();
    void drain(FileDescriptor &from, QByteArray &into, bool isStandardError);
    void readStatus();
    bool noticeExit();
    pid_t sandboxRoot() const;
    Result<void> reap();

    const ProcessRequest &m_request;
    LaunchedProcess m_child;
    std::chrono::milliseconds m_grace;
    ProcessResult m_result;
    QByteArray m_statusText;
    qsizetype m_fed = 0;
    bool m_hasExited = false;
    bool m_isReaped = false;
    bool m_isEnding = false;
    bool m_isKilled = false;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_deadline;
    Clock::time_point m_killAt;
    Clock::time_point m_drainUntil;
};

} // namespace mergeloom

#pragma once

#include "service/platform/Process.h"
#include "service/platform/ProcessLaunch.h"
#include "service/sandbox/LauncherProtocol.h"

#include <chrono>
#include <optional>

namespace mergeloom {

/// Carries the streams of one child until it has ended, and ends it when it must. A child with a channel is a launcher: it
/// tells when its command has ended and nothing of it is left. Lives on the calling thread.
class ProcessPump
{
public:
    ProcessPump(const ProcessRequest &request, LaunchedProcess child, std::chrono::milliseconds grace);
    ~ProcessPump(); ///< nothing of the child's group outlives it

    Result<ProcessResult> run(std::stop_token stop);
    /// What the launcher told; none: it never came to that, or was ended.
    const std::optional<launcher::Report> &report() const { return m_report; }
    /// Whether a launcher has had its order, so that the command may have begun.
    bool hasBegun() const { return !m_told.isEmpty(); }
    /// A launcher that has reported is not waited for. Who takes it waits for its process.
    LaunchedProcess takeChild();

private:
    using Clock = std::chrono::steady_clock;
    enum class Left { Nothing, More }; ///< to read, for now

    bool isOver(Clock::time_point now, const std::stop_token &stop);
    void endWhenDue(Clock::time_point now, const std::stop_token &stop);
    void askToEnd();
    void killAll();
    int pollTimeout(Clock::time_point now) const;
    void wait(int wakeDescriptor, Clock::time_point now);
    void feed();
    Left drain(FileDescriptor &from, QByteArray &into, bool isStandardError);
    void drainRest();
    void readReport();
    bool noticeExit();
    void watchLimits(Clock::time_point now);
    void endBecause(const QString &exceeded);
    void takeReport();
    Result<void> reap();

    const ProcessRequest &m_request;
    LaunchedProcess m_child;
    std::chrono::milliseconds m_grace;
    ProcessResult m_result;
    QByteArray m_told; ///< by the launcher: orderTaken, then its report
    std::optional<launcher::Report> m_report;
    qsizetype m_fed = 0;
    bool m_hasExited = false;
    bool m_isReaped = false;
    bool m_isEnding = false;
    bool m_isKilled = false;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_deadline;
    Clock::time_point m_killAt;
    Clock::time_point m_drainUntil;
    Clock::time_point m_watchAt;
};

} // namespace mergeloom

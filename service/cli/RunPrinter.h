#pragma once

#include "service/cli/Terminal.h"
#include "shared/domain/Event.h"
#include "shared/domain/RunView.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace mergeloom {

/// Prints the events of a run as they come: a line for each stage, tool call and command, the last lines of a failed
/// command's output, and the outcome. Everything printed was made harmless for the terminal. One thread at a time.
class RunPrinter
{
public:
    enum class Detail {
        Normal,
        Full, ///< all output of commands, and what the model says
        Json, ///< one event a line
    };
    RunPrinter(const Terminal &terminal, Detail detail) : m_terminal(terminal), m_detail(detail) {}

    void print(const Event &event);
    /// A line of a journal, as RunRecorder::onLine() gives it.
    void printLine(const QByteArray &line);

    /// Once run.finished was printed: `completed`, `blocked`, `failed` or `cancelled`.
    const std::optional<QString> &outcome() const { return m_outcome; }
    ExitCode exitCode() const { return m_outcome ? exitCodeOfOutcome(*m_outcome) : ExitCode::Failed; }
    /// Of what was printed.
    const RunView &view() const { return m_view; }

private:
    struct Output {
        QString line;
        QStringList tail; ///< newest last
        QString rest;     ///< of a line that has not ended
    };
    void printStarted(const Event &event);
    void printStageStarted(const Event &event);
    void printStageFinished(const Event &event);
    void printToolCall(const Event &event);
    void printToolResult(const Event &event);
    void printCommandStarted(const Event &event);
    void takeOutput(const Event &event);
    void printAgent(const Event &event);
    void printRefusal(const Event &event);
    void printCommandFinished(const Event &event);
    void printResponse(const Event &event);
    void printRetry(const Event &event);
    void printMessage(const Event &event);
    void printValidation(const Event &event);
    void printRepair(const Event &event);
    void printChange(const Event &event);
    void printGuard(const Event &event);
    void printDrift(const Event &event);
    void printMerge(const Event &event);
    void printCommit(const Event &event);
    void printPush(const Event &event);
    void printSteering(const Event &event);
    void printRequest(const Event &event);
    void printDecision(const Event &event);
    void printComparison(const Event &event);
    void printFinished(const Event &event);
    void say(int indent, Style style, const QString &text);

    Terminal m_terminal;
    Detail m_detail;
    RunView m_view;
    QHash<QString, Output> m_outputs; ///< of commands that run
    std::optional<QString> m_outcome;
};

} // namespace mergeloom

#pragma once

#include "service/platform/Process.h"
#include "service/providers/AgentDialect.h"
#include "service/providers/AgentLines.h"
#include "service/providers/Provider.h"
#include "service/providers/TurnClock.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>

namespace mergeloom {

/// Time and room of one turn of an agent program.
struct CliLimits {
    std::chrono::milliseconds silence{15 * 60'000}; ///< longer than any command that such a program lets run unheard
    std::chrono::milliseconds afterLastEvent{1000};
    std::chrono::milliseconds grace{700};            ///< from TERM to KILL
    std::chrono::milliseconds whole{24 * 3'600'000}; ///< the run has a limit of its own
    qint64 journalBytes = 32 << 20;                  ///< of what the program tells; what is over is not kept
};

/// How a turn ended.
struct CliTurnEnd {
    QString session; ///< empty: it never said
    bool isFinished = false;
    QString text; ///< its last words
    QJsonObject structured;
    std::optional<Error> failure; ///< when it is not finished
    ProcessResult process;
    qint64 lines = 0;
    QJsonObject network; ///< NetworkUse, where it had a way out of its own
};

/// One start of an agent program, and what its events bring to the journal: tool calls and results as our own, with the tree
/// that git finds after each; what we have no word for as it came.
class CliTurn
{
public:
    CliTurn(const AgentDialect &dialect, const AgentWorkplace &workplace, const CliLimits &limits, int number,
        TurnClock &clock);

    /// Called with what the program tells of the tokens that it uses.
    void onUse(std::function<void(const AgentUse &use)> callback) { m_onUse = std::move(callback); }
    /// Called before each line is written down.
    void beforeLine(std::function<void()> callback) { m_beforeLine = std::move(callback); }

    /// Into the journal, as far as a turn may fill it.
    void record(const char *type, const QJsonObject &data);
    const QString &session() const { return m_end.session; } ///< as it told until now

    /// Errors: not_found, unavailable (no sandbox). How the program itself fares is in the answer.
    Result<CliTurnEnd> run(ProcessRequest request);

private:
    using Report = AgentReport;
    void take(const QByteArray &line, qint64 leftOut);
    void takeReport(const Report &report);
    void callTool(const Report &report);
    void answerTool(const Report &report);
    void keepRaw(const QJsonObject &data);
    CliTurnEnd conclude(const Result<ProcessResult> &ran);
    Error whyItEnded(const ProcessResult &process) const;
    QString idOf(const QString &id) const { return QStringLiteral("t%1.%2").arg(m_number).arg(id); }

    struct OpenCall {
        QString name;
        QElapsedTimer since;
    };

    const AgentDialect &m_dialect;
    const AgentWorkplace &m_workplace;
    const CliLimits &m_limits;
    const int m_number;
    TurnClock &m_clock;
    std::function<void(const AgentUse &)> m_onUse;
    std::function<void()> m_beforeLine;
    CliTurnEnd m_end;
    bool m_isOver = false;
    QString m_failure; ///< in its own words
    QHash<QString, OpenCall> m_open;
    QSet<QString> m_answered;
    QString m_checkpoint;
    qint64 m_kept = 0;
    bool m_isFull = false;
};

} // namespace mergeloom

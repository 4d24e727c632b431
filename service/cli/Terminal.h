#pragma once

#include "shared/core/Error.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <functional>

namespace mergeloom {

enum class Style { Plain, Bold, Dim, Good, Bad, Warning, Accent };

/// Where a command prints: a real terminal, a pipe, or a test. Texts that come from elsewhere go through plainText()
/// or colouredOutput() first.
struct Terminal {
    std::function<void(const QByteArray &)> out; ///< for results
    std::function<void(const QByteArray &)> err; ///< for errors and progress
    std::function<QByteArray()> in;              ///< all of standard input
    int width = 100;                             ///< cells
    bool isTerminal = false;
    bool hasColour = false; ///< on a terminal, without NO_COLOR

    static Terminal ofThisProcess();

    void line(const QString &text = {}) const;
    void error(const QString &text) const;
    /// Indented, for programs.
    void json(const QJsonValue &value) const;
    /// On one line.
    void jsonLine(const QJsonValue &value) const;
    QString painted(Style style, const QString &text) const;
};

/// What a command ends with; documented in the help and the manual.
enum class ExitCode { Ok = 0, Failed = 1, Usage = 2, Blocked = 3, Cancelled = 4, Unreachable = 5 };

/// Says the error, and gives its exit code.
ExitCode failed(const Terminal &terminal, const Error &error);
/// Of the outcome `completed`, `blocked`, `cancelled`, or anything else.
ExitCode exitCodeOfOutcome(const QString &outcome);
/// Green, red, yellow … for a state of a job, run, stage, check or provider.
Style styleOfState(const QString &state);

} // namespace mergeloom

#pragma once

#include "service/platform/ShellPrograms.h"
#include "service/platform/ShellWords.h"
#include "service/platform/ShellWrappers.h"

#include <QJsonObject>

namespace mergeloom {

/// Goes through the whole tree of one line, so that no substitution, here-document or arithmetic is missed. A text that the
/// line hands to a shell (`bash -c`, trap) is a line of its own, with a parser of its own.
class ShellLineCheck
{
public:
    static Result<void> run(const QString &line, const ShellPrograms &programs, const ShellPlace &place);
    /// The same for a line whose syntax tree another program gave; of no workspace.
    static Result<void> runTree(const QJsonObject &tree, const QByteArray &source, const ShellPrograms &programs);

private:
    /// What a text within a line takes over from it.
    struct Outer {
        int depth = 0;
        QStringList directories;
        QSet<QString> functions;
    };
    ShellLineCheck(const ShellPrograms &programs, ShellVariables variables, QByteArray source, Outer outer);
    static Result<void> runText(const QString &text, const ShellPrograms &programs, const Outer &outer);
    static Result<void> runTree(
        const QJsonObject &tree, const QByteArray &source, const ShellPrograms &programs, const Outer &outer);

    // The tree.
    void collect(const QJsonValue &node);
    Result<void> visit(const QJsonValue &node);
    Result<void> visitMembers(const QJsonObject &node);
    Result<void> visitLoop(const QJsonObject &node);
    Result<void> checkNode(const QJsonObject &node);
    Result<void> checkExpansion(const QJsonObject &node);
    Result<void> checkRedirect(const QJsonObject &node);
    Result<void> checkTarget(const QString &target, bool isWritten);
    Result<void> checkDeclaration(const QString &builtIn, const QJsonArray &arguments);
    Result<void> checkArithmetic(const QJsonValue &node);
    Result<void> checkArithmeticText(const QString &text);
    Result<void> checkTest(const QJsonObject &node);
    Result<void> checkOverwritten() const;

    // One command.
    Result<void> checkCommand(const ShellWords &words);
    Result<void> checkUnwrapped(const QString &program, const ShellWords &arguments);
    Result<bool> checkBuiltIn(const QString &name, const ShellWords &arguments);
    Result<void> checkProgram(const QString &program, const ShellWords &arguments);
    Result<void> checkStarts(const ShellStarts &starts);
    Result<void> checkTextBuiltIn(const QString &name, const ShellWords &arguments);
    Result<void> checkVariableNames(const QString &builtIn, const ShellWords &arguments);
    Result<void> checkTestArguments(const ShellWords &arguments);
    Result<void> changeDirectory(const ShellWords &arguments);
    Result<void> checkText(const QString &text);

    const ShellPrograms &m_programs;
    ShellVariables m_variables;
    QByteArray m_source;
    Outer m_outer; ///< its directories: those in which the line may be at this point; empty: cannot be told
    bool m_changesDirectory = false; ///< somewhere in the line
    QSet<QString> m_written;         ///< files that redirections write
    QSet<QString> m_started;         ///< files of the workspace that run
};

} // namespace mergeloom

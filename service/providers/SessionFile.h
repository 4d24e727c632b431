#pragma once

#include "service/platform/FileDescriptor.h"
#include "service/providers/AgentDialect.h"
#include "service/providers/AgentLines.h"

#include <optional>

namespace mergeloom {

/// The file in which an agent program keeps one session, beneath a home that is not trusted, read for the tokens that it tells
/// there and nothing else: while the program runs, and after it was killed.
class SessionFile
{
public:
    /// The path beneath `home` of a file that has the session in its name, which ends with `ending`; empty: there is none.
    static QString pathIn(const QString &home, const QString &session, const QString &ending = {});

    SessionFile(const AgentDialect &dialect, QString home);

    /// The newest that it tells of the whole session; none: nothing yet, or a program that tells of all tokens by its events.
    std::optional<Usage> told(const QString &session);

private:
    bool isOpen(const QString &session);
    void takeLine(const QByteArray &line);

    const AgentDialect &m_dialect;
    const QString m_home;
    QString m_session;
    FileDescriptor m_file;
    AgentLines m_lines;
    std::optional<Usage> m_told;
};

} // namespace mergeloom

#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>

namespace mergeloom {

/// Which API a program of an agent speaks to its model.
enum class ModelProtocol { AnthropicMessages, OpenAiResponses };

/// What one event of an agent program means for the record.
struct AgentReport {
    enum class Kind {
        Session,    ///< `id`: by which the conversation can be gone on with
        ToolCall,   ///< `id`, `name`, `input`
        ToolResult, ///< `id`, `text`, `isError`
        Text,       ///< what the agent says; the last one counts when Finished brings none
        Note,       ///< something odd that people should read
        Finished,   ///< the turn is over: `text`, and `input` as the structured result where there is one
        Failed,     ///< the turn is over: `text` says why
    };
    Kind kind = Kind::Note;
    QString id;
    QString name;
    QJsonObject input;
    QString text;
    bool isError = false;
};

/// What a program is to do in one turn, with all paths as it sees them.
struct AgentOrder {
    QString prompt;
    QString session;  ///< to go on with; empty: a new one
    QString model;    ///< empty: the program's own choice
    QString proxyUrl; ///< of the model, without a path
    QByteArray token; ///< that the proxy knows; opens nothing else
    QString home;
    QString workspace;
    QJsonObject schema; ///< of the result; empty: words will do
    QString schemaFile; ///< that holds it
};

struct AgentStart {
    QStringList arguments;
    QMap<QString, QString> environment;
    QByteArray input;
};

/// How one agent program is started, and what its events mean. Without a state.
class AgentDialect
{
public:
    virtual ~AgentDialect() = default;
    virtual QString id() const = 0;    ///< `codex`, `claude-code`
    virtual QString label() const = 0; ///< for people
    virtual ModelProtocol protocol() const = 0;
    virtual QString package() const = 0;       ///< of npm
    virtual QString oldestRelease() const = 0; ///< that is known to work

    virtual AgentStart start(const AgentOrder &order) const = 0;
    /// None: an event without a meaning for us.
    virtual QList<AgentReport> read(const QJsonObject &event) const = 0;
};

std::unique_ptr<AgentDialect> codexDialect();
std::unique_ptr<AgentDialect> claudeCodeDialect();

} // namespace mergeloom

#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Transcript.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

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

/// Tokens that a program tells of: of one answer of its model as far as it goes, or in the end of all of its work.
struct AgentUse {
    QString answer; ///< empty: of all, in place of what was told before
    Usage usage;
    std::optional<double> costUsd; ///< of all, by the program's own prices
};

/// What a program is to do in one turn, with all paths as it sees them.
struct AgentOrder {
    QString prompt;
    QString session;  ///< to go on with; empty: a new one
    QString model;    ///< empty: the program's own choice
    QString proxyUrl; ///< of the model, without a path
    QByteArray token; ///< that the proxy knows; opens nothing else
    QString signIn;   ///< folder of the program's own sign-in, which then stands for proxy and token
    QString endpoint; ///< with `signIn`: base URL in place of the vendor's; empty: that
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

/// The program's own sign-in: how it is made and asked for, and where it lies.
struct AgentSignIn {
    QString home;       ///< variable that names the program's home
    QString file;       ///< that holds the credential, in its home or in its folder
    QStringList links;  ///< files of its home that are to be links into the folder; for programs without a `folder`
    QString folder;     ///< variable that names the folder of the credential
    QStringList login;  ///< arguments: shows a link, waits for a person, exits with 0 when it is signed in
    QString codePrompt; ///< words after which `login` takes a code, one a line, on its standard input; empty: never
    QStringList status; ///< arguments: exits with 0 when it is signed in; what it prints tells how
    QStringList hosts;  ///< that it reaches when it works, as a list of hosts has them
    QString oldest;     ///< release that can keep its credential apart from its home
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

    virtual AgentSignIn signIn() const = 0;
    /// Whether these last words of a program mean that it must be signed in again.
    virtual bool asksForSignIn(const QString &words) const = 0;

    virtual AgentStart start(const AgentOrder &order) const = 0;
    /// None: an event without a meaning for us.
    virtual QList<AgentReport> read(const QJsonObject &event) const = 0;
    /// None: the event tells of no tokens.
    virtual std::optional<AgentUse> use(const QJsonObject &event) const = 0;
    enum class Totals { OfTheTurn, OfTheConversation };
    virtual Totals totals() const = 0;
    /// What a line of the file in which it keeps its session tells of the tokens of the whole conversation, for programs with
    /// Totals::OfTheConversation, whose events tell it at the end of a turn only.
    virtual std::optional<Usage> sessionUsage(const QJsonObject &line) const = 0;
};

std::unique_ptr<AgentDialect> codexDialect();
std::unique_ptr<AgentDialect> claudeCodeDialect();

} // namespace mergeloom

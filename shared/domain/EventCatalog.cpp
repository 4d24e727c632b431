#include "shared/domain/EventCatalog.h"

namespace mergeloom {

namespace {

struct Row {
    const char *name;
    const char *fields;
    const char *summary;
};

constexpr Row rows[]{
    // Controller
    {event_type::jobQueued, "job_id:string ticket_key:string repository:string priority:integer by:string note:string",
        "A ticket became a job"},
    {event_type::jobLeased,
        "job_id:string ticket_key:string repository:string worker:string lease_id:string run_id:string attempt:integer is_resumed?:boolean",
        "An executor took the job"},
    {event_type::jobWaits, "job_id:string ticket_key:string repository:string reason:string",
        "A budget of the day is used up; the job waits"},
    {event_type::jobReleased,
        "job_id:string ticket_key:string repository:string reason:string worker:string lease_id:string run_id:string",
        "The lease ended: it ran out, or the job was handed back"},
    {event_type::jobFinished,
        "job_id:string ticket_key?:string repository?:string state:string outcome:string reason:string summary:string run_id?:string",
        "The job has an outcome, or a result came under a lost lease"},
    {event_type::jobCancelRequested, "job_id:string ticket_key:string repository:string by:string reason?:string",
        "Somebody wants the job to end"},
    {event_type::jobSteered,
        "job_id:string ticket_key:string repository:string command:string command_id:string run_id:string by:string",
        "Somebody told the run something"},
    {event_type::jobRefused, "ticket_key:string repository:string reason:string", "A ticket was not queued"},
    // Run
    {event_type::runStarted,
        "job_id:string ticket_key:string title:string body:string requester:string repository:string branch:string provider:string "
        "model:string worker:string attempt:integer is_replay:boolean limits:object most:object sandbox:string sandbox_missing:array "
        "settings?:object replay_of?:string",
        "A run began; everything it was told, and what it may use"},
    {event_type::runResumed, "worker:string worked_ms:integer", "Another process goes on with the run"},
    {event_type::runFinished,
        "outcome:string reason:string summary:string branch?:string base_commit?:string head_commit?:string is_pushed?:boolean "
        "validation?:string tokens?:integer cost_usd?:number guard?:object drift?:object",
        "The outcome of the run, and why"},
    {event_type::runMessage, "level:string text:string", "Something that people should know"},
    {event_type::stageStarted, "stage:string attempt:integer", "A stage began"},
    {event_type::stageFinished,
        "stage:string attempt:integer status:string summary:string duration_ms:integer result?:object",
        "A stage ended"},
    {event_type::contextSource, "kind:string path:string bytes:integer tokens:integer is_cut:boolean",
        "A source of the brief"},
    {event_type::providerRequest, "call:integer attempt:integer model:string messages:integer request:object",
        "A request to the model"},
    {event_type::providerDelta, "call:integer kind:string text:string",
        "A piece of an answer; the whole is in the response"},
    {event_type::providerResponse,
        "call:integer attempt?:integer content:array stop:string model?:string usage:object cost_usd?:number latency_ms:integer",
        "An answer of the model"},
    {event_type::providerRetry, "call:integer reason:string wait_ms:integer retry:integer", "A request is sent again"},
    {event_type::toolCall, "call_id:string name:string input:object", "The model called a tool"},
    {event_type::toolResult,
        "call_id:string name:string is_error:boolean text:string duration_ms:integer whole?:string tree?:string",
        "What the tool answered; `tree` of the workspace when that changed"},
    {event_type::agentStarted,
        "turn:integer stage:string attempt:integer agent:string release:string call:integer session:string cause:string prompt:string "
        "access:string tree?:string hosts?:array",
        "An agent program was started for a turn"},
    {event_type::agentSession, "turn:integer session:string", "The agent program named its session"},
    {event_type::agentEvent,
        "turn:integer event?:object text?:string left_out_bytes?:integer call?:integer usage?:object",
        "What the agent program told that has no type here; with its own sign-in, what the turn has used until now"},
    {event_type::agentFinished,
        "turn:integer end:string exit_code:integer duration_ms:integer error?:string result?:object network?:object",
        "The agent program's turn ended"},
    {event_type::commandStarted, "command_id:string kind:string line:string network:string directory?:string",
        "A command began in the sandbox"},
    {event_type::commandOutput, "command_id:string stream:string text:string", "Output of a command"},
    {event_type::commandFinished,
        "command_id:string end:string exit_code?:integer duration_ms?:integer dropped_bytes?:integer exceeded?:string error?:string "
        "network?:object",
        "A command ended"},
    {event_type::networkRefused, "command_id:string host:string port:integer reason:string text:string",
        "A command or agent program wanted to reach a host that it must not"},
    {event_type::workspaceCheckpoint, "tree:string", "The workspace as git sees it"},
    {event_type::workspaceMeasured, "base_bytes:integer growth_bytes:integer", "What the workspace takes on disk"},
    {event_type::workspaceRewound, "seq:integer tree:string why:string",
        "Newer checkpoints are gone; what was done since is done again"},
    {event_type::validationResult, "attempt:integer status:string mode:string tree:string failed:array",
        "What the validation commands said"},
    {event_type::repairStarted, "attempt:integer of:integer", "A repair began"},
    {event_type::changeRecorded,
        "base:string tree:string files:array additions:integer deletions:integer patch:string is_cut:boolean",
        "The change of the run"},
    {event_type::guardResult, "verdict:string findings:array", "What the diff guard said"},
    {event_type::baseDrifted,
        "branch:string from:string head:string commits:integer is_rewritten?:boolean merged?:string",
        "The default branch moved while the run worked"},
    {event_type::baseMerged, "head:string tree:string conflicts:array",
        "The change was merged with the default branch"},
    {event_type::replayCompared, "run:string is_same:boolean text:string tree:string recorded_tree:string files:array",
        "What came out when a run was done again with its recorded answers"},
    {event_type::commitCreated, "commit:string branch:string base:string message:string", "The commit of the run"},
    {event_type::branchPushed, "branch:string commit:string remote:string", "The branch was pushed"},
    // Steering
    {event_type::steerMessage, "command_id:string by:string text:string call:integer",
        "Told to the model before that call"},
    {event_type::steerUndelivered, "command_id:string by:string text:string", "The run ended before it could be told"},
    {event_type::steerPause, "command_id:string by:string reason:string", "Somebody paused the run"},
    {event_type::steerResume, "command_id:string by:string reason:string", "Somebody let the run go on"},
    {event_type::steerCancel, "command_id:string by:string reason:string", "Somebody ended the run"},
    {event_type::steerExtend, "command_id:string by:string reason:string asked:object granted:object limits:object",
        "Somebody gave the run more; `limits` are those from now on"},
    {event_type::steerIgnored, "command_id:string by:string command:string why:string reason?:string",
        "What somebody told was not done, and why"},
    {event_type::runPaused, "by:string before:string", "The run waits from here on"},
    {event_type::runContinued, "before:string paused_ms:integer", "The run goes on"},
    {event_type::approvalRequested, "approval:string causes:array why:string tree:string until:string",
        "The run waits for a person's yes"},
    {event_type::approvalDecided, "approval:string verdict:string by?:string reason?:string command_id?:string",
        "A person said yes or no, or nobody did in time"},
    // Gateway
    {event_type::configChanged, "what:string id:string by:string", "Somebody changed the configuration"},
    {event_type::accessDenied,
        "cause:string reason:string address:string method:string path:string who:string count:integer since:string",
        "Calls that were refused; alike ones together"},
    // The audit log itself
    {event_type::workerCheckpoint, "worker_id:string origin:string size:integer note:string",
        "A worker that keeps its own record gave a signed checkpoint of its audit log"},
    {event_type::logBegun, "origin:string key:string", "Who signs the log from its first checkpoint on"},
    {event_type::logKeyChanged, "origin:string previous:string key:string signature:string",
        "Another key signs from now on; the signature is the previous key's, empty when that was lost"},
    // What is kept
    {event_type::retentionChanged, "version:integer policies:array by:string",
        "What is removed after which time or size, from now on"},
    {event_type::retentionRemoved,
        "run_id:string content:string policy:string why:string by:string events:integer bytes:integer ids:array digest:string "
        "replaces?:integer",
        "Lines of events were removed; their hashes stay. `ids` are ranges, `digest` is of what stays of these events"},
    {event_type::holdPlaced, "run_id:string reason:string by:string", "Nothing of the run is removed from here on"},
    {event_type::holdReleased, "run_id:string reason:string by:string", "The run falls under the policies again"},
};

QJsonObject dataSchema(const QString &fields)
{
    QJsonObject properties;
    QJsonArray required;
    for (const QString &field : fields.split(u' ')) {
        QString name = field.section(u':', 0, 0);
        if (name.endsWith(u'?'))
            name.chop(1);
        else
            required.append(name);
        properties.insert(name, QJsonObject{{"type", field.section(u':', 1)}});
    }
    return {{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
}

} // namespace

const QList<EventType> &eventTypes()
{
    static const QList<EventType> types = [] {
        QList<EventType> list;
        for (const Row &row : rows)
            list.append(
                {QString::fromLatin1(row.name), QString::fromUtf8(row.summary), QString::fromLatin1(row.fields)});
        return list;
    }();
    return types;
}

QJsonObject eventSchema()
{
    QJsonArray variants;
    for (const EventType &type : eventTypes())
        variants.append(QJsonObject{{"title", type.name}, {"description", type.summary},
            {"properties",
                QJsonObject{{"type", QJsonObject{{"const", type.name}}}, {"data", dataSchema(type.fields)}}}});
    const QJsonObject text{{"type", "string"}};
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Event"},
        {"description",
            "One immutable fact of a run, of the controller or of the gateway. `prev` is the SHA-256 of the line before in its stream, in hex."},
        {"type", "object"},
        {"properties",
            QJsonObject{{"seq", QJsonObject{{"type", "integer"}, {"minimum", 1}}}, {"ts", text}, {"type", text},
                {"data", QJsonObject{{"type", "object"}}}, {"prev", text}}},
        {"required", QJsonArray{"seq", "ts", "type", "data", "prev"}}, {"additionalProperties", false},
        {"oneOf", variants}};
}

} // namespace mergeloom

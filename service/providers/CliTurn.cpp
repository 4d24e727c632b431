#include "service/providers/CliTurn.h"

#include <QJsonDocument>

namespace mergeloom {

namespace {

constexpr qsizetype longestText = 100'000;      // characters of one text in the journal
constexpr qsizetype longestInput = 1 << 20;     // bytes of the input of one tool call
constexpr qsizetype longestRawEvent = 64 << 10; // bytes
constexpr qint64 roomAroundEvent = 200;         // bytes of a line of the journal

/// The middle of a text that is too long says least.
QString shortened(const QString &text)
{
    if (text.size() <= longestText)
        return text;
    const qsizetype half = longestText / 2;
    return QStringLiteral("%1\n… %2 characters left out …\n%3")
        .arg(text.left(half))
        .arg(text.size() - 2 * half)
        .arg(text.right(half));
}

QJsonObject shortened(QJsonObject object)
{
    for (auto it = object.begin(); it != object.end(); ++it)
        if (it->isString())
            *it = shortened(it->toString());
    if (const qsizetype size = compactJson(object).size(); size > longestInput)
        return {{"left_out_bytes", size}};
    return object;
}

/// The last words that a program gave on standard error, for people.
QString lastWords(const QByteArray &error)
{
    const QString text = QString::fromUtf8(error.right(2000)).trimmed();
    return text.size() > 400 ? u'…' + text.right(400) : text;
}

} // namespace

CliTurn::CliTurn(
    const AgentDialect &dialect, const AgentWorkplace &workplace, const CliLimits &limits, int number, TurnClock &clock)
    : m_dialect(dialect), m_workplace(workplace), m_limits(limits), m_number(number), m_clock(clock)
{
}

Result<CliTurnEnd> CliTurn::run(ProcessRequest request)
{
    AgentLines lines([this](const QByteArray &line, qint64 leftOut) { take(line, leftOut); });
    request.timeLimit = m_limits.whole;
    request.outputLimit = 64 << 10;
    request.onStream = [&](QByteArrayView piece) {
        m_clock.heard();
        lines.push(piece);
    };
    auto ran = runProcess(request, m_clock.token(), m_limits.grace);
    lines.finish();
    if (!ran && ran.error().code != ErrorCode::Cancelled)
        return failure(ran);
    return conclude(ran);
}

void CliTurn::take(const QByteArray &line, qint64 leftOut)
{
    ++m_end.lines;
    if (m_beforeLine)
        m_beforeLine();
    if (leftOut > 0)
        return keepRaw({{"left_out_bytes", leftOut}});
    if (m_isFull && !line.startsWith('{'))
        return;
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return keepRaw({{"text", QString::fromUtf8(line.left(longestRawEvent))}});
    const QJsonObject event = document.object();
    if (m_onUse)
        if (const auto use = m_dialect.use(event))
            m_onUse(*use);
    const QList<Report> reports = m_dialect.read(event);
    for (const Report &report : reports)
        takeReport(report);
    if (!reports.isEmpty())
        return;
    if (line.size() <= longestRawEvent)
        return keepRaw({{"event", event}});
    keepRaw({{"event", QJsonObject{{"type", event.value(QStringLiteral("type"))}}}, {"left_out_bytes", line.size()}});
}

void CliTurn::takeReport(const Report &report)
{
    if (m_isOver) // some say a thing or two behind their last word
        return;
    switch (report.kind) {
    case Report::Kind::Session:
        if (!report.id.isEmpty() && report.id != m_end.session) {
            m_end.session = report.id;
            record(event_type::agentSession, {{"turn", m_number}, {"session", report.id}});
        }
        return;
    case Report::Kind::ToolCall:
        return callTool(report);
    case Report::Kind::ToolResult:
        return answerTool(report);
    case Report::Kind::Text:
        m_end.text = shortened(report.text);
        return;
    case Report::Kind::Note:
        return record(event_type::runMessage,
            {{"level", "info"}, {"text", m_dialect.label() + QStringLiteral(" says: ") + shortened(report.text)}});
    case Report::Kind::Finished:
        if (!report.text.isEmpty())
            m_end.text = shortened(report.text);
        m_end.structured = report.input;
        m_end.isFinished = true;
        break;
    case Report::Kind::Failed:
        m_failure = report.text.isEmpty() ? QStringLiteral("it gave no reason") : report.text;
        break;
    }
    m_isOver = true;
    m_clock.endAfter(m_limits.afterLastEvent);
}

void CliTurn::callTool(const Report &report)
{
    if (m_open.contains(report.id) || m_answered.contains(report.id))
        return;
    QElapsedTimer since;
    since.start();
    m_open.insert(report.id, {report.name, since});
    record(event_type::toolCall,
        {{"call_id", idOf(report.id)}, {"name", report.name}, {"input", shortened(report.input)}});
}

void CliTurn::answerTool(const Report &report)
{
    if (m_answered.contains(report.id))
        return;
    m_answered.insert(report.id);
    const OpenCall call = m_open.take(report.id);
    QJsonObject data{{"call_id", idOf(report.id)}, {"name", call.name.isEmpty() ? report.name : call.name},
        {"is_error", report.isError}, {"text", shortened(report.text)},
        {"duration_ms", call.since.isValid() ? call.since.elapsed() : 0}};
    // What it did to files is asked of git. While other tools still write, a snapshot can fail; the next one tells.
    if (m_workplace.checkpoint)
        if (const auto tree = m_workplace.checkpoint(); tree && *tree != m_checkpoint) {
            m_checkpoint = *tree;
            data.insert(QStringLiteral("tree"), *tree);
        }
    record(event_type::toolResult, data);
}

void CliTurn::keepRaw(const QJsonObject &data)
{
    QJsonObject kept{{"turn", m_number}};
    for (auto it = data.begin(); it != data.end(); ++it)
        kept.insert(it.key(), it.value());
    record(event_type::agentEvent, kept);
}

/// A program that floods us does not fill the journal.
void CliTurn::record(const char *type, const QJsonObject &data)
{
    if (m_isFull)
        return;
    m_kept += compactJson(data).size() + roomAroundEvent;
    m_isFull = m_kept > m_limits.journalBytes;
    m_workplace.recorder.append(QString::fromLatin1(type), data);
    if (m_isFull)
        m_workplace.recorder.append(QString::fromLatin1(event_type::runMessage),
            {{"level", "warning"},
                {"text",
                    QStringLiteral("%1 told more than %2 bytes in one turn; the rest is not kept.")
                        .arg(m_dialect.label())
                        .arg(m_limits.journalBytes)}});
}

CliTurnEnd CliTurn::conclude(const Result<ProcessResult> &ran)
{
    m_end.process = ran ? *ran : ProcessResult{.end = ProcessEnd::Cancelled};
    if (!m_end.isFinished)
        m_end.failure = whyItEnded(m_end.process);
    return m_end;
}

/// What the proxy or the clock knows says more than the program, and that more than its exit code.
Error CliTurn::whyItEnded(const ProcessResult &process) const
{
    const QString label = m_dialect.label();
    if (const auto why = m_clock.why())
        return *why;
    if (!m_failure.isEmpty())
        return {ErrorCode::Unavailable, QStringLiteral("%1 gave up: %2").arg(label, m_failure.left(600)), {}};
    if (!process.exceeded.isEmpty())
        return {
            ErrorCode::Rejected, QStringLiteral("%1 was ended by the sandbox: %2.").arg(label, process.exceeded), {}};
    if (process.end == ProcessEnd::Cancelled)
        return {ErrorCode::Cancelled, QStringLiteral("The agent was cancelled."), {}};
    if (process.end == ProcessEnd::TimedOut)
        return {ErrorCode::Timeout, QStringLiteral("%1 took too long.").arg(label), {}};
    const QString words = lastWords(process.standardError);
    return {ErrorCode::Unavailable,
        QStringLiteral("%1 ended (%2 %3) before its turn was over.%4")
            .arg(label, process.end == ProcessEnd::Exited ? QStringLiteral("exit code") : QStringLiteral("signal"))
            .arg(process.exitCode)
            .arg(words.isEmpty() ? QString() : QStringLiteral(" It said: ") + words),
        {}};
}

} // namespace mergeloom

#include "service/tools/ToolBox.h"

#include "service/tools/JsonSchemaCheck.h"
#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

#include <algorithm>

// One line a tool, in the order in which models see them. Each is made in a file of its own.
#define MERGELOOM_EACH_TOOL(TOOL)                                                                                      \
    TOOL(readFileTool)                                                                                                 \
    TOOL(listFilesTool)                                                                                                \
    TOOL(searchTool)                                                                                                   \
    TOOL(editFileTool)                                                                                                 \
    TOOL(writeFileTool)                                                                                                \
    TOOL(applyPatchTool)                                                                                               \
    TOOL(deleteFileTool)                                                                                               \
    TOOL(runCommandTool)                                                                                               \
    TOOL(gitDiffTool)

namespace mergeloom {

#define MERGELOOM_DECLARE_TOOL(make) Tool make();
MERGELOOM_EACH_TOOL(MERGELOOM_DECLARE_TOOL)
Tool finishTool(const QJsonObject &schema);

namespace {

constexpr qsizetype modelTextLimit = 24'000; // characters of one tool result that a model gets

std::vector<Tool> allTools(const QJsonObject &finishSchema)
{
#define MERGELOOM_MAKE_TOOL(make) make(),
    return {MERGELOOM_EACH_TOOL(MERGELOOM_MAKE_TOOL) finishTool(finishSchema)};
}

} // namespace

QString cutInTheMiddle(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    // The end of an output says more than its middle: that is where errors and totals stand.
    qsizetype head = limit / 2;
    qsizetype tail = text.size() - (limit - head);
    if (const qsizetype line = text.lastIndexOf(QLatin1Char('\n'), head); line > head / 2)
        head = line + 1;
    if (const qsizetype line = text.indexOf(QLatin1Char('\n'), tail);
        line >= 0 && line < tail + (text.size() - tail) / 2)
        tail = line + 1;
    return QStringLiteral("%1\n[… %2 of %3 characters were left out here …]\n%4")
        .arg(text.left(head))
        .arg(tail - head)
        .arg(text.size())
        .arg(QStringView(text).mid(tail));
}

Result<ToolOutcome> toolFailure(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
    case ErrorCode::Unavailable:
    case ErrorCode::Internal:
        return Unexpected(error);
    default:
        return toolFailure(error.message);
    }
}

ToolBox::ToolBox(Workplace workplace, ToolAccess access, QJsonObject finishSchema)
    : m_workplace(std::make_unique<Workplace>(std::move(workplace)))
{
    if (finishSchema.isEmpty())
        finishSchema = toolSchema({{"summary", "string", "What was done, in a few sentences."}});
    for (Tool &tool : allTools(finishSchema))
        if (tool.access == ToolAccess::ReadOnly || access == ToolAccess::Full)
            m_tools.push_back(std::move(tool));
}

ToolBox::ToolBox(ToolBox &&other) noexcept = default;
ToolBox &ToolBox::operator=(ToolBox &&other) noexcept = default;
ToolBox::~ToolBox() = default;

QList<ToolDescription> ToolBox::descriptions() const
{
    QList<ToolDescription> list;
    for (const Tool &tool : m_tools)
        list << tool.description;
    return list;
}

Result<ToolOutcome> ToolBox::call(const ToolCallRequest &request, std::stop_token stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, QStringLiteral("The call of %1 was cancelled.").arg(request.name));
    const auto finish = [](ToolOutcome outcome) {
        if (outcome.whole.isEmpty())
            outcome.whole = outcome.text.toUtf8();
        outcome.text = cutInTheMiddle(outcome.text, modelTextLimit);
        return outcome;
    };
    const auto tool = std::find_if(
        m_tools.begin(), m_tools.end(), [&](const Tool &one) { return one.description.name == request.name; });
    if (tool == m_tools.end()) {
        QStringList names;
        for (const Tool &one : m_tools)
            names << one.description.name;
        return finish(toolFailure(QStringLiteral("There is no tool %1 here. There are: %2.")
                                      .arg(request.name, names.join(QLatin1String(", ")))));
    }
    const QStringList faults = schemaFaults(tool->description.inputSchema, request.input);
    if (!faults.isEmpty())
        return finish(toolFailure(
            QStringLiteral("The input of %1 does not fit: %2").arg(request.name, faults.join(QLatin1Char(' ')))));
    MERGELOOM_TRY(ToolOutcome outcome, tool->run(*m_workplace, request.input, std::move(stop)));
    return finish(std::move(outcome));
}

} // namespace mergeloom

#include "service/providers/ContextWindow.h"

#include "shared/core/Json.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype keptResult = 200; // taking out less than this gains nothing
constexpr double filledAfterwards = 0.7;
constexpr qint64 smallestRoom = 1024;

qint64 bytesOf(const ModelRequest &request)
{
    qint64 bytes = request.system.size();
    for (const ModelTool &tool : request.tools)
        bytes += tool.name.size() + tool.description.size() + compactJson(tool.inputSchema).size();
    for (const Message &message : request.messages)
        for (const ContentPart &part : message.content)
            bytes += 40 + part.text.size() + (part.input.isEmpty() ? 0 : compactJson(part.input).size());
    return bytes;
}

} // namespace

qint64 ContextWindow::estimatedTokens(const ModelRequest &request) const
{
    return qint64(double(bytesOf(request)) * m_tokensPerByte) + 1;
}

void ContextWindow::learn(const ModelRequest &request, const Usage &usage)
{
    const qint64 tokens = usage.inputTokens + usage.cachedTokens + usage.cacheWriteTokens;
    const qint64 bytes = bytesOf(request);
    // A little over what was seen: an estimate that is too low would break a budget.
    if (tokens > 0 && bytes > 2000)
        m_tokensPerByte = std::clamp(double(tokens) / double(bytes) * 1.05, 0.15, 1.0);
}

bool ContextWindow::fits(const ModelRequest &request) const
{
    return estimatedTokens(request) + request.maximumOutputTokens <= m_tokens;
}

QStringList ContextWindow::makeRoom(ModelRequest &request, Need need) const
{
    QStringList dropped;
    if (need == Need::WhenFull && fits(request))
        return dropped;
    const qint64 current = estimatedTokens(request);
    const qint64 full = need == Need::Always ? std::min(m_tokens, current) : m_tokens;
    qint64 excess =
        qint64(double(current + request.maximumOutputTokens - double(full) * filledAfterwards) / m_tokensPerByte);
    for (qsizetype i = 0; i + 1 < request.messages.size() && excess > 0; ++i) {
        for (ContentPart &part : request.messages[i].content) {
            if (part.type != u"tool_result" || part.text.size() <= keptResult || excess <= 0)
                continue;
            excess -= part.text.size() - keptResult / 2;
            part.text = QStringLiteral(
                "[This older output of %1 characters was left out to make room. Call the tool again if you need it.]")
                            .arg(part.text.size());
            dropped.append(part.id);
        }
    }
    if (!fits(request)) {
        const qint64 left = std::max(smallestRoom, m_tokens - estimatedTokens(request));
        request.maximumOutputTokens = int(std::min<qint64>(request.maximumOutputTokens, left));
    }
    return dropped;
}

} // namespace mergeloom

#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// Tokens of one or more provider calls.
struct Usage {
    qint64 inputTokens = 0;  ///< without the cached ones
    qint64 outputTokens = 0; ///< with reasoning
    qint64 cachedTokens = 0; ///< input read from the vendor's cache
    qint64 cacheWriteTokens = 0;
    qint64 reasoningTokens = 0;

    Usage &operator+=(const Usage &other);
    qint64 total() const { return inputTokens + outputTokens + cachedTokens + cacheWriteTokens; }

    static constexpr auto jsonName = "Usage";
    static constexpr auto fields()
    {
        return fieldList(required("input_tokens", &Usage::inputTokens), required("output_tokens", &Usage::outputTokens),
            optional("cached_tokens", &Usage::cachedTokens), optional("cache_write_tokens", &Usage::cacheWriteTokens),
            optional("reasoning_tokens", &Usage::reasoningTokens));
    }
};

inline Usage &Usage::operator+=(const Usage &other)
{
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    cachedTokens += other.cachedTokens;
    cacheWriteTokens += other.cacheWriteTokens;
    reasoningTokens += other.reasoningTokens;
    return *this;
}

/// A piece of a message, in no vendor's shape.
struct ContentPart {
    QString type; ///< `text`, `reasoning`, `tool_call`, `tool_result`
    QString text; ///< of text, reasoning, and tool_result
    QString id;   ///< of tool_call; of tool_result: the call it answers
    QString name; ///< of tool_call
    QJsonObject input;
    bool isError = false; ///< of tool_result
    QJsonObject vendor;   ///< what the vendor wants back unchanged, e.g. a signature of reasoning

    static constexpr auto jsonName = "ContentPart";
    static constexpr auto fields()
    {
        return fieldList(required("type", &ContentPart::type), optional("text", &ContentPart::text),
            optional("id", &ContentPart::id), optional("name", &ContentPart::name),
            optional("input", &ContentPart::input), optional("is_error", &ContentPart::isError),
            optional("vendor", &ContentPart::vendor));
    }
};

struct Message {
    QString role; ///< `user` or `assistant`; tool results are parts of a user message
    QList<ContentPart> content;

    static constexpr auto jsonName = "Message";
    static constexpr auto fields()
    {
        return fieldList(required("role", &Message::role), required("content", &Message::content));
    }
};

} // namespace mergeloom

#pragma once

#include "service/models/AnthropicMessages.h"
#include "service/models/AnthropicStream.h"
#include "service/models/BedrockConverse.h"
#include "service/models/BedrockStream.h"
#include "service/models/Gemini.h"
#include "service/models/GeminiStream.h"
#include "service/models/OpenAiChat.h"
#include "service/models/OpenAiChatStream.h"
#include "service/models/OpenAiResponses.h"
#include "service/models/OpenAiResponsesStream.h"
#include "tests/service/models/AmazonMessages.h"
#include "tests/service/models/ScriptedTransport.h"

namespace mergeloom::test {

/// An event of a stream before it is framed.
struct StreamEvent {
    QByteArray type; ///< empty: none is named
    QByteArray data;
};

/// One wire protocol, and the same answer in its words: reasoning, a text, two calls at once, usage with cached tokens.
struct AnswerProtocol {
    const char *name;
    Framing framing = Framing::ServerSentEvents;
    std::unique_ptr<AnswerReader> (*reader)();
    QJsonObject (*bodyOf)(const ModelRequest &);
    QList<StreamEvent> answer;
    StreamEvent text;    ///< a piece of a text; `%1` stands for it
    StreamEvent unknown; ///< what a later version of the service may send
};

inline std::unique_ptr<AnswerReader> anthropicReader() { return std::make_unique<AnthropicStream>(nullptr); }
inline std::unique_ptr<AnswerReader> chatReader() { return std::make_unique<OpenAiChatStream>(nullptr); }
inline std::unique_ptr<AnswerReader> responsesReader() { return std::make_unique<OpenAiResponsesStream>(nullptr); }
inline std::unique_ptr<AnswerReader> geminiReader() { return std::make_unique<GeminiStream>(nullptr); }
inline std::unique_ptr<AnswerReader> bedrockReader()
{
    return std::make_unique<BedrockStream>(QStringLiteral("m"), nullptr);
}

inline QJsonObject anthropicBody(const ModelRequest &request) { return AnthropicMessages::bodyOf(request); }
inline QJsonObject chatBody(const ModelRequest &request)
{
    return OpenAiChat::bodyOf(request, QStringLiteral("max_tokens"));
}
inline QJsonObject responsesBody(const ModelRequest &request)
{
    return OpenAiResponses::bodyOf(request, OpenAiResponses::Reasoning::Encrypted);
}
inline QJsonObject geminiBody(const ModelRequest &request) { return Gemini::bodyOf(request); }
inline QJsonObject bedrockBody(const ModelRequest &request)
{
    return BedrockConverse::bodyOf(request, BedrockFamily::Anthropic);
}

inline AnswerProtocol anthropicProtocol()
{
    const auto event = [](const QByteArray &type, const QByteArray &rest) {
        return StreamEvent{type, R"({"type":")" + type + R"(",)" + rest + "}"};
    };
    return {.name = "Anthropic Messages",
        .reader = anthropicReader,
        .bodyOf = anthropicBody,
        .answer = {event("message_start",
                       R"("message":{"model":"m","usage":{"input_tokens":100,"cache_read_input_tokens":900,"output_tokens":1}})"),
            event(
                "content_block_start", R"("index":0,"content_block":{"type":"thinking","thinking":"","signature":""})"),
            event("content_block_delta", R"("index":0,"delta":{"type":"thinking_delta","thinking":"Let me "})"),
            event("content_block_delta", R"("index":0,"delta":{"type":"thinking_delta","thinking":"look…"})"),
            event("content_block_delta", R"("index":0,"delta":{"type":"signature_delta","signature":"c2ln"})"),
            event("content_block_stop", R"("index":0)"),
            event("content_block_start", R"("index":1,"content_block":{"type":"text","text":""})"),
            event("content_block_delta", R"("index":1,"delta":{"type":"text_delta","text":"Grüße 🎉"})"),
            event("content_block_stop", R"("index":1)"),
            event("content_block_start",
                R"("index":2,"content_block":{"type":"tool_use","id":"a","name":"read_file","input":{}})"),
            event("content_block_start",
                R"("index":3,"content_block":{"type":"tool_use","id":"b","name":"git_diff","input":{}})"),
            {"content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"path\\\":\"}}"},
            {"content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"ä.txt\\\"}\"}}"},
            event("content_block_stop", R"("index":2)"), event("content_block_stop", R"("index":3)"),
            event("message_delta", R"("delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":50})"),
            {"message_stop", R"({"type":"message_stop"})"}},
        .text = event("content_block_delta", R"("index":1,"delta":{"type":"text_delta","text":"%1"})"),
        .unknown = event("moon_phase", R"("phase":"full")")};
}

inline AnswerProtocol chatProtocol()
{
    const auto delta = [](const QByteArray &delta) {
        return StreamEvent{{}, R"({"id":"c","model":"m","choices":[{"index":0,"delta":)" + delta + "}]}"};
    };
    return {.name = "OpenAI Chat Completions",
        .reader = chatReader,
        .bodyOf = chatBody,
        .answer = {delta(R"({"role":"assistant","content":null})"), delta(R"({"reasoning_content":"Let me "})"),
            delta(R"({"reasoning_content":"look…"})"), delta(R"({"content":"Grüße "})"), delta(R"({"content":"🎉"})"),
            delta(
                R"({"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"read_file","arguments":""}}]})"),
            delta(
                R"({"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"git_diff","arguments":"{}"}}]})"),
            delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"path\\\":\"}}]}"),
            delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"ä.txt\\\"}\"}}]}"),
            {{}, R"({"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})"},
            {{},
                R"({"id":"c","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":50,"prompt_tokens_details":{"cached_tokens":900}}})"},
            {{}, "[DONE]"}},
        .text = delta(R"({"content":"%1"})"),
        .unknown = {{}, R"({"id":"c","choices":[],"prompt_filter_results":[{"prompt_index":0}]})"}};
}

inline AnswerProtocol responsesProtocol()
{
    const auto event = [](const QByteArray &type, const QByteArray &rest) {
        return StreamEvent{type, R"({"type":")" + type + R"(",)" + rest + "}"};
    };
    return {.name = "OpenAI Responses",
        .reader = responsesReader,
        .bodyOf = responsesBody,
        .answer = {event("response.created", R"("response":{"id":"r"})"),
            event("response.reasoning_summary_text.delta", R"("delta":"Let me look…")"),
            event("response.output_item.done",
                R"("item":{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"Let me look…"}],"encrypted_content":"gAAA"})"),
            event("response.output_text.delta", R"("delta":"Grüße ")"),
            event("response.output_text.delta", R"("delta":"🎉")"),
            event("response.output_item.done",
                R"("item":{"id":"ms","type":"message","role":"assistant","content":[{"type":"output_text","text":"Grüße 🎉"}]})"),
            {"response.output_item.done",
                "{\"type\":\"response.output_item.done\",\"item\":{\"id\":\"f1\",\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"read_file\",\"arguments\":\"{\\\"path\\\":\\\"ä.txt\\\"}\"}}"},
            event("response.output_item.done",
                R"("item":{"id":"f2","type":"function_call","call_id":"b","name":"git_diff","arguments":"{}"})"),
            event("response.completed",
                R"("response":{"model":"m","usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":900},"output_tokens":50}})")},
        .text = event(
            "response.output_item.done", R"("item":{"type":"message","content":[{"type":"output_text","text":"%1"}]})"),
        .unknown = event("response.moon_phase.done", R"("phase":"full")")};
}

inline AnswerProtocol geminiProtocol()
{
    const auto parts = [](const QByteArray &parts, const QByteArray &rest = {}) {
        return StreamEvent{{},
            R"({"candidates":[{"content":{"role":"model","parts":[)" + parts + "]}" + rest
                + R"(}],"modelVersion":"m"})"};
    };
    return {.name = "Gemini",
        .reader = geminiReader,
        .bodyOf = geminiBody,
        .answer = {parts(R"({"text":"Let me ","thought":true})"), parts(R"({"text":"look…","thought":true})"),
            parts(R"({"text":"Grüße "})"), parts(R"({"text":"🎉"})"),
            parts(R"({"functionCall":{"name":"read_file","args":{"path":"ä.txt"}},"thoughtSignature":"c2ln"})"),
            parts(R"({"functionCall":{"name":"git_diff","args":{}}})"),
            {{},
                R"({"candidates":[{"content":{"role":"model","parts":[]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":900,"candidatesTokenCount":50}})"}},
        .text = parts(R"({"text":"%1"})"),
        .unknown = parts(R"({"moonPhase":{"phase":"full"}})")};
}

inline AnswerProtocol bedrockProtocol()
{
    const auto delta = [](const QByteArray &index, const QByteArray &delta) {
        return StreamEvent{"contentBlockDelta", R"({"contentBlockIndex":)" + index + R"(,"delta":)" + delta + "}"};
    };
    return {.name = "Bedrock Converse",
        .framing = Framing::AmazonEventStream,
        .reader = bedrockReader,
        .bodyOf = bedrockBody,
        .answer = {{"messageStart", R"({"role":"assistant"})"},
            delta("0", R"({"reasoningContent":{"text":"Let me "}})"),
            delta("0", R"({"reasoningContent":{"text":"look…"}})"),
            delta("0", R"({"reasoningContent":{"signature":"c2ln"}})"),
            {"contentBlockStop", R"({"contentBlockIndex":0})"}, delta("1", R"({"text":"Grüße "})"),
            delta("1", R"({"text":"🎉"})"),
            {"contentBlockStart",
                R"({"contentBlockIndex":2,"start":{"toolUse":{"name":"read_file","toolUseId":"a"}}})"},
            delta("2", "{\"toolUse\":{\"input\":\"{\\\"path\\\":\"}}"),
            delta("2", "{\"toolUse\":{\"input\":\"\\\"ä.txt\\\"}\"}}"),
            {"contentBlockStart", R"({"contentBlockIndex":3,"start":{"toolUse":{"name":"git_diff","toolUseId":"b"}}})"},
            {"messageStop", R"({"stopReason":"tool_use"})"},
            {"metadata", R"({"usage":{"inputTokens":100,"outputTokens":50,"cacheReadInputTokens":900}})"}},
        .text = delta("1", R"({"text":"%1"})"),
        .unknown = {"moonPhase", R"({"phase":"full"})"}};
}

inline const QList<AnswerProtocol> &answerProtocols()
{
    static const QList<AnswerProtocol> all{
        anthropicProtocol(), chatProtocol(), responsesProtocol(), geminiProtocol(), bedrockProtocol()};
    return all;
}

} // namespace mergeloom::test

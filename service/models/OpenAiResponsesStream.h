#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>

namespace mergeloom {

/// A stream of OpenAI's Responses API: the items of the answer as they are done, and the usage at its end.
/// Source: platform.openai.com/docs/api-reference/responses-streaming. Unknown events and items are left out.
class OpenAiResponsesStream : public AnswerReader
{
public:
    using OnDelta = std::function<void(const QString &kind, const QString &text)>;
    explicit OpenAiResponsesStream(OnDelta onDelta) : m_onDelta(std::move(onDelta)) {}

    void read(const ServerSentEvent &event) override;
    bool isWhole() const override { return m_isOver; }
    bool isOver() const override { return m_isOver; }
    ModelAnswer take() override { return m_answer; }

private:
    void takeItem(const QJsonObject &item);
    void end(const QJsonObject &response);

    OnDelta m_onDelta;
    ModelAnswer m_answer;
    bool m_isOver = false;
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>

#include <vector>

namespace mergeloom {

/// The chunks of one Chat Completions stream. Tolerated: tool calls without id or index, several calls with one index,
/// arguments in one piece or as an object, `stop` as reason though there are tool calls, no `[DONE]`, `reasoning_content`.
class OpenAiChatStream : public AnswerReader
{
public:
    using OnDelta = std::function<void(const QString &kind, const QString &text)>;
    explicit OpenAiChatStream(OnDelta onDelta) : m_onDelta(std::move(onDelta)) {}

    void read(const ServerSentEvent &event) override;
    bool isWhole() const override { return m_isDone || !m_reason.isEmpty(); }
    bool isOver() const override { return m_isDone; }
    ModelAnswer take() override;

private:
    struct Call {
        int index = 0;
        QString id;
        QString name;
        QByteArray arguments;
    };
    void readDelta(const QJsonObject &delta);
    void readCall(const QJsonObject &piece, int position);
    Call &callFor(int index, const QString &id, const QString &name);
    void readUsage(const QJsonObject &usage);
    void tell(const char *kind, const QString &text) const;

    OnDelta m_onDelta;
    QString m_text;
    QString m_reasoning;
    QString m_reasoningField; ///< that it came in
    QString m_refusal;
    std::vector<Call> m_calls; ///< in the order in which they began
    QString m_model;
    QString m_reason;
    Usage m_usage;
    bool m_isDone = false;
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>

namespace mergeloom {

/// The pieces of one streamGenerateContent answer, each a GenerateContentResponse
/// (cloud.google.com/vertex-ai/docs/reference/rest/v1/GenerateContentResponse). Unknown parts are left out.
class GeminiStream : public AnswerReader
{
public:
    using OnDelta = std::function<void(const QString &kind, const QString &text)>;
    explicit GeminiStream(OnDelta onDelta) : m_onDelta(std::move(onDelta)) {}

    void read(const ServerSentEvent &event) override;
    bool isWhole() const override { return !m_reason.isEmpty(); }
    /// There is no last event of its own: usage comes with the reason, or after it.
    bool isOver() const override { return isWhole() && m_hasUsage; }
    ModelAnswer take() override;

private:
    void readPart(const QJsonObject &part);
    void readText(const QJsonObject &part);
    void readUsage(const QJsonObject &usage);
    void end(const QString &reason, const QString &message);
    bool hasCalls() const;

    OnDelta m_onDelta;
    QList<ContentPart> m_content;
    QString m_model;
    QString m_reason;
    QString m_reasonText;
    Usage m_usage;
    bool m_hasUsage = false; ///< that came with the reason, or after it
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>

#include <map>

namespace mergeloom {

/// The events of one Messages stream. Unknown events and deltas are left out, as the service's versioning policy asks.
class AnthropicStream : public AnswerReader
{
public:
    using OnDelta = std::function<void(const QString &kind, const QString &text)>;
    explicit AnthropicStream(OnDelta onDelta) : m_onDelta(std::move(onDelta)) {}

    void read(const ServerSentEvent &event) override;
    bool isWhole() const override { return m_isStopped && !m_stop.isEmpty(); }
    bool isOver() const override { return m_isStopped; }
    ModelAnswer take() override;

private:
    struct Block {
        QJsonObject start; ///< `content_block` as it was opened
        QString text;
        QByteArray input;
        QString signature;
    };
    void readDelta(const QJsonObject &event);
    void readUsage(const QJsonObject &usage);
    static ContentPart partOf(const Block &block);

    OnDelta m_onDelta;
    std::map<int, Block> m_blocks; ///< by index, which is their order
    QString m_model;
    QString m_stop;
    Usage m_usage;
    bool m_isStopped = false;
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>

#include <map>

namespace mergeloom {

/// The events of one ConverseStream answer. Unknown events and deltas are left out.
class BedrockStream : public AnswerReader
{
public:
    using OnDelta = std::function<void(const QString &kind, const QString &text)>;
    /// The service does not say which model answered: it is the one that was asked.
    BedrockStream(QString model, OnDelta onDelta) : m_model(std::move(model)), m_onDelta(std::move(onDelta)) {}

    void read(const ServerSentEvent &event) override;
    bool isWhole() const override { return !m_stop.isEmpty(); }
    bool isOver() const override { return isWhole() && m_hasUsage; } // the counts come after the end of the message
    ModelAnswer take() override;

private:
    struct Block {
        QString type; ///< as ContentPart::type
        QString id;
        QString name;
        QString text;
        QByteArray input;
        QString signature;
        QString redacted;
    };
    void readDelta(const QJsonObject &event);
    void readReasoning(Block &block, const QJsonObject &reasoning);
    void readStop(const QString &reason);
    void readFailure(const QByteArray &exception, const QJsonObject &said);
    void tell(const char *kind, const QString &text) const;
    static ContentPart partOf(const Block &block);

    QString m_model;
    OnDelta m_onDelta;
    std::map<int, Block> m_blocks; ///< by index, which is their order
    QString m_stop;
    Usage m_usage;
    bool m_hasUsage = false;
};

} // namespace mergeloom

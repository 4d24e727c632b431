#pragma once

#include "service/models/ModelCall.h"
#include "service/models/PriceTable.h"
#include "service/providers/AgentDialect.h"
#include "service/providers/DeltaRecorder.h"
#include "service/providers/Provider.h"

#include <QElapsedTimer>

#include <memory>
#include <mutex>
#include <optional>

namespace mergeloom {

/// What one attempt of an agent program asked of its model: each call goes to the journal, is paid for out of the budget
/// of the attempt, and is refused when that is gone. Used by several threads at a time.
class ModelLedger
{
public:
    struct Call {
        int number = 0;
        QByteArray body; ///< as it may be sent: its answer is limited to what the budget has left
        QElapsedTimer latency;
        qsizetype bytes = 0;
        qint64 reserved = 0; ///< tokens that it may take at most
        std::optional<ModelPrice> price;
        std::unique_ptr<DeltaRecorder> deltas; ///< for a streamed answer
        std::optional<double> costUsd;         ///< as somebody told it; none: by the price
        int answers = 1;                       ///< of the model, where a call is a whole turn of a program
    };

    /// `callsBefore`: the number of the last call on record.
    ModelLedger(const AgentTask &task, RunRecorder &recorder, const RunControl &control, ModelProtocol protocol,
        PriceTable prices, int callsBefore);

    /// What an earlier process spent on the attempt.
    void recall(const AgentResult &spent);
    /// Errors: invalid_input (no JSON); `rejected` with details.reason `budget_exceeded`; io (the journal).
    Result<std::unique_ptr<Call>> begin(const QByteArray &body);
    /// A turn of a program that asks its model past us. `model` may be empty. Error `rejected` with details.reason
    /// `budget_exceeded`.
    Result<std::unique_ptr<Call>> beginUnseen(const QString &model);
    /// What it has used by now, as it tells. Error as of beginUnseen(): it must not go on.
    Result<void> used(Call &call, const Usage &usage, int answers);
    void retried(const Call &call, const QString &reason, std::chrono::milliseconds wait, int retry);
    void answered(Call &call, const ModelAnswer &answer);
    /// A call that an earlier process began and did not come to count.
    void settle(int number, const QString &model, const Usage &usage);
    /// No whole answer came; what is known of its usage is paid for.
    void failed(Call &call, const QString &reason, const Usage &usage = {});

    int calls() const;
    /// `finished` is empty.
    AgentResult spent() const;

private:
    struct Left {
        int turns;
        qint64 tokens;  ///< when there is a limit
        double costUsd; ///< when there is a limit
    };
    Left left() const;
    Result<void> allowed(const Call &call, const Usage &usage) const;
    Result<qint64> allowance(const QString &model, const std::optional<ModelPrice> &price, qint64 input) const;
    QJsonObject news(const QJsonObject &body);
    void pay(const Call &call, const Usage &usage);

    const AgentTask &m_task;
    RunRecorder &m_recorder;
    const RunControl &m_control;
    const ModelProtocol m_protocol;
    const PriceTable m_prices;
    mutable std::mutex m_mutex;
    int m_calls;
    AgentResult m_spent;
    qint64 m_reserved = 0; ///< by calls that are under way
    double m_tokensPerByte = 0.3;
    QList<QList<QByteArray>> m_conversations; ///< hashes of the items that are on record
    QMap<QString, QByteArray> m_frame;        ///< of what stays from call to call
};

} // namespace mergeloom

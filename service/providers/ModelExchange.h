#pragma once

#include "service/providers/LocalHttp.h"
#include "service/providers/ModelLedger.h"
#include "service/providers/TurnClock.h"

namespace mergeloom {

struct ModelProxyOptions;

/// One request of an agent program, carried to the model and its answer back. On a thread of its own.
class ModelExchange
{
public:
    struct Line {
        const ModelProxyOptions &options;
        LocalHttp &client;
        RunControl &control;
        TurnClock &clock;
    };
    ModelExchange(Line line, const LocalRequest &request, std::stop_token stop);

    /// A call that is paid for, with retries.
    void perform(ModelLedger &ledger, ModelLedger::Call &call);
    /// One that is not.
    void passOn();

private:
    /// How one try went; none of both: the answer has gone to the client, whole or cut.
    struct Try {
        std::optional<CallFailure> failure; ///< worth another try, perhaps: nothing has gone to the client
        std::optional<Error> stopped;
        QByteArray body; ///< of a failure, to give to the client
    };
    Result<HttpRequest> outward(const QByteArray &body) const;
    Try attempt(ModelLedger &ledger, ModelLedger::Call &call);
    Try streamed(const HttpRequest &out, ModelLedger &ledger, ModelLedger::Call &call);
    Try whole(const HttpRequest &out, ModelLedger &ledger, ModelLedger::Call &call);
    static Try refused(const HttpRequest &out, const Result<HttpAnswer> &answer);
    void giveUp(const CallFailure &failure, const QByteArray &body, int tries);
    std::unique_ptr<AnswerReader> reader(ModelLedger::Call &call) const;
    void hold();

    Line m_line;
    const LocalRequest &m_request;
    std::stop_token m_stop;
    QJsonObject m_asked;
    ModelTransport m_transport;
};

} // namespace mergeloom

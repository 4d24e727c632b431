#pragma once

#include "service/models/ModelClient.h"
#include "shared/domain/Transcript.h"

#include <QStringList>

namespace mergeloom {

/// How full the context window of a model is, estimated from bytes and set right by what each answer was charged for.
class ContextWindow
{
public:
    explicit ContextWindow(qint64 tokens) : m_tokens(tokens) {}

    qint64 estimatedTokens(const ModelRequest &request) const;
    /// What the service counted for this request.
    void learn(const ModelRequest &request, const Usage &usage);

    enum class Need { WhenFull, Always };
    /// Takes the text out of the oldest tool results until the request and its answer fit again with room to spare;
    /// texts of the user and the results of the last message always stay. Returns the ids of the calls whose results went.
    /// When that is not enough, the answer is limited to what is left.
    QStringList makeRoom(ModelRequest &request, Need need) const;

private:
    bool fits(const ModelRequest &request) const;

    qint64 m_tokens;
    double m_tokensPerByte = 0.3;
};

} // namespace mergeloom

#pragma once

#include "service/models/ModelCall.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <memory>

namespace mergeloom::test {

/// What one try of a call meets, instead of a network.
struct ScriptedReply {
    QByteArrayList pieces; ///< of a 2xx body
    int status = 200;
    HttpHeaders headers;
    QByteArray body;                ///< of another status
    std::optional<ErrorCode> error; ///< after the pieces: cut, timed out
};

/// Plays replies in order, keeps the requests, and counts the waits instead of waiting.
struct ScriptedTransport {
    QList<ScriptedReply> replies;
    QList<HttpRequest> requests;
    QList<qint64> waits; ///< ms

    static std::shared_ptr<ScriptedTransport> make(QList<ScriptedReply> replies)
    {
        auto script = std::make_shared<ScriptedTransport>();
        script->replies = std::move(replies);
        return script;
    }

    static ModelTransport transport(const std::shared_ptr<ScriptedTransport> &script)
    {
        ModelTransport transport;
        transport.stream = [script](const HttpRequest &request, std::stop_token,
                               const ModelTransport::OnPiece &onPiece) -> Result<HttpAnswer> {
            const qsizetype index = script->requests.size();
            script->requests.append(request);
            if (index >= script->replies.size())
                return failure(ErrorCode::Internal, QStringLiteral("there is no reply left"));
            const ScriptedReply &reply = script->replies.at(index);
            for (const QByteArray &piece : reply.pieces)
                onPiece(piece);
            if (reply.error)
                return failure(
                    *reply.error, QStringLiteral("the connection broke"), {{"cut", !reply.pieces.isEmpty()}});
            return HttpAnswer{reply.status, reply.headers, reply.body};
        };
        transport.clock = {[] { return Timestamp::now(); },
            [script](std::chrono::milliseconds wait, std::stop_token stop) {
                script->waits.append(wait.count());
                return !stop.stop_requested();
            },
            [] { return 0.5; }};
        return transport;
    }

    QJsonObject bodyOf(qsizetype index) const { return QJsonDocument::fromJson(requests.at(index).body).object(); }
};

/// A stream from tests/service/models/samples.
inline QByteArray sample(const char *name)
{
    QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/service/models/samples/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// `data: …` events from JSON texts.
inline QByteArray eventStream(const QByteArrayList &data)
{
    QByteArray stream;
    for (const QByteArray &json : data)
        stream += "data: " + json + "\n\n";
    return stream;
}

} // namespace mergeloom::test

#pragma once

#include "service/models/ModelCall.h"

#include <QJsonObject>
#include <QStringList>

namespace mergeloom {

/// What a service said to a question that costs nothing.
struct ServiceAnswer {
    QJsonObject body;                   ///< of a 200; empty where it is no JSON object
    std::optional<CallFailure> failure; ///< any other status
};

/// A GET, or a POST of `body` where there is one. One try within seconds, another where the credential has something newer
/// to show. Errors as those of a call, when no answer came or the credential could not be had; it is in no message.
Result<ServiceAnswer> askService(const ModelEndpoint &endpoint, const QByteArray &body, std::stop_token stop);

/// The ids of `GET /models` as Anthropic, OpenAI and those that are compatible answer it
/// (https://docs.anthropic.com/en/api/models-list, https://platform.openai.com/docs/api-reference/models/list). Empty: the
/// service has no such list, or not for this key. Errors as those of a call: `unauthorized`, `unavailable`, `timeout`.
Result<QStringList> listModels(const ModelEndpoint &endpoint, std::stop_token stop);

/// The texts `field` of the objects of a list, sorted, each once.
QStringList idsOf(const QJsonArray &list, const QString &field);

} // namespace mergeloom

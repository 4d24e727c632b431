#pragma once

#include "service/models/ModelCall.h"

#include <QStringList>

namespace mergeloom {

/// The ids of `GET /models` as Anthropic, OpenAI and those that are compatible answer it
/// (https://docs.anthropic.com/en/api/models-list, https://platform.openai.com/docs/api-reference/models/list). Empty: the
/// service has no such list, or not for this key. One try, within seconds. Errors as those of a call: `unauthorized`,
/// `unavailable`, `timeout`; the key is in no message.
Result<QStringList> listModels(const ModelEndpoint &endpoint, std::stop_token stop);

} // namespace mergeloom

#include "service/gateway/ControllerHolder.h"

#include <QUrl>

namespace mergeloom {

api::CheckpointHolder controllerAsHolder(Workers &workers, const QString &controllerUrl)
{
    api::CheckpointHolder holder{QUrl(controllerUrl).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery), 0, {}, {}};
    const auto executors = workers.list();
    for (const api::ExecutorView &executor : executors.value_or(QList<api::ExecutorView>()))
        if (executor.controller && executor.controller->checkpointSize > holder.size) {
            holder.size = executor.controller->checkpointSize;
            holder.at = executor.controller->checkpointAt;
        }
    return holder;
}

} // namespace mergeloom

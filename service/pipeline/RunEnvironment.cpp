#include "service/pipeline/RunEnvironment.h"

namespace mergeloom {

QMap<QString, QString> defaultCommandEnvironment()
{
    const QString path = qEnvironmentVariable("PATH", QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
    return {{QStringLiteral("PATH"), path}, {QStringLiteral("HOME"), QStringLiteral("/tmp")},
        {QStringLiteral("LANG"), QStringLiteral("C.UTF-8")}, {QStringLiteral("TERM"), QStringLiteral("dumb")},
        {QStringLiteral("CI"), QStringLiteral("true")}, {QStringLiteral("MERGELOOM"), QStringLiteral("1")},
        // Byte code beside the sources would become a part of the change.
        {QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1")},
        {QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1")}};
}

} // namespace mergeloom

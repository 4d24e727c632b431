#include "service/network/ProxyEnvironment.h"

namespace mergeloom {

QMap<QString, QString> proxyEnvironment(int port)
{
    const QString address = QStringLiteral("http://127.0.0.1:%1").arg(port);
    const QString direct = QStringLiteral("localhost,127.0.0.1,::1");
    // Java programs obey none of the variables.
    const QString java = QStringLiteral(
        "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=%1 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=%1 "
        "-Dhttp.nonProxyHosts=localhost|127.0.0.1|[::1]")
                             .arg(port);
    QMap<QString, QString> variables{{QStringLiteral("NO_PROXY"), direct}, {QStringLiteral("no_proxy"), direct},
        {QStringLiteral("NODE_USE_ENV_PROXY"), QStringLiteral("1")}, {QStringLiteral("MAVEN_OPTS"), java},
        {QStringLiteral("GRADLE_OPTS"), java}};
    for (const char *name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "npm_config_proxy",
             "npm_config_https_proxy", "YARN_HTTP_PROXY", "YARN_HTTPS_PROXY"})
        variables.insert(QString::fromLatin1(name), address);
    return variables;
}

} // namespace mergeloom

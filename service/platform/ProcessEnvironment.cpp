#include "service/platform/ProcessEnvironment.h"

#include "shared/core/Log.h"

#include <QMap>

#include <cstring>
#include <unistd.h>

namespace mergeloom::environment {

namespace {

QMap<QString, QByteArray> &taken()
{
    static QMap<QString, QByteArray> variables;
    return variables;
}

} // namespace

void takeSecrets(bool (*isSecret)(const QString &name))
{
    for (char **entry = environ; *entry; ++entry) {
        char *border = std::strchr(*entry, '=');
        const QString name = border ? QString::fromLocal8Bit(*entry, border - *entry) : QString();
        if (!border || !isSecret(name))
            continue;
        if (!taken().contains(name)) // of doubles the first one counts
            taken().insert(name, QByteArray(border + 1));
        ::explicit_bzero(border + 1, std::strlen(border + 1));
    }
    for (auto it = taken().cbegin(); it != taken().cend(); ++it) {
        ::unsetenv(it.key().toLocal8Bit().constData());
        log::hide(it.value(), it.key());
    }
}

QString text(const QString &name)
{
    const auto it = taken().constFind(name);
    return it != taken().cend() ? QString::fromLocal8Bit(*it) : qEnvironmentVariable(name.toLocal8Bit().constData());
}

QProcessEnvironment all()
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (auto it = taken().cbegin(); it != taken().cend(); ++it)
        variables.insert(it.key(), QString::fromLocal8Bit(it.value()));
    return variables;
}

} // namespace mergeloom::environment

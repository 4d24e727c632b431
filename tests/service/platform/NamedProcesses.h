#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>

/// How many processes of this host were started under `name`: it finds those of a sandbox, whose numbers are others inside.
inline int countNamed(const QByteArray &name)
{
    int count = 0;
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(process));
        if (file.open(QIODevice::ReadOnly) && file.readAll().startsWith(name))
            ++count;
    }
    return count;
}

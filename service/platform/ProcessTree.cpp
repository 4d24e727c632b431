#include "service/platform/ProcessTree.h"

#include <QByteArray>
#include <QDir>
#include <QFile>

#include <unistd.h>

namespace mergeloom {

namespace {

constexpr qsizetype mostProcesses = 10'000;

QByteArray readProc(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<pid_t> childrenOf(pid_t process)
{
    QList<pid_t> children;
    const QString tasks = QStringLiteral("/proc/%1/task").arg(process);
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        for (const QByteArray &child : readProc(QStringLiteral("%1/%2/children").arg(tasks, task)).split(' '))
            if (const pid_t id = child.trimmed().toInt(); id > 0)
                children << id;
    return children;
}

/// The resident pages that are no file's: cheap to ask for, but pages shared by a fork count twice.
qint64 roughMemoryOf(pid_t process)
{
    const QList<QByteArray> pages = readProc(QStringLiteral("/proc/%1/statm").arg(process)).split(' ');
    return (pages.value(1).toLongLong() - pages.value(2).toLongLong()) * sysconf(_SC_PAGESIZE);
}

} // namespace

QList<pid_t> treeBelow(pid_t process)
{
    QList<pid_t> tree = childrenOf(process);
    for (qsizetype i = 0; i < tree.size() && tree.size() < mostProcesses; ++i)
        tree << childrenOf(tree.at(i));
    return tree;
}

qint64 memoryOf(const QList<pid_t> &processes)
{
    qint64 sum = 0;
    for (const pid_t process : processes) {
        const qint64 rough = roughMemoryOf(process);
        if (rough < 64 << 20 || processes.size() < 4) {
            sum += rough;
            continue;
        }
        const QByteArray parts = readProc(QStringLiteral("/proc/%1/smaps_rollup").arg(process));
        const qsizetype at = parts.indexOf("Pss_Anon:");
        sum += at < 0 ? rough : parts.mid(at + 9).trimmed().split(' ').first().toLongLong() << 10;
    }
    return sum;
}

} // namespace mergeloom

#include "service/metrics/ProcessFacts.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

namespace mergeloom {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of the line `btime`: when the machine started.
double bootTime()
{
    for (const QByteArray &line : contentOf(QStringLiteral("/proc/stat")).split('\n'))
        if (line.startsWith("btime "))
            return line.mid(6).toDouble();
    return 0;
}

} // namespace

void tellProcessFacts(MetricRegistry &registry)
{
    // proc(5): the second field is a name in brackets that may hold anything; the third is the first after them.
    const QByteArray stat = contentOf(QStringLiteral("/proc/self/stat"));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const auto field = [&](int number) { return fields.value(number - 3).toDouble(); };
    static const double ticks = double(sysconf(_SC_CLK_TCK));
    static const double pageSize = double(sysconf(_SC_PAGESIZE));
    static const double boot = bootTime();
    if (fields.size() > 21) {
        registry.set(Metric::ProcessCpu, {}, (field(14) + field(15)) / ticks);
        registry.set(Metric::ProcessThreads, {}, field(20));
        registry.set(Metric::ProcessStart, {}, boot + field(22) / ticks);
        registry.set(Metric::ProcessVirtualMemory, {}, field(23));
        registry.set(Metric::ProcessMemory, {}, field(24) * pageSize);
    }
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0)
        registry.set(Metric::ProcessFileLimit, {}, double(files.rlim_cur));
    // Without the one that reads the folder.
    const QDir open(QStringLiteral("/proc/self/fd"));
    registry.set(Metric::ProcessFiles, {},
        double(open.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System | QDir::Hidden).size() - 1));
}

} // namespace mergeloom

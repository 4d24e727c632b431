// Opens two files in the window of `mergeloom-desktop diff`, scrolls it, and prints what it took as JSON.
//   diff-view-bench BEFORE AFTER [STARTED]     STARTED: CLOCK_MONOTONIC in ms when the process was started
#include "desktop/diff/ChangeMap.h"
#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/DiffWindow.h"
#include "desktop/diff/FileSources.h"
#include "desktop/widgets/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace mergeloom;

namespace {

constexpr int steps = 400;

/// VmRSS or VmHWM in MiB.
double memory(const char *which)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n'))
            if (line.startsWith(which))
                return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

/// Milliseconds. `processor` is the time that the process itself had, whatever else the machine did.
struct Frames {
    double median = 0, p99 = 0, longest = 0;
    double processorMedian = 0, processorP99 = 0, processorLongest = 0;
};

double processorTime() { return double(std::clock()) * 1000 / CLOCKS_PER_SEC; }

/// Moves the view by `step` pixels and paints at once, the map and the scroll bar too; what the event loop does between two
/// frames (colouring) is part of it.
Frames framesOf(DiffWindow &window, qint64 step)
{
    QScrollBar &bar = *window.view()->canvas()->verticalScrollBar();
    bar.setValue(bar.maximum() / 7);
    QCoreApplication::processEvents();
    QList<double> times;
    QList<double> works;
    for (int i = 0; i < steps; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double worked = processorTime();
        const qint64 next = bar.value() + step;
        bar.setValue(int(next > bar.maximum() ? next % bar.maximum() : next));
        QCoreApplication::processEvents();
        times.append(double(timer.nsecsElapsed()) / 1e6);
        works.append(processorTime() - worked);
    }
    std::sort(times.begin(), times.end());
    std::sort(works.begin(), works.end());
    return {times[steps / 2], times[steps * 99 / 100], times.last(), works[steps / 2], works[steps * 99 / 100],
        works.last()};
}

void print(const char *name, const Frames &frames, const char *after)
{
    std::printf(
        "\"%s\": {\"median\": %.2f, \"p99\": %.2f, \"max\": %.2f, \"cpu_median\": %.2f, \"cpu_p99\": %.2f, \"cpu_max\": %.2f}%s",
        name, frames.median, frames.p99, frames.longest, frames.processorMedian, frames.processorP99,
        frames.processorLongest, after);
}

/// Lets the event loop run until nothing is computed and colours have had their time.
void settle(const DiffView &view)
{
    QElapsedTimer timer;
    timer.start();
    while (!view.isIdle() || timer.elapsed() < 3000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
}

} // namespace

int main(int argumentCount, char **arguments)
{
    QElapsedTimer sinceMain;
    sinceMain.start();
    QApplication application(argumentCount, arguments);
    if (argumentCount < 3) {
        std::fputs("diff-view-bench BEFORE AFTER [STARTED]\n", stderr);
        return 2;
    }
    const double ahead =
        argumentCount > 3 ? double(sinceMain.msecsSinceReference()) - QByteArray(arguments[3]).toDouble() : 0;
    Theme theme(application);
    DiffWindow window(std::make_shared<ViewedMarks>());
    window.view()->open(
        std::make_shared<TwoFiles>(QString::fromLocal8Bit(arguments[1]), QString::fromLocal8Bit(arguments[2])));
    window.show();
    double opened = -1;
    double openedWork = 0;
    QObject::connect(window.view()->canvas(), &DiffCanvas::painted, &window, [&] {
        if (opened < 0 && window.view()->canvas()->diff())
            opened = double(sinceMain.nsecsElapsed()) / 1e6, openedWork = processorTime();
    });
    while (opened < 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const int line = window.view()->canvas()->geometry().lineHeight;
    const qint64 page = window.view()->canvas()->viewport()->height();
    const double opening = memory("VmRSS");
    const Frames uncoloured = framesOf(window, page);
    settle(*window.view());
    const Frames pixels = framesOf(window, 3);
    const Frames lines = framesOf(window, 3 * line);
    const Frames pages = framesOf(window, page);
    const Frames jumps = framesOf(window, 997 * page);
    std::printf(
        "{\"ahead_ms\": %.1f, \"open_ms\": %.1f, \"open_cpu_ms\": %.1f, \"changes\": %lld, \"added\": %lld, \"width\": %d, \"height\": %d, ",
        ahead, opened + std::max(0.0, ahead), openedWork,
        static_cast<long long>(window.view()->canvas()->diff()->changeStarts().size()),
        static_cast<long long>(window.view()->canvas()->diff()->added()), window.view()->width(),
        window.view()->height());
    print("pages_while_colouring", uncoloured, ", ");
    print("pixels", pixels, ", ");
    print("lines", lines, ", ");
    print("pages", pages, ", ");
    print("jumps", jumps, ", ");
    std::printf("\"rss_open_mib\": %.1f, \"rss_mib\": %.1f, \"rss_peak_mib\": %.1f}\n", opening, memory("VmRSS"),
        memory("VmHWM"));
    return 0;
}

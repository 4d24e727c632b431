#include "desktop/app/NoDisplay.h"

#include <QString>

#include <cstdio>
#include <cstdlib>

namespace mergeloom {

namespace {

QtMessageHandler usualHandler = nullptr;

void explainFatal(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg && text.contains(QLatin1String("platform plugin"))) {
        std::fputs("mergeloom-desktop: there is no display to open a window on. Start it in a graphical session, "
                   "or set DISPLAY or WAYLAND_DISPLAY to one.\n",
            stderr);
        std::_Exit(1);
    }
    const bool isAboutDisplay = QLatin1String(context.category).startsWith(QLatin1String("qt.qpa"));
    if (!isAboutDisplay && usualHandler)
        usualHandler(type, context, text);
}

} // namespace

void explainMissingDisplay() { usualHandler = qInstallMessageHandler(explainFatal); }

} // namespace mergeloom

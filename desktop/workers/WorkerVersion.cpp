#include "desktop/workers/WorkerVersion.h"

#include <QCoreApplication>
#include <QVersionNumber>

namespace mergeloom {

VersionFit versionFit(const QString &app, const QString &worker)
{
    const QVersionNumber own = QVersionNumber::fromString(app);
    const QVersionNumber other = QVersionNumber::fromString(worker);
    if (other.segmentCount() < 2 || other.majorVersion() < 0)
        return VersionFit::Unknown;
    if (own.majorVersion() == other.majorVersion() && own.minorVersion() == other.minorVersion())
        return VersionFit::Same;
    if (other > own)
        return VersionFit::TooNew;
    return own.majorVersion() == other.majorVersion() ? VersionFit::OlderReadable : VersionFit::TooOld;
}

QString versionFitText(VersionFit fit, const QString &app, const QString &worker)
{
    const auto text = [&](const char *words) {
        return QCoreApplication::translate("WorkerVersion", words).arg(worker, app);
    };
    switch (fit) {
    case VersionFit::Same:
        return {};
    case VersionFit::OlderReadable:
        return text(QT_TRANSLATE_NOOP("WorkerVersion",
            "This worker is of version %1, older than this app (%2). Its pages can be read; it may refuse "
            "actions that it does not know. Update the worker."));
    case VersionFit::TooOld:
        return text(QT_TRANSLATE_NOOP("WorkerVersion",
            "This worker is of version %1, too old for this app (%2). Update the worker, or use an app of its version."));
    case VersionFit::TooNew:
        return text(QT_TRANSLATE_NOOP(
            "WorkerVersion", "This worker is of version %1, newer than this app (%2). Update the app."));
    case VersionFit::Unknown:
        return QCoreApplication::translate("WorkerVersion",
            "This worker does not say a version that this app (%1) understands. Check that the address is that of "
            "a MergeLoom worker.")
            .arg(app);
    }
    return {};
}

} // namespace mergeloom

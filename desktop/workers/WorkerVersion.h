#pragma once

#include <QString>

namespace mergeloom {

/// How a worker's version goes with the app's. The same major and minor number speak the same API. An older worker of
/// the same major number can be read: readers ignore what they do not know, and it refuses by itself what it has not
/// learnt. A newer one may mean something else by what it says, and another major number means it does.
enum class VersionFit { Same, OlderReadable, TooOld, TooNew, Unknown };

VersionFit versionFit(const QString &app, const QString &worker);
/// For people; empty when it is the same.
QString versionFitText(VersionFit fit, const QString &app, const QString &worker);

} // namespace mergeloom

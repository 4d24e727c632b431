#pragma once

#include <QIcon>

namespace mergeloom {

/// A line icon that resources/icons/icons.txt names, in the colour of the palette's text at the time it is painted, faint where it
/// is disabled; sharp in every size.
QIcon lineIcon(const QString &name);
/// The same in one colour, e.g. that of a tone.
QIcon lineIcon(const QString &name, const QColor &colour);

/// The app's own, in all sizes.
QIcon appIcon();

} // namespace mergeloom

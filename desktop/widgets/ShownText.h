#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace mergeloom {

/// Text from tickets, models and repositories as it may be shown: control characters and signs that turn the direction of
/// text become visible (`␛`, `⟨U+202E⟩`), so that nothing looks like what it is not. Line feed and tab stay.
QString shownText(const QString &text);
/// The same on one line.
QString shownLine(const QString &text);
/// As a tooltip, which Qt would take for HTML when it looks like it: escaped, lines kept.
QString shownToolTip(const QString &text);

/// A label of plain text, never HTML, that wraps and can be selected by mouse and keyboard.
QLabel *plainLabel(const QString &text, QWidget *parent = nullptr, const char *look = nullptr);

} // namespace mergeloom

#pragma once

#include <QColor>
#include <QPalette>

namespace mergeloom {

/// The tokens of the look, the same as those of the web UI.
struct Colours {
    QColor background, surface, raised, hover, sunken;
    QColor line, lineStrong;
    QColor text, soft, faint, mark;
    QColor accent, accentSoft, onAccent;
    QColor completed, completedSoft;
    QColor blocked, blockedSoft;
    QColor failed, failedSoft;
    QColor cancelled, cancelledSoft;
    QColor added, addedSpan, removed, removedSpan, moved;
    QColor codeKeyword, codeString, codeNumber, codeComment, codeTitle, codeType, codeMeta;
    bool isDark = false;
};

const Colours &lightColours();
const Colours &darkColours();
/// Those that a palette of ours is made from: `coloursOf(widget->palette())`. Look at them when painting, or again on
/// QEvent::PaletteChange, since the theme can change while the app runs.
const Colours &coloursOf(const QPalette &palette);
QPalette paletteOf(const Colours &colours);

/// What a status says, whatever its word.
enum class Tone { Neutral, Running, Completed, Waiting, Failed };

/// Of a state, outcome, verdict or check: `running`, `blocked`, `failing`, `ok`, …
Tone toneOf(const QString &word);
QColor toneColour(Tone tone, const Colours &colours);
QColor toneSurface(Tone tone, const Colours &colours);
/// The word for people, translated: `publish_failed` is "publish failed".
QString statusText(const QString &word);

} // namespace mergeloom

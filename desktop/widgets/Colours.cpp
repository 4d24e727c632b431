#include "desktop/widgets/Colours.h"

#include <QCoreApplication>
#include <QHash>

namespace mergeloom {

namespace {

Colours lightTokens()
{
    Colours c;
    c.background = "#fbfbfa", c.surface = "#ffffff", c.raised = "#ffffff", c.hover = "#f4f4f2", c.sunken = "#f6f6f4";
    c.line = "#e6e6e3", c.lineStrong = "#cfcfca";
    c.text = "#1b1c1e", c.soft = "#5b5f66", c.faint = "#6c7077", c.mark = "#878b92";
    c.accent = "#3056d3", c.accentSoft = "#e8edfc", c.onAccent = "#ffffff";
    c.completed = "#17703f", c.completedSoft = "#e6f4ec", c.blocked = "#855900", c.blockedSoft = "#fdf3d8";
    c.failed = "#b42318", c.failedSoft = "#fdecea", c.cancelled = "#5b5f66", c.cancelledSoft = "#eeeeeb";
    c.added = "#e6f6ec", c.addedSpan = "#abe3bf", c.removed = "#fdecec", c.removedSpan = "#f6bcbc", c.moved = "#eef0ff";
    c.codeKeyword = "#8b2aa8", c.codeString = "#1f6f43", c.codeNumber = "#9a4a00", c.codeComment = "#646a73";
    c.codeTitle = "#2649b8", c.codeType = "#0f6a73", c.codeMeta = "#7a5a00";
    return c;
}

Colours darkTokens()
{
    Colours c;
    c.background = "#131416", c.surface = "#1a1c1f", c.raised = "#212428", c.hover = "#22252a", c.sunken = "#161719";
    c.line = "#2b2e33", c.lineStrong = "#3d4148";
    c.text = "#e9eaec", c.soft = "#a5a9b1", c.faint = "#8b9099", c.mark = "#777c85";
    c.accent = "#8aa5ff", c.accentSoft = "#232c4a", c.onAccent = "#10131c";
    c.completed = "#5ccb8f", c.completedSoft = "#16301f", c.blocked = "#e2b341", c.blockedSoft = "#352a10";
    c.failed = "#ff8f85", c.failedSoft = "#3a1a18", c.cancelled = "#a5a9b1", c.cancelledSoft = "#292c31";
    c.added = "#12291b", c.addedSpan = "#1f5a36", c.removed = "#2d1719", c.removedSpan = "#6b2a2e", c.moved = "#1d2140";
    c.codeKeyword = "#d69bea", c.codeString = "#8fd3a6", c.codeNumber = "#e8b27a", c.codeComment = "#8f959e";
    c.codeTitle = "#9cb4ff", c.codeType = "#7fd0d8", c.codeMeta = "#d9bf73";
    c.isDark = true;
    return c;
}

struct StatusWord {
    Tone tone;
    const char *words;
};

const QHash<QString, StatusWord> &statusWords()
{
    static const QHash<QString, StatusWord> words{
        {"running", {Tone::Running, QT_TRANSLATE_NOOP("Status", "running")}},
        {"leased", {Tone::Running, QT_TRANSLATE_NOOP("Status", "starting")}},
        {"queued", {Tone::Neutral, QT_TRANSLATE_NOOP("Status", "queued")}},
        {"idle", {Tone::Neutral, QT_TRANSLATE_NOOP("Status", "idle")}},
        {"away", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "away")}},
        {"completed", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "completed")}},
        {"passed", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "passed")}},
        {"approved", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "approved")}},
        {"ready", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "ready")}},
        {"ok", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "ok")}},
        {"allow", {Tone::Completed, QT_TRANSLATE_NOOP("Status", "allowed")}},
        {"blocked", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "blocked")}},
        {"block", {Tone::Failed, QT_TRANSLATE_NOOP("Status", "blocked")}},
        {"flag", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "flagged")}},
        {"paused", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "paused")}},
        {"waiting", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "waiting")}},
        {"warning", {Tone::Waiting, QT_TRANSLATE_NOOP("Status", "warning")}},
        {"publish_failed", {Tone::Failed, QT_TRANSLATE_NOOP("Status", "publish failed")}},
        {"failed", {Tone::Failed, QT_TRANSLATE_NOOP("Status", "failed")}},
        {"failing", {Tone::Failed, QT_TRANSLATE_NOOP("Status", "failing")}},
        {"rejected", {Tone::Failed, QT_TRANSLATE_NOOP("Status", "rejected")}},
        {"cancelled", {Tone::Neutral, QT_TRANSLATE_NOOP("Status", "cancelled")}},
        {"skipped", {Tone::Neutral, QT_TRANSLATE_NOOP("Status", "skipped")}},
    };
    return words;
}

} // namespace

const Colours &lightColours()
{
    static const Colours colours = lightTokens();
    return colours;
}

const Colours &darkColours()
{
    static const Colours colours = darkTokens();
    return colours;
}

const Colours &coloursOf(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
}

QPalette paletteOf(const Colours &c)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor &colour) {
        palette.setColor(QPalette::All, role, colour);
    };
    set(QPalette::Window, c.background);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.surface);
    set(QPalette::AlternateBase, c.sunken);
    set(QPalette::Text, c.text);
    set(QPalette::PlaceholderText, c.faint);
    set(QPalette::Button, c.surface);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.failed);
    set(QPalette::Highlight, c.accentSoft);
    set(QPalette::HighlightedText, c.text);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::Light, c.raised);
    set(QPalette::Midlight, c.hover);
    set(QPalette::Mid, c.line);
    set(QPalette::Dark, c.lineStrong);
    set(QPalette::Shadow, c.isDark ? QColor("#000000") : c.lineStrong);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.mark);
    return palette;
}

Tone toneOf(const QString &word) { return statusWords().value(word, {Tone::Neutral, ""}).tone; }

QColor toneColour(Tone tone, const Colours &colours)
{
    switch (tone) {
    case Tone::Running:
        return colours.accent;
    case Tone::Completed:
        return colours.completed;
    case Tone::Waiting:
        return colours.blocked;
    case Tone::Failed:
        return colours.failed;
    case Tone::Neutral:
        break;
    }
    return colours.cancelled;
}

QColor toneSurface(Tone tone, const Colours &colours)
{
    switch (tone) {
    case Tone::Running:
        return colours.accentSoft;
    case Tone::Completed:
        return colours.completedSoft;
    case Tone::Waiting:
        return colours.blockedSoft;
    case Tone::Failed:
        return colours.failedSoft;
    case Tone::Neutral:
        break;
    }
    return colours.cancelledSoft;
}

QString statusText(const QString &word)
{
    const auto known = statusWords().constFind(word);
    if (known != statusWords().cend())
        return QCoreApplication::translate("Status", known->words);
    return QString(word).replace(u'_', u' ');
}

} // namespace mergeloom

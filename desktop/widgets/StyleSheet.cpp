#include "desktop/widgets/StyleSheet.h"

#include <QFile>

#include <array>

namespace mergeloom {

QString styleSheetOf(const Colours &c)
{
    QFile file(QStringLiteral(":/theme/theme.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    // A longer name before its beginning: @lineStrong before @line.
    const std::array<std::pair<const char *, QColor>, 21> tokens{{{"@accentSoft", c.accentSoft}, {"@accent", c.accent},
        {"@background", c.background}, {"@blockedSoft", c.blockedSoft}, {"@blocked", c.blocked},
        {"@completedSoft", c.completedSoft}, {"@completed", c.completed}, {"@failedSoft", c.failedSoft},
        {"@failed", c.failed}, {"@cancelledSoft", c.cancelledSoft}, {"@faint", c.faint}, {"@hover", c.hover},
        {"@lineStrong", c.lineStrong}, {"@line", c.line}, {"@mark", c.mark}, {"@onAccent", c.onAccent},
        {"@raised", c.raised}, {"@soft", c.soft}, {"@sunken", c.sunken}, {"@surface", c.surface}, {"@text", c.text}}};
    for (const auto &[name, colour] : tokens)
        text.replace(QLatin1StringView(name), colour.name());
    text.replace(QLatin1StringView("@scheme"), c.isDark ? QStringLiteral("dark") : QStringLiteral("light"));
    return text;
}

} // namespace mergeloom

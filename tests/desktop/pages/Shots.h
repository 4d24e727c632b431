#pragma once

#include "desktop/widgets/Theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QWidget>

namespace mergeloom {

/// Pictures of a page, light and dark, where MERGELOOM_SHOTS names a folder for them.
inline void takeShots(Theme &theme, QWidget &page, const QString &name)
{
    const QString folder = qEnvironmentVariable("MERGELOOM_SHOTS");
    if (folder.isEmpty() || !QDir().mkpath(folder))
        return;
    for (const auto &[choice, word] : {std::pair{ThemeChoice::Light, "light"}, std::pair{ThemeChoice::Dark, "dark"}}) {
        theme.choose(choice);
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        QTest::qWait(80); // what is drawn again after a change of colours
        page.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1StringView(word)));
    }
    theme.choose(ThemeChoice::Light);
}

} // namespace mergeloom

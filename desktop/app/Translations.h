#pragma once

class QCoreApplication;
class QLocale;

namespace mergeloom {

/// Our texts, and those of Qt, in the user's language, where there are any. Before the first window.
void loadTranslations(QCoreApplication &application, const QLocale &locale);

} // namespace mergeloom

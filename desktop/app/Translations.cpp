#include "desktop/app/Translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace mergeloom {

void loadTranslations(QCoreApplication &application, const QLocale &locale)
{
    auto *ofQt = new QTranslator(&application);
    if (ofQt->load(
            locale, QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(ofQt);
    // The sources are English but for its plural forms.
    auto *plurals = new QTranslator(&application);
    if (plurals->load(QStringLiteral(":/i18n/mergeloom_en.qm")))
        QCoreApplication::installTranslator(plurals);
    auto *own = new QTranslator(&application);
    if (own->load(locale, QStringLiteral("mergeloom"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QCoreApplication::installTranslator(own);
}

} // namespace mergeloom

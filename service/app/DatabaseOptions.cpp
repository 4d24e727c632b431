#include "service/app/DatabaseOptions.h"

namespace mergeloom {

Database::Options databaseOptionsOf(const Settings &settings)
{
    Database::Options options{settings.text(QStringLiteral("data_dir"))};
    const QString url = settings.text(QStringLiteral("database_url"));
    if (!url.startsWith(u"sqlite:"))
        options.url = url;
    return options;
}

} // namespace mergeloom

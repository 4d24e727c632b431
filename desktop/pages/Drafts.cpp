#include "desktop/pages/Drafts.h"

#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace mergeloom {

Drafts Drafts::ofUser()
{
    return Drafts(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/drafts"));
}

QString Drafts::pathOf(const QString &name) const
{
    return m_folder + u'/' + QString::fromLatin1(name.toUtf8().toPercentEncoding()) + QStringLiteral(".json");
}

void Drafts::keep(const QString &name, const QJsonObject &draft) const
{
    QDir().mkpath(m_folder);
    QSaveFile file(pathOf(name));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(compactJson(draft));
    file.commit();
}

QJsonObject Drafts::find(const QString &name) const
{
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto read = parseJson(file.readAll());
    return read ? read->toObject() : QJsonObject();
}

void Drafts::forget(const QString &name) const { QFile::remove(pathOf(name)); }

} // namespace mergeloom

#include "service/platform/SystemSettings.h"

#include <QFile>

#include <filesystem>

namespace mergeloom {

namespace {

const QStringList &visibleNames()
{
    static const QStringList names = QStringLiteral(
        "ld.so.cache ld.so.conf ld.so.conf.d alternatives passwd group nsswitch.conf hosts host.conf gai.conf protocols services "
        "localtime timezone locale.alias locale.conf default/locale ssl/certs ssl/openssl.cnf ca-certificates ca-certificates.conf "
        "pki/tls pki/ca-trust mime.types magic magic.mime fonts terminfo inputrc bash.bashrc profile os-release debian_version "
        "lsb-release java-11-openjdk java-17-openjdk java-21-openjdk java python3 python3.11 python3.12 python3.13 perl php emacs "
        "maven gradle dpkg/origins ImageMagick-6 papersize xdg vulkan OpenCL")
                                         .split(QLatin1Char(' '));
    return names;
}

} // namespace

QStringList SystemSettings::paths()
{
    QStringList paths;
    for (const QString &name : visibleNames())
        if (const QString path = QStringLiteral("/etc/") + name; std::filesystem::exists(path.toStdString()))
            paths << path;
    return paths;
}

Result<std::shared_ptr<const SystemSettings>> SystemSettings::copy()
{
    namespace files = std::filesystem;
    MERGELOOM_TRY(ScratchDirectory directory, ScratchDirectory::make(QStringLiteral("settings")));
    auto made = std::make_shared<SystemSettings>(std::move(directory));
    for (const QString &path : paths()) {
        const files::path target = (made->path() + path.mid(int(qstrlen("/etc")))).toStdString();
        std::error_code ignored; // a file that cannot be read here could not be read inside either
        files::create_directories(target.parent_path(), ignored);
        files::copy(path.toStdString(), target,
            files::copy_options::recursive | files::copy_options::copy_symlinks | files::copy_options::skip_existing,
            ignored);
    }
    QFile(made->path() + QStringLiteral("/resolv.conf"))
        .open(QIODevice::WriteOnly); // where a sandbox with network has it shown
    return made;
}

} // namespace mergeloom

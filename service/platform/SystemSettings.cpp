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

/// Most alternatives are pages of manuals, which no program needs to run.
bool isManualPage(const std::filesystem::path &link)
{
    std::error_code unreadable;
    return std::filesystem::read_symlink(link, unreadable).string().find("/man/") != std::string::npos;
}

// A file that cannot be read here could not be read inside either.
void copyTree(const std::filesystem::path &from, const std::filesystem::path &to)
{
    namespace files = std::filesystem;
    std::error_code ignored;
    const files::file_status status = files::symlink_status(from, ignored);
    if (files::is_symlink(status)) {
        if (!isManualPage(from))
            files::copy_symlink(from, to, ignored);
    } else if (files::is_directory(status)) {
        files::create_directory(to, from, ignored);
        for (files::directory_iterator entry(from, ignored); entry != files::directory_iterator();
             entry.increment(ignored))
            copyTree(entry->path(), to / entry->path().filename());
    } else {
        files::copy_file(from, to, files::copy_options::skip_existing, ignored);
    }
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
        std::error_code ignored;
        files::create_directories(target.parent_path(), ignored);
        copyTree(path.toStdString(), target);
    }
    QFile(made->path() + QStringLiteral("/resolv.conf"))
        .open(QIODevice::WriteOnly); // where a sandbox with network has it shown
    return made;
}

} // namespace mergeloom

#include "service/platform/TreeNotes.h"

#include "service/platform/GitObjects.h"

#include <string_view>
#include <unordered_map>

namespace mergeloom {

namespace {

constexpr size_t largestAttributes = 1 << 20;
constexpr int mostAttributeFiles = 1000;

QString quotedPath(std::string_view path)
{
    return u'"' + QString::fromUtf8(path.data(), qsizetype(path.size())).left(200) + u'"';
}

std::string folded(std::string_view path)
{
    std::string plain(path);
    for (char &character : plain) {
        if (static_cast<unsigned char>(character) >= 0x80)
            return QString::fromUtf8(path.data(), qsizetype(path.size()))
                .normalized(QString::NormalizationForm_C)
                .toCaseFolded()
                .toStdString();
        if (character >= 'A' && character <= 'Z')
            character = char(character + 32);
    }
    return plain;
}

/// Files and folders, each once; the first pair of two names that many systems take for one.
QString firstTwins(const WorkTreeFiles &files)
{
    std::unordered_map<std::string, std::string_view> known;
    std::string_view before;
    for (const WorkTreeFile &file : files) {
        const std::string_view path = file.path;
        for (size_t end = path.find('/');; end = path.find('/', end + 1)) {
            const std::string_view part = path.substr(0, end);
            const bool isSeen = end != std::string_view::npos && before.substr(0, end + 1) == path.substr(0, end + 1);
            if (!isSeen) {
                const auto [at, isNew] = known.try_emplace(folded(part), part);
                if (!isNew && at->second != part)
                    return quotedPath(at->second) + QStringLiteral(" and ") + quotedPath(part);
            }
            if (end == std::string_view::npos)
                break;
        }
        before = path;
    }
    return {};
}

QString attributesOf(git_odb *objects, const WorkTreeFile &file)
{
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &type, objects, &file.id) < 0 || size > largestAttributes)
        return {};
    git_odb_object *found = nullptr;
    if (git_odb_read(&found, objects, &file.id) < 0)
        return {};
    const GitOdbObject object(found);
    return QString::fromUtf8(
        static_cast<const char *>(git_odb_object_data(found)), qsizetype(git_odb_object_size(found)));
}

} // namespace

QStringList treeNotes(git_odb *objects, const WorkTreeFiles &files)
{
    QStringList notes;
    qsizetype submodules = 0;
    std::string_view firstSubmodule;
    QStringList asked;
    int read = 0;
    for (const WorkTreeFile &file : files) {
        if (file.mode == file_mode::submodule && submodules++ == 0)
            firstSubmodule = file.path;
        const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
        if (name != ".gitattributes" || file.mode == file_mode::link || ++read > mostAttributeFiles)
            continue;
        const QString text = attributesOf(objects, file);
        for (const char *attribute : {"filter=", "diff=", "merge="})
            if (text.contains(QLatin1String(attribute)) && !asked.contains(QLatin1String(attribute)))
                asked << QString::fromLatin1(attribute);
        if (text.contains(QLatin1String("filter=lfs")) && !asked.contains(QLatin1String("lfs")))
            asked << QStringLiteral("lfs");
    }
    if (submodules > 0)
        notes << QStringLiteral("%1 submodules are not fetched, the first at %2: their folders stay empty.")
                     .arg(submodules)
                     .arg(quotedPath(firstSubmodule));
    if (asked.removeOne(QStringLiteral("lfs")))
        notes << QStringLiteral("git-lfs is not run: its files are the pointers that the repository holds.");
    if (!asked.isEmpty())
        notes << QStringLiteral(
            ".gitattributes asks for filters or drivers (%1…): none is run, files are as they are stored.")
                     .arg(asked.join(QStringLiteral("…, ")));
    if (const QString twins = firstTwins(files); !twins.isEmpty())
        notes
            << QStringLiteral("%1 differ in case or composition only: many systems take them for one file.").arg(twins);
    return notes;
}

} // namespace mergeloom

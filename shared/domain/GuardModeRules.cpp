#include "shared/domain/GuardPaths.h"
#include "shared/domain/GuardRules.h"

#include <QStringList>

namespace mergeloom::guard_rule {

namespace {

constexpr int executableBits = 0111;

int typeOf(int mode) { return mode & file_kind::typeMask; }

bool isNewLink(const GuardedFile &file) { return file.isThere() && typeOf(file.newMode) == file_kind::symbolicLink; }

QString typeName(int mode)
{
    switch (typeOf(mode)) {
    case file_kind::symbolicLink:
        return QStringLiteral("a link");
    case file_kind::submodule:
        return QStringLiteral("a submodule");
    default:
        return QStringLiteral("a file");
    }
}

enum class LinkTarget { Inside, Absolute, Outside, GitFolder };

/// Where a link leads by its words alone; what it leads to may be a link in turn, which is judged by itself.
LinkTarget targetOf(const GuardedFile &link)
{
    const QString target = QString::fromUtf8(link.head);
    if (target.isEmpty() || target.startsWith(u'/') || target.startsWith(u'~') || target.contains(QChar(0))
        || (target.size() > 1 && target[1] == u':') || target.contains(u'\\'))
        return LinkTarget::Absolute;
    QStringList place = folderOf(link.path).split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : target.split(u'/')) {
        if (part == u"..") {
            if (place.isEmpty())
                return LinkTarget::Outside;
            place.removeLast();
        } else if (!part.isEmpty() && part != u".") {
            place << part;
        }
    }
    for (const QString &part : place)
        if (part.compare(u".git", Qt::CaseInsensitive) == 0)
            return LinkTarget::GitFolder;
    return LinkTarget::Inside;
}

} // namespace

void executableBit(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files)
        if (file.isThere() && typeOf(file.newMode) == file_kind::plainFile && (file.newMode & executableBits)
            && !(typeOf(file.oldMode) == file_kind::plainFile && (file.oldMode & executableBits)))
            finder.find(file, QStringLiteral("It can be executed now. See whether it should be."));
}

void typeChanged(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files)
        if (file.oldMode && file.newMode && typeOf(file.oldMode) != typeOf(file.newMode))
            finder.find(file,
                QStringLiteral("It was %1 and is %2 now. See whether that was meant.")
                    .arg(typeName(file.oldMode), typeName(file.newMode)));
}

void symbolicLink(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files)
        if (isNewLink(file) && targetOf(file) == LinkTarget::Inside)
            finder.find(file,
                QStringLiteral("It is a link to %1. Programs will read and write there.")
                    .arg(QString::fromUtf8(file.head).left(200)));
}

void linkOutside(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        if (!isNewLink(file))
            continue;
        const LinkTarget target = targetOf(file);
        if (target == LinkTarget::Inside)
            continue;
        const QString where = target == LinkTarget::Absolute ? QStringLiteral("is not relative")
            : target == LinkTarget::Outside                  ? QStringLiteral("leaves the repository")
                                                             : QStringLiteral("leads into .git");
        finder.find(file,
            QStringLiteral("It is a link to \"%1\", which %2. Link to a path inside of the repository.")
                .arg(QString::fromUtf8(file.head).left(200), where));
    }
}

void submodule(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        if (typeOf(file.oldMode) == file_kind::submodule || typeOf(file.newMode) == file_kind::submodule)
            finder.find(
                file, QStringLiteral("A submodule was added, moved or removed. See which commit it names now."));
        else if (fileName(file.path) == u".gitmodules" || fileName(file.oldPath) == u".gitmodules")
            finder.find(
                file, QStringLiteral("Where submodules come from was changed. See whom the addresses belong to."));
    }
}

} // namespace mergeloom::guard_rule

#include "shared/domain/GuardPaths.h"
#include "shared/domain/GuardRules.h"

#include <QSet>

namespace mergeloom::guard_rule {

namespace {

/// Files of this kind: changed in any way, be it under their old name.
void findKind(const GuardedChange &change, GuardFinder &finder, PathKind kind, const QString &text)
{
    for (const GuardedFile &file : change.files) {
        if (pathKind(file.path) == kind)
            finder.find(file, text);
        else if (!file.oldPath.isEmpty() && pathKind(file.oldPath) == kind)
            finder.find(file, QStringLiteral("It was %1. ").arg(file.oldPath) + text);
    }
}

/// The same for names that a file system which ignores case holds for one.
QString foldedName(const QString &name) { return name.normalized(QString::NormalizationForm_C).toCaseFolded(); }

} // namespace

void ciFiles(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::Ci,
        QStringLiteral(
            "A CI file was changed: it runs with the rights of the CI system as soon as it is pushed. If the "
            "ticket asks for that, set ci_files to flag for this repository."));
}

void gitHooks(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::GitHooks,
        QStringLiteral(
            "A git hook was changed: it runs on the machines of everybody who commits. If the ticket asks for "
            "that, set git_hooks to flag for this repository."));
}

void codeOwners(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::CodeOwners,
        QStringLiteral(
            "The owners of code were changed, and with them who must approve. If the ticket asks for that, set "
            "code_owners to flag for this repository."));
}

void agentGuidance(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::AgentGuidance,
        QStringLiteral("Guidance of agents was changed: later runs will follow it. Read it as an instruction."));
}

void toolSettings(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::ToolSettings,
        QStringLiteral("Tools trust or run what stands here by themselves. Look at what it switches on."));
}

void containerFiles(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::Container,
        QStringLiteral("What is built and run in containers was changed. Look at base images and commands."));
}

void dotDirectories(const GuardedChange &change, GuardFinder &finder)
{
    findKind(change, finder, PathKind::DotDirectory,
        QStringLiteral("A file in a folder that is usually not shown was changed. See which tool reads it."));
}

void caseCollision(const GuardedChange &change, GuardFinder &finder)
{
    QSet<QString> told;
    QMap<QString, QMultiHash<QString, QString>> namesOf; // folder -> folded name -> name
    for (auto folder = change.folders.begin(); folder != change.folders.end(); ++folder)
        for (const QString &name : folder.value())
            namesOf[folder.key()].insert(foldedName(name), name);
    for (const GuardedFile &file : change.files) {
        if (!file.isNew() && file.change != u"renamed")
            continue;
        const QStringList parts = file.path.split(u'/');
        QString folder;
        for (const QString &part : parts) {
            for (const QString &other : namesOf.value(folder).values(foldedName(part))) {
                if (other == part || told.contains(folder + part))
                    continue;
                told.insert(folder + part);
                finder.find(file,
                    QStringLiteral("%1 and %2 are one file where case does not count. Give it another name.")
                        .arg(folder + part, folder + other));
            }
            folder += part + u'/';
        }
    }
}

} // namespace mergeloom::guard_rule

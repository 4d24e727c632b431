#pragma once

#include "service/platform/Workspace.h"
#include "tests/service/platform/GitFixture.h"

#include <QDirIterator>
#include <QFile>

namespace mergeloom {

using Taken = std::unique_ptr<Workspace>;

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

inline QStringList filesBeneath(const QString &root)
{
    QStringList found;
    QDirIterator all(
        root, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next().mid(root.size() + 1);
        if (path != ".git" && !path.startsWith(".git/"))
            found += path;
    }
    found.sort();
    return found;
}

inline Taken take(const GitFixture &fixture, const QString &commit)
{
    auto taken = Workspace::take(fixture.beside("pool"), fixture.mirror(), commit, {});
    if (!taken)
        throw std::runtime_error(taken.error().message.toStdString());
    return std::move(*taken);
}

inline QString snapshotOf(Workspace &workspace)
{
    auto tree = workspace.snapshot();
    if (!tree)
        throw std::runtime_error(tree.error().message.toStdString());
    return *tree;
}

} // namespace mergeloom

#pragma once

#include "service/platform/GitTransport.h"
#include "service/platform/Workspace.h"
#include "tests/service/platform/GitFixture.h"

#include <QFile>

namespace mergeloom {

inline GitTransport::Options optionsOf(const GitFixture &fixture)
{
    return {fixture.beside("mirrors"), std::chrono::seconds(60), {}};
}

inline QString codeOf(const Error &error) { return errorCodeName(error.code); }

inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A fixture with a bare remote, and the remote's own view of its branches.
struct Remote : GitFixture {
    explicit Remote(const QString &name = "remotes/app.git") : url(beside(name))
    {
        write("a.txt", "one\n");
        first = commit("first");
        git({"init", "-q", "--bare", "-b", "main", url});
        publish();
    }
    void publish() const { git({"push", "-q", "--force", url, "refs/heads/*:refs/heads/*"}); }
    QString branch(const QString &name) const
    {
        const QByteArray refs =
            git({"--git-dir=" + url, "for-each-ref", "--format=%(objectname)", "refs/heads/" + name});
        return line(refs);
    }
    /// A commit made by a workspace of the mirror.
    struct Change {
        std::unique_ptr<Workspace> workspace;
        QString commit;
    };
    Change change(const GitTransport &transport, const QString &mirrorOf, const QString &parent) const
    {
        auto workspace = Workspace::take(beside("pool"), transport.mirrorPath(mirrorOf), parent, {});
        if (!workspace)
            throw std::runtime_error(workspace.error().message.toStdString());
        writeTo((*workspace)->path() + "/new.txt", "new\n");
        const QString tree = *(*workspace)->snapshot();
        const auto made = (*workspace)->commit(tree, {parent}, "Change\n", {"A", "a@example.org"}, 1700000100);
        if (!made)
            throw std::runtime_error(made.error().message.toStdString());
        return {std::move(*workspace), *made};
    }
    QString url;
    QString first;
};

} // namespace mergeloom

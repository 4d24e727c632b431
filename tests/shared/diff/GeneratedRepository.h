#pragma once

#include "tests/shared/diff/TestGit.h"
#include "tests/shared/diff/RandomText.h"

#include <QMap>
#include <QTemporaryDir>

namespace mergeloom {

/// A bare repository of random commits: edits, moves, renames, modes, links, binary files, names that need quotes.
class GeneratedRepository
{
public:
    explicit GeneratedRepository(quint32 seed) : m_random(seed), m_git(m_folder.path()) {}

    QString path() const { return m_folder.path(); }

    bool make(int commits)
    {
        m_git.run({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--bare")});
        QByteArray stream;
        for (int commit = 0; commit < commits; ++commit) {
            stream += "commit refs/heads/main\ncommitter A <a@example.org> " + QByteArray::number(1'000'000 + commit)
                + " +0000\ndata 1\nx\n";
            for (int change = 1 + m_random.below(4); change > 0; --change)
                stream += changeFile();
        }
        m_git.run({QStringLiteral("fast-import"), QStringLiteral("--quiet")}, stream + "done\n");
        if (m_git.isGood())
            m_git.run({QStringLiteral("symbolic-ref"), QStringLiteral("HEAD"), QStringLiteral("refs/heads/main")});
        return m_git.isGood();
    }

private:
    struct File {
        QByteArray content;
        QByteArray mode = "100644";
    };

    static QByteArray quoted(const QByteArray &path)
    {
        QByteArray made = "\"";
        for (const char byte : path)
            made += '\\' + QByteArray::number(uchar(byte), 8).rightJustified(3, '0');
        return made + '"';
    }

    QByteArray written(const QByteArray &path, const File &file)
    {
        return "M " + file.mode + " inline " + quoted(path) + "\ndata " + QByteArray::number(file.content.size()) + '\n'
            + file.content + '\n';
    }

    QByteArray changeFile()
    {
        static const QByteArrayList names{"src/main.cpp", "notes with blanks.txt", "quote\"d", "tab\there",
            "\xc3\xa4/b.py", "broken\xff.c", "a b", "dir/a b/c", "back\\slash", "x", "lib/one.ts", "lib/two.ts",
            "line\nbreak"};
        const QByteArray path = names[m_random.below(int(names.size()))];
        if (!m_files.contains(path)) {
            File file{m_random.oneIn(10) ? m_random.any() : m_random.source(5 + m_random.below(120))};
            if (m_random.oneIn(12))
                file.content = m_random.bytes(500, 256) + QByteArray(1, '\0');
            m_files[path] = file;
            return written(path, file);
        }
        File &file = m_files[path];
        switch (m_random.below(10)) {
        case 0: {
            m_files.remove(path);
            return "D " + quoted(path) + '\n';
        }
        case 1:
            file.mode = file.mode == "100644" ? "100755" : "100644";
            return written(path, file);
        case 2: { // renamed, with or without an edit
            File moved = m_files.take(path);
            if (m_random.oneIn(2))
                moved.content = m_random.edited(moved.content);
            const QByteArray to = "renamed/" + QByteArray::number(m_random.below(1000));
            m_files[to] = moved;
            return "D " + quoted(path) + '\n' + written(to, moved);
        }
        case 3:
            if (m_random.oneIn(3)) { // another type
                file = {"target", file.mode == "120000" ? QByteArray("100644") : QByteArray("120000")};
                return written(path, file);
            }
            [[fallthrough]];
        default:
            file.content = m_random.after(file.content);
            return written(path, file);
        }
    }

    QTemporaryDir m_folder;
    RandomText m_random;
    TestGit m_git;
    QMap<QByteArray, File> m_files;
};

} // namespace mergeloom

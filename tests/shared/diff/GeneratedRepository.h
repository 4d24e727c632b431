#pragma once

#include "tests/shared/diff/GitProgram.h"
#include "tests/shared/diff/RandomText.h"

#include <QMap>
#include <QTemporaryDir>

namespace mergeloom {

/// A bare repository of random commits: edits, moves, renames, modes, links, binary files, names that need quotes.
class GeneratedRepository
{
public:
    explicit GeneratedRepository(quint32 seed) : _random(seed), _git(_folder.path()) {}

    QString path() const { return _folder.path(); }

    bool make(int commits)
    {
        _git.run({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--bare")});
        QByteArray stream;
        for (int commit = 0; commit < commits; ++commit) {
            stream += "commit refs/heads/main\ncommitter A <a@example.org> " + QByteArray::number(1'000'000 + commit)
                + " +0000\ndata 1\nx\n";
            for (int change = 1 + _random.below(4); change > 0; --change)
                stream += changeFile();
        }
        _git.run({QStringLiteral("fast-import"), QStringLiteral("--quiet")}, stream + "done\n");
        if (_git.isGood())
            _git.run({QStringLiteral("symbolic-ref"), QStringLiteral("HEAD"), QStringLiteral("refs/heads/main")});
        return _git.isGood();
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
        const QByteArray path = names[_random.below(int(names.size()))];
        if (!_files.contains(path)) {
            File file{_random.oneIn(10) ? _random.any() : _random.source(5 + _random.below(120))};
            if (_random.oneIn(12))
                file.content = _random.bytes(500, 256) + QByteArray(1, '\0');
            _files[path] = file;
            return written(path, file);
        }
        File &file = _files[path];
        switch (_random.below(10)) {
        case 0: {
            _files.remove(path);
            return "D " + quoted(path) + '\n';
        }
        case 1:
            file.mode = file.mode == "100644" ? "100755" : "100644";
            return written(path, file);
        case 2: { // renamed, with or without an edit
            File moved = _files.take(path);
            if (_random.oneIn(2))
                moved.content = _random.edited(moved.content);
            const QByteArray to = "renamed/" + QByteArray::number(_random.below(1000));
            _files[to] = moved;
            return "D " + quoted(path) + '\n' + written(to, moved);
        }
        case 3:
            if (_random.oneIn(3)) { // another type
                file = {"target", file.mode == "120000" ? QByteArray("100644") : QByteArray("120000")};
                return written(path, file);
            }
            [[fallthrough]];
        default:
            file.content = _random.after(file.content);
            return written(path, file);
        }
    }

    QTemporaryDir _folder;
    RandomText _random;
    GitProgram _git;
    QMap<QByteArray, File> _files;
};

} // namespace mergeloom

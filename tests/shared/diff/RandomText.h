#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QRandomGenerator>

namespace mergeloom {

/// Texts as they come up in repositories, and worse ones; a seed always gives the same. Tests print the seed when they fail.
class RandomText
{
public:
    explicit RandomText(quint32 seed) : m_random(seed) {}

    int below(int bound) { return m_random.bounded(bound); }
    bool oneIn(int times) { return below(times) == 0; }

    /// Lines of source code: short ones often alike, as braces and empty lines are.
    QByteArray source(int lines)
    {
        QByteArray text;
        for (int line = 0; line < lines; ++line)
            text += sourceLine() + '\n';
        return text;
    }

    /// A few edits: lines changed, taken away, added, moved, indented; ends of lines and of the file changed.
    QByteArray edited(const QByteArray &text)
    {
        QByteArrayList lines = text.split('\n');
        for (int edit = 1 + below(6); edit > 0; --edit)
            editOnce(lines);
        QByteArray made = lines.join('\n');
        if (oneIn(12))
            made.replace("\r\n", "\n");
        else if (oneIn(12))
            made.replace("\n", "\r\n");
        if (oneIn(10) && made.endsWith('\n'))
            made.chop(1);
        else if (oneIn(10))
            made += '\n';
        return made;
    }

    /// Any text in any encoding: UTF-8 that may be broken, Latin-1, UTF-16 with its mark, NULs, mixed ends, none at all.
    QByteArray any()
    {
        switch (below(8)) {
        case 0:
            return {};
        case 1:
            return wide(source(below(30)));
        case 2:
            return bytes(below(400), 256);
        case 3: {
            QByteArray text = source(1 + below(30));
            for (int i = below(5); i > 0; --i)
                text.insert(below(int(text.size())), char(128 + below(128)));
            return text;
        }
        case 4:
            return bytes(below(60), 3).replace('\0', '\n').replace('\1', "\r\n").replace('\2', 'x');
        case 5:
            return QByteArray("ab\0c\n", 5).repeated(below(5)) + source(below(10));
        default:
            return edited(source(below(60)));
        }
    }

    /// `text` after some edits, in the same encoding most of the time.
    QByteArray after(const QByteArray &text)
    {
        if (oneIn(8))
            return any();
        if (text.startsWith("\xff\xfe")) {
            QByteArray made = text;
            for (int i = below(4); i > 0 && made.size() > 2; --i)
                made.insert(
                    2 + below(int(made.size() - 1) / 2) * 2, oneIn(2) ? QByteArray("\n\0", 2) : QByteArray("x\0", 2));
            return oneIn(4) ? made.chopped(1) : made;
        }
        return edited(text);
    }

    QByteArray bytes(int count, int kinds)
    {
        QByteArray made;
        for (int i = 0; i < count; ++i)
            made += char(below(kinds));
        return made;
    }

private:
    QByteArray sourceLine()
    {
        static const QByteArrayList plain{"", "}", "{", "    }", "    return;", "", "\t", "  ", "end"};
        static const QByteArrayList words{"alpha", "beta", "gamma", "value", "=", "+", "call(", ")", "\xc3\xa4nderung",
            "\xe6\xbc\xa2\xe5\xad\x97", "x", "0", ";", "\"text\"", "//", "\t"};
        if (oneIn(3))
            return plain[below(int(plain.size()))];
        QByteArray line(below(4) * 4, ' ');
        for (int word = 1 + below(7); word > 0; --word)
            line += words[below(int(words.size()))] + (oneIn(8) ? "" : " ");
        return oneIn(6) ? line : line.trimmed().prepend(QByteArray(below(4) * 4, ' '));
    }

    static QByteArray wide(const QByteArray &text)
    {
        const QString decoded = QString::fromUtf8(text);
        return "\xff\xfe" + QByteArray(reinterpret_cast<const char *>(decoded.utf16()), decoded.size() * 2);
    }

    void editOnce(QByteArrayList &lines)
    {
        const int at = below(int(lines.size()));
        const int many = std::min<int>(1 + below(5), int(lines.size()) - at);
        switch (below(8)) {
        case 0:
            lines[at] = sourceLine();
            break;
        case 1:
            lines.remove(at, lines.size() > many ? many : 0);
            break;
        case 2:
            for (int i = 0; i < many; ++i)
                lines.insert(at, sourceLine());
            break;
        case 3: { // moved
            const QByteArrayList taken = lines.mid(at, many);
            lines.remove(at, many);
            const int to = below(int(lines.size()) + 1);
            for (int i = 0; i < taken.size(); ++i)
                lines.insert(to + i, taken[i]);
            break;
        }
        case 4: // indented
            for (int i = at; i < at + many; ++i)
                lines[i].prepend("    ");
            break;
        case 5: // blanks
            lines[at] = oneIn(2) ? lines[at].replace(' ', "  ") : lines[at] + (oneIn(2) ? " " : "\r");
            break;
        case 6:
            lines.insert(at, QByteArray());
            break;
        default:
            lines[at].insert(below(int(lines[at].size()) + 1), "changed");
        }
    }

    QRandomGenerator m_random;
};

} // namespace mergeloom

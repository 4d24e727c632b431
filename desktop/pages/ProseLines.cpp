#include "desktop/pages/ProseLines.h"

#include "desktop/widgets/ShownText.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

struct Sign {
    QStringView sign;
    ProsePiece::Look look;
};

constexpr Sign signs[] = {
    {u"`", ProsePiece::Look::Code}, {u"**", ProsePiece::Look::Strong}, {u"__", ProsePiece::Look::Strong}};

/// Whether a sign that is found there opens: `snake__case` has none.
bool opensAt(QStringView line, qsizetype at) { return at == 0 || !line[at - 1].isLetterOrNumber(); }

QList<ProsePiece> prosePieces(QStringView line)
{
    QList<ProsePiece> pieces;
    QString plain;
    const auto flush = [&] {
        if (!plain.isEmpty())
            pieces << ProsePiece{std::exchange(plain, {}), ProsePiece::Look::Plain};
    };
    for (qsizetype at = 0; at < line.size();) {
        bool isTaken = false;
        for (const Sign &sign : signs) {
            const qsizetype from = at + sign.sign.size();
            if (!line.mid(at).startsWith(sign.sign) || !opensAt(line, at))
                continue;
            const qsizetype end = line.indexOf(sign.sign, from);
            if (end <= from || line[from].isSpace())
                continue;
            flush();
            pieces << ProsePiece{line.mid(from, end - from).toString(), sign.look};
            at = end + sign.sign.size();
            isTaken = true;
            break;
        }
        if (!isTaken)
            plain += line[at++];
    }
    flush();
    return pieces;
}

ProseLine proseLine(const QString &line)
{
    static const QRegularExpression heading(QStringLiteral("^#{1,6} +(.*)$"));
    static const QRegularExpression item(QStringLiteral("^(\\s*)(?:[-*+]|(\\d{1,4}[.)])) +(.*)$"));
    if (const auto found = heading.match(line); found.hasMatch())
        return {ProseLine::Kind::Heading, 0, prosePieces(found.captured(1))};
    if (const auto found = item.match(line); found.hasMatch()) {
        const QString number = found.captured(2);
        ProseLine made{ProseLine::Kind::Item, int(found.captured(1).size() / 2), prosePieces(found.captured(3))};
        made.pieces.prepend({(number.isEmpty() ? QStringLiteral("•") : number) + u' ', ProsePiece::Look::Plain});
        return made;
    }
    if (line.startsWith(u'>'))
        return {ProseLine::Kind::Quote, 0, prosePieces(QStringView(line).mid(line.startsWith(u"> ") ? 2 : 1))};
    return {ProseLine::Kind::Text, 0, prosePieces(line)};
}

} // namespace

QList<ProseLine> proseLines(const QString &text)
{
    QList<ProseLine> lines;
    QString fence;
    for (const QString &line : shownText(text.trimmed()).split(u'\n')) {
        const QString trimmed = line.trimmed();
        const bool isFence = trimmed.startsWith(u"```") || trimmed.startsWith(u"~~~");
        if (fence.isEmpty() && isFence) {
            fence = trimmed.left(3);
            continue;
        }
        if (!fence.isEmpty() && trimmed.startsWith(fence) && trimmed.count(fence[0]) == trimmed.size()) {
            fence.clear();
            continue;
        }
        lines << (fence.isEmpty() ? proseLine(line)
                                  : ProseLine{ProseLine::Kind::Code, 0, {{line, ProsePiece::Look::Code}}});
    }
    return lines;
}

} // namespace mergeloom

#include "shared/diff/CopiedText.h"

namespace mergeloom {

namespace {

class Copying
{
public:
    Copying(const DiffLayout &layout, CopiedSides sides, CopiedSigns signs)
        : _layout(layout), _sides(sides), _signs(signs)
    {
    }

    void addRow(const DiffRow &row)
    {
        const bool isBefore = row.beforeMark != Mark::None && _sides != CopiedSides::After;
        const bool isAfter = row.afterMark != Mark::None && _sides != CopiedSides::Before;
        if (row.kind != RowKind::Line)
            return addHidden(row);
        if (row.beforeMark == Mark::Same || row.afterMark == Mark::Same) {
            finishChange();
            if (isAfter)
                add(_text, u' ', _layout.file().after->decoded(row.after));
            else if (isBefore)
                add(_text, u' ', _layout.file().before->decoded(row.before));
            return;
        }
        if (isBefore && !_added.isEmpty() && _layout.options().arrangement == Arrangement::Unified)
            finishChange(); // another change begins right after
        if (isBefore)
            add(_text, u'-', _layout.file().before->decoded(row.before));
        if (isAfter)
            add(_added, u'+', _layout.file().after->decoded(row.after));
    }

    QString text()
    {
        finishChange();
        return _text;
    }

private:
    void add(QString &text, QChar sign, const QString &line)
    {
        if (_signs == CopiedSigns::With)
            text += sign;
        text += line + u'\n';
    }

    void addHidden(const DiffRow &row)
    {
        finishChange();
        if (_signs == CopiedSigns::With)
            _text += QStringLiteral("@@ %1 lines @@\n").arg(row.hidden);
    }

    void finishChange()
    {
        _text += _added;
        _added.clear();
    }

    const DiffLayout &_layout;
    CopiedSides _sides;
    CopiedSigns _signs;
    QString _text;
    QString _added; // lines of the change that is being copied, after those that it removed
};

} // namespace

QString copiedText(const DiffLayout &layout, qsizetype first, qsizetype last, CopiedSides sides, CopiedSigns signs)
{
    Copying copying(layout, sides, signs);
    for (qsizetype row = std::max<qsizetype>(0, first); row <= last && row < layout.rows().size(); ++row)
        copying.addRow(layout.rows()[row]);
    return copying.text();
}

} // namespace mergeloom

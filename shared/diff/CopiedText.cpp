#include "shared/diff/CopiedText.h"

namespace mergeloom {

namespace {

class Copying
{
public:
    Copying(const DiffLayout &layout, CopiedSides sides, CopiedSigns signs)
        : m_layout(layout), m_sides(sides), m_signs(signs)
    {
    }

    void addRow(const DiffRow &row)
    {
        const bool isBefore = row.beforeMark != Mark::None && m_sides != CopiedSides::After;
        const bool isAfter = row.afterMark != Mark::None && m_sides != CopiedSides::Before;
        if (row.kind != RowKind::Line)
            return addHidden(row);
        if (row.beforeMark == Mark::Same || row.afterMark == Mark::Same) {
            finishChange();
            if (isAfter)
                add(m_text, u' ', m_layout.file().after->decoded(row.after));
            else if (isBefore)
                add(m_text, u' ', m_layout.file().before->decoded(row.before));
            return;
        }
        if (isBefore && !m_added.isEmpty() && m_layout.options().arrangement == Arrangement::Unified)
            finishChange(); // another change begins right after
        if (isBefore)
            add(m_text, u'-', m_layout.file().before->decoded(row.before));
        if (isAfter)
            add(m_added, u'+', m_layout.file().after->decoded(row.after));
    }

    QString text()
    {
        finishChange();
        return m_text;
    }

private:
    void add(QString &text, QChar sign, const QString &line)
    {
        if (m_signs == CopiedSigns::With)
            text += sign;
        text += line + u'\n';
    }

    void addHidden(const DiffRow &row)
    {
        finishChange();
        if (m_signs == CopiedSigns::With)
            m_text += QStringLiteral("@@ %1 lines @@\n").arg(row.hidden);
    }

    void finishChange()
    {
        m_text += m_added;
        m_added.clear();
    }

    const DiffLayout &m_layout;
    CopiedSides m_sides;
    CopiedSigns m_signs;
    QString m_text;
    QString m_added; // lines of the change that is being copied, after those that it removed
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

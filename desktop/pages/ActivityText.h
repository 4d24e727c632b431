#pragma once

#include "desktop/pages/Activity.h"
#include "desktop/widgets/Colours.h"

#include <QTextBlockUserData>
#include <QTextCharFormat>

namespace mergeloom {

/// One line of text in the look it is shown with.
struct ActivityLine {
    enum class Role { Head, Body, Output, File, Space };
    struct Piece {
        QString text;
        QTextCharFormat format;
    };
    Role role = Role::Body;
    QList<Piece> pieces;
    QColor back;   ///< none: the page's
    QString extra; ///< of File: its path
};

/// Says of a block of text what it is of.
class ActivityMark : public QTextBlockUserData
{
public:
    ActivityMark(qint64 item, ActivityLine::Role role, QString extra) : item(item), role(role), extra(std::move(extra))
    {
    }
    qint64 item;
    ActivityLine::Role role;
    QString extra;
};

/// How items look as lines of text; without their output, which comes last.
class ActivityText
{
    Q_DECLARE_TR_FUNCTIONS(ActivityText)

public:
    explicit ActivityText(const Colours &colours);

    /// `columns`: letters that the first line has room for.
    QList<ActivityLine> lines(const ActivityItem &item, bool isOpen, int columns) const;
    ActivityLine outputLine(const TerminalOutput &output, qsizetype index) const;

private:
    using Ink = QColor Colours::*;
    QTextCharFormat inked(Ink which, int weight = QFont::Normal) const;
    QTextCharFormat coded(Ink which = &Colours::text) const;
    QTextCharFormat styled(const TerminalStyle &style) const;
    QColor terminalColour(const TerminalColour &colour) const;
    ActivityLine labelLine(const QString &text) const
    {
        return {ActivityLine::Role::Body, {{text, inked(&Colours::soft)}}, {}, {}};
    }
    ActivityLine headLine(const ActivityItem &item, int columns) const;
    QList<ActivityLine> proseOf(const QString &text, Ink base) const;
    QList<ActivityLine> blockOf(const QString &text) const;
    QList<ActivityLine> toolLines(const ActivityItem &item) const;
    QList<ActivityLine> openedLines(const ActivityItem &item) const;
    static Ink headInk(const ActivityItem &item);

    Colours m_colours;
    QFont m_codeFont;
};

} // namespace mergeloom

#include "shared/diff/FindText.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

Result<QRegularExpression> expressionOf(const FindQuery &query)
{
    QString pattern = query.isRegularExpression ? query.text : QRegularExpression::escape(query.text);
    if (query.isWholeWord)
        pattern = QStringLiteral("(?<!\\w)(?:%1)(?!\\w)").arg(pattern);
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    if (!query.isCaseSensitive)
        options |= QRegularExpression::CaseInsensitiveOption;
    const QRegularExpression expression(pattern, options);
    if (!expression.isValid())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The regular expression cannot be used: %1.").arg(expression.errorString()));
    return expression;
}

void findInLine(
    QList<FoundText> &found, const FoundText &where, const QString &shown, const QRegularExpression &expression)
{
    for (auto matches = expression.globalMatch(shown); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() == 0)
            continue;
        found.append(where);
        found.last().span = {match.capturedStart(), match.capturedLength()};
    }
}

} // namespace

Result<QList<FoundText>> findText(const DiffLayout &layout, const FindQuery &query, std::stop_token stop)
{
    MERGELOOM_TRY(const QRegularExpression expression, expressionOf(query));
    QList<FoundText> found;
    if (query.text.isEmpty())
        return found;
    for (qsizetype row = 0; row < layout.rows().size(); ++row) {
        const DiffRow &shown = layout.rows()[row];
        const bool isOnce = layout.options().arrangement == Arrangement::Unified
            && (shown.kind == RowKind::Fold || shown.afterMark == Mark::Same);
        for (const Side side : {Side::Before, Side::After}) {
            if (isOnce && side == Side::Before)
                continue;
            const Text &text = side == Side::Before ? *layout.file().before : *layout.file().after;
            const DiffLayout::Lines lines = layout.linesOf(side, row);
            for (qsizetype line = lines.first; line < lines.first + lines.count; ++line) {
                if (stop.stop_requested())
                    return found;
                findInLine(found, {row, side, line, {}}, text.shown(line), expression);
            }
        }
    }
    return found;
}

} // namespace mergeloom

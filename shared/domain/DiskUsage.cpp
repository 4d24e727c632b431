#include "shared/domain/DiskUsage.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {
constexpr const char *units[] = {"KB", "MB", "GB", "TB"};
constexpr double largest = double(qint64(1) << 60);
} // namespace

Result<qint64> parseDiskSize(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,7}(?:\\.[0-9]{1,3})?) ?([KMGT]B)$"));
    if (text.trimmed() == u"0")
        return 0;
    const auto match = form.match(text.trimmed());
    double bytes = match.captured(1).toDouble();
    for (const char *unit : units) {
        bytes *= 1024;
        if (match.captured(2) == QLatin1StringView(unit))
            break;
    }
    if (!match.hasMatch() || bytes < 1 || bytes > largest)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "\"%1\" is no size on disk. Give a number and KB, MB, GB or TB, such as 20 GB, or 0 for no limit.")
                .arg(text));
    return qint64(bytes);
}

QString shownDiskSize(qint64 bytes)
{
    double size = double(bytes) / 1024;
    size_t unit = 0;
    for (; size >= 1000 && unit + 1 < std::size(units); ++unit)
        size /= 1024;
    return QStringLiteral("%1 %2").arg(size, 0, 'f', size < 10 && unit > 0 ? 1 : 0).arg(QLatin1StringView(units[unit]));
}

} // namespace mergeloom

#include "desktop/pages/RunLimits.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {
constexpr double mebibyte = 1024 * 1024;
QString limitCount(double value) { return Words::count(qint64(value)); }
QString limitSeconds(double value) { return durationText(qint64(value) * 1000); }
QString limitBytes(double value) { return bytesText(qint64(value)); }
} // namespace

QList<RunLimit> RunLimits::all()
{
    return {{"tokens", tr("Tokens"), tr("Tokens"), tr("Tokens to add"), 1, &limitCount},
        {"cost_usd", tr("Money"), tr("Dollars"), tr("Dollars to add"), 1, &moneyText},
        {"wall_seconds", tr("Time"), tr("Minutes"), tr("Minutes to add"), 60, &limitSeconds},
        {"turns", tr("Turns"), tr("Turns of each attempt"), tr("Turns of each attempt to add"), 1, &limitCount},
        {"commands", tr("Commands"), tr("Commands"), tr("Commands to add"), 1, &limitCount},
        {"output_bytes", tr("Output"), tr("Megabytes of output"), tr("Megabytes of output to add"), mebibyte,
            &limitBytes},
        {"disk_bytes", tr("Disk"), tr("Megabytes of disk"), tr("Megabytes of disk to add"), mebibyte, &limitBytes}};
}

double RunLimits::value(const Budgets &budgets, const QString &name)
{
    return toJson(budgets).toObject().value(name).toDouble();
}

void RunLimits::set(Budgets &budgets, const QString &name, double value)
{
    QJsonObject object = toJson(budgets).toObject();
    object.insert(name, name == u"cost_usd" ? QJsonValue(value) : QJsonValue(qRound64(value)));
    if (const auto read = fromJson<Budgets>(object))
        budgets = *read;
}

QList<RunLimit> RunLimits::extensible(const SteeringView &steering)
{
    QList<RunLimit> found;
    for (const RunLimit &limit : all()) {
        const QString name = QString::fromLatin1(limit.name);
        const double now = value(steering.limits, name);
        const double most = value(steering.most, name);
        if (now > 0 && (most == 0 || now < most))
            found << limit;
    }
    return found;
}

Result<double> RunLimits::read(const QString &typed, const RunLimit &limit)
{
    static const QRegularExpression number(QStringLiteral("^\\d{1,15}([.,]\\d{1,6})?$"));
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return 0.0;
    if (!number.match(text).hasMatch())
        return failure(ErrorCode::InvalidInput,
            tr("“%1” is no limit: write a number such as 20 or 2.5, or nothing to add none.").arg(text),
            {{"field", QLatin1StringView(limit.name)}});
    return QString(text).replace(u',', u'.').toDouble() * limit.unit;
}

std::optional<double> RunLimits::used(const RunUse &use, const QString &name)
{
    if (name == u"tokens")
        return double(use.tokens);
    if (name == u"cost_usd")
        return use.knownCost();
    if (name == u"wall_seconds") {
        const qint64 since =
            use.isWaiting ? 0 : qMax<qint64>(0, Timestamp::now().microseconds - use.countedAt.microseconds);
        return double(use.workedMicroseconds + since) / 1e6;
    }
    if (name == u"turns")
        return use.turns;
    if (name == u"commands")
        return use.commands;
    return double(name == u"output_bytes" ? use.outputBytes : use.diskBytes);
}

QString limitsInWords(const RunSummary &run)
{
    QStringList parts;
    if (run.use.countedAt.microseconds <= 0)
        return {};
    RunUse use = run.use;
    if (run.finishedAt)
        use.isWaiting = true; // time does not go on
    for (const RunLimit &limit : RunLimits::all()) {
        const QString name = QString::fromLatin1(limit.name);
        const double most = RunLimits::value(run.limits, name);
        if (most <= 0)
            continue;
        const std::optional<double> used = RunLimits::used(use, name);
        parts << RunLimits::tr("%1 %2 of %3")
                     .arg(limit.label, used ? limit.shown(*used) : RunLimits::tr("unknown"), limit.shown(most));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace mergeloom

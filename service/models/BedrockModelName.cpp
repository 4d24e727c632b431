#include "service/models/BedrockModelName.h"

#include <QRegularExpression>

namespace mergeloom {

BedrockModelName BedrockModelName::of(const QString &id, const QString &region)
{
    static const QRegularExpression arn(
        QStringLiteral("^arn:aws:bedrock:([a-z0-9-]*):[0-9]*:(?:foundation-model|inference-profile)/(.+)$"));
    static const QRegularExpression parts(QStringLiteral(
        "^(?:(global|us|eu|apac|jp|au)\\.)?(anthropic|amazon)\\.([a-z0-9.-]+?)(?:-v[0-9]+(?::[0-9]+)?)?$"));
    // What was listed before there were two prices.
    static const QRegularExpression older(QStringLiteral("^claude-(3-|(sonnet|opus)-4-(20|1-))"));
    QString name = id;
    QString place = region;
    if (const auto found = arn.match(id); found.hasMatch()) {
        place = found.captured(1);
        name = found.captured(2);
    }
    const auto found = parts.match(name);
    if (!found.hasMatch() || place.startsWith(u"us-gov-") || place.startsWith(u"cn-"))
        return {};
    const QString geography = found.captured(1);
    const QString model = found.captured(3);
    if (found.captured(2) == u"amazon") {
        const bool isAmerican = geography == u"us" || (geography.isEmpty() && place.startsWith(u"us-"));
        return {model.startsWith(u"nova-") && isAmerican ? QStringLiteral("amazon.") + model : QString(), 1};
    }
    if (!model.startsWith(u"claude-"))
        return {};
    return {model, geography == u"global" || older.match(model).hasMatch() ? 1.0 : 1.1};
}

} // namespace mergeloom

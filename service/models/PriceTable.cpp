#include "service/models/PriceTable.h"

#include <QFile>

#include <algorithm>

namespace mergeloom {

namespace {

struct PriceFile {
    QString format;
    QList<ModelPrice> models;

    static constexpr auto jsonName = "PriceFile";
    static constexpr auto fields()
    {
        return std::tuple{required("format", &PriceFile::format), required("models", &PriceFile::models)};
    }
};

/// `-20250929`, `-2024-08-06`, `@20250929`, `-latest`.
bool isVersionSuffix(QStringView suffix)
{
    if (suffix.isEmpty() || suffix == u"-latest")
        return true;
    if (!suffix.startsWith(u'-') && !suffix.startsWith(u'@'))
        return false;
    const QString digits = suffix.sliced(1).toString().remove(u'-');
    return digits.size() == 8
        && std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

double ModelPrice::costOf(const Usage &usage) const
{
    return (double(usage.inputTokens) * input + double(usage.outputTokens) * output
               + double(usage.cachedTokens) * cached + double(usage.cacheWriteTokens) * cacheWrite)
        / 1e6;
}

ModelPrice ModelPrice::times(double factor) const
{
    ModelPrice other = *this;
    for (double ModelPrice::*part :
        {&ModelPrice::input, &ModelPrice::output, &ModelPrice::cached, &ModelPrice::cacheWrite})
        other.*part *= factor;
    return other;
}

Result<PriceTable> PriceTable::parse(const QByteArray &json)
{
    MERGELOOM_TRY(PriceFile file, parseJsonAs<PriceFile>(json));
    if (file.format != u"mergeloom-prices/1")
        return failure(
            ErrorCode::Unsupported, QStringLiteral("The price table has the unknown format \"%1\".").arg(file.format));
    for (const ModelPrice &price : file.models)
        if (price.input < 0 || price.output < 0 || price.cached < 0 || price.cacheWrite < 0 || price.contextWindow <= 0)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The price table has a negative price or no context window for %1.").arg(price.model));
    PriceTable table;
    table.m_models = std::move(file.models);
    return table;
}

Result<PriceTable> PriceTable::builtIn()
{
    QFile file(QStringLiteral(":/prices.json"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Internal, QStringLiteral("The price table is not part of this program."));
    return parse(file.readAll());
}

std::optional<ModelPrice> PriceTable::find(const QString &model) const
{
    for (const ModelPrice &price : m_models)
        if (model.startsWith(price.model) && isVersionSuffix(QStringView(model).sliced(price.model.size())))
            return price;
    return std::nullopt;
}

} // namespace mergeloom

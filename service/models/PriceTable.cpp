#include "service/models/PriceTable.h"

#include <QFile>

#include <algorithm>
#include <limits>

namespace mergeloom {

namespace {

constexpr qint64 longestPriceFile = 4 << 20;

struct PriceFile {
    QString format;
    QList<ModelPrice> models;

    static constexpr auto jsonName = "PriceFile";
    static constexpr auto fields()
    {
        return fieldList(required("format", &PriceFile::format), required("models", &PriceFile::models));
    }
};

/// `-20250929`, `-2024-08-06`, `@20250929`, `-latest`, `@default`.
bool isVersionSuffix(QStringView suffix)
{
    if (suffix.isEmpty() || suffix == u"-latest" || suffix == u"@default")
        return true;
    if (!suffix.startsWith(u'-') && !suffix.startsWith(u'@'))
        return false;
    const QString digits = suffix.sliced(1).toString().remove(u'-');
    return digits.size() == 8
        && std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

ModelPrice ModelPrice::forPrompt(qint64 tokens) const
{
    ModelPrice price = *this;
    if (longPrompt && tokens > longPrompt->above) {
        price.input = longPrompt->input;
        price.output = longPrompt->output;
        price.cached = longPrompt->cached;
        price.cacheWrite = longPrompt->cacheWrite;
    }
    return price;
}

double ModelPrice::costOf(const Usage &usage) const
{
    const ModelPrice price = forPrompt(usage.inputTokens + usage.cachedTokens + usage.cacheWriteTokens);
    return (double(usage.inputTokens) * price.input + double(usage.outputTokens) * price.output
               + double(usage.cachedTokens) * price.cached + double(usage.cacheWriteTokens) * price.cacheWrite)
        / 1e6;
}

ModelPrice ModelPrice::times(double factor) const
{
    ModelPrice other = *this;
    const auto scale = [factor](auto &price) {
        for (double *part : {&price.input, &price.output, &price.cached, &price.cacheWrite})
            *part *= factor;
    };
    scale(other);
    if (other.longPrompt)
        scale(*other.longPrompt);
    return other;
}

Result<PriceTable> PriceTable::parse(const QByteArray &json)
{
    MERGELOOM_TRY(PriceFile file, parseJsonAs<PriceFile>(json));
    if (file.format != u"mergeloom-prices/1")
        return failure(
            ErrorCode::Unsupported, QStringLiteral("The price table has the unknown format \"%1\".").arg(file.format));
    for (const ModelPrice &price : file.models) {
        const ModelPrice most = price.forPrompt(std::numeric_limits<qint64>::max());
        const auto isNegative = [](const ModelPrice &some) {
            return some.input < 0 || some.output < 0 || some.cached < 0 || some.cacheWrite < 0;
        };
        if (price.model.isEmpty() || isNegative(price) || isNegative(most) || price.contextWindow <= 0)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The price table has no name, a negative price or no context window for %1.")
                    .arg(price.model));
        if (!price.until.isEmpty() && !QDate::fromString(price.until, Qt::ISODate).isValid())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral(
                    "The price table says \"%1\" for the last day of a price of %2, which is no date such as "
                    "2026-12-31.")
                    .arg(price.until, price.model));
    }
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

Result<PriceTable> PriceTable::withFile(const QString &path)
{
    MERGELOOM_TRY(PriceTable table, builtIn());
    QFile file(path);
    if (path.isEmpty() || !file.exists())
        return table;
    const auto wrong = [&](const QString &what) {
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The prices in %1 cannot be used: %2 Correct the file, or remove it.").arg(path, what));
    };
    if (!file.open(QIODevice::ReadOnly))
        return wrong(file.errorString() + u'.');
    if (file.size() > longestPriceFile)
        return wrong(QStringLiteral("it is larger than 4 MB."));
    auto own = parse(file.readAll());
    if (!own)
        return wrong(own.error().message);
    table.m_models = own->m_models + table.m_models; // the first that fits is taken
    return table;
}

std::optional<ModelPrice> PriceTable::find(const QString &model, const QDate &today) const
{
    const auto isOver = [&today](const ModelPrice &price) {
        return !price.until.isEmpty() && QDate::fromString(price.until, Qt::ISODate) < today;
    };
    for (const ModelPrice &price : m_models)
        if (model.startsWith(price.model) && isVersionSuffix(QStringView(model).sliced(price.model.size()))
            && !isOver(price))
            return price;
    return std::nullopt;
}

} // namespace mergeloom

#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Transcript.h"

#include <QDateTime>

#include <optional>

namespace mergeloom {

/// What a call costs whose prompt is longer than some vendors' usual: all of its tokens, not only those above.
struct LongPromptPrice {
    qint64 above = 0; ///< tokens of the prompt, cached ones included
    double input = 0;
    double output = 0;
    double cached = 0;
    double cacheWrite = 0;

    static constexpr auto jsonName = "LongPromptPrice";
    static constexpr auto fields()
    {
        return fieldList(required("above", &LongPromptPrice::above), required("input", &LongPromptPrice::input),
            required("output", &LongPromptPrice::output), required("cached", &LongPromptPrice::cached),
            required("cache_write", &LongPromptPrice::cacheWrite));
    }
};

/// What a model costs, in USD for a million tokens, as its vendor listed it at a date.
struct ModelPrice {
    QString model; ///< the id without the date that some ids end with
    double input = 0;
    double output = 0;
    double cached = 0;        ///< input read from the cache
    double cacheWrite = 0;    ///< input written to the cache
    qint64 contextWindow = 0; ///< tokens
    QString date;             ///< e.g. `2026-01-31`
    QString source;
    QString until; ///< the last day (UTC) of a price that was listed with an end; empty: none was told
    std::optional<LongPromptPrice> longPrompt;

    /// Of one call.
    double costOf(const Usage &usage) const;
    /// The same model where all of it costs so much more or less.
    ModelPrice times(double factor) const;
    /// The prices of a call with so long a prompt.
    ModelPrice forPrompt(qint64 tokens) const;

    static constexpr auto jsonName = "ModelPrice";
    static constexpr auto fields()
    {
        return fieldList(required("model", &ModelPrice::model), required("input", &ModelPrice::input),
            required("output", &ModelPrice::output), required("cached", &ModelPrice::cached),
            required("cache_write", &ModelPrice::cacheWrite), required("context_window", &ModelPrice::contextWindow),
            required("date", &ModelPrice::date), required("source", &ModelPrice::source),
            optional("until", &ModelPrice::until), optional("long_prompt", &ModelPrice::longPrompt));
    }
};

/// The price table. A model that is not in it has no price: it is never guessed from a relative.
class PriceTable
{
public:
    static Result<PriceTable> parse(const QByteArray &json);
    /// resources/prices.json, as it was built in.
    static Result<PriceTable> builtIn();
    /// What is built in, with the entries of a file of the same format before it; a file that is not there is none. Errors
    /// name the file: a wrong one is never left out in silence.
    static Result<PriceTable> withFile(const QString &path);

    /// By id, or by id with a date, `-latest` or `@default` behind it: `claude-sonnet-4-5-20250929`, `gpt-4o-2024-08-06`. A price
    /// whose last day is over is none.
    std::optional<ModelPrice> find(
        const QString &model, const QDate &today = QDateTime::currentDateTimeUtc().date()) const;
    const QList<ModelPrice> &models() const { return m_models; }

private:
    QList<ModelPrice> m_models;
};

} // namespace mergeloom

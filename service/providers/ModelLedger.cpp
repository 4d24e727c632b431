#include "service/providers/ModelLedger.h"

#include "service/providers/CallBudget.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace mergeloom {

namespace {

constexpr qint64 usualAnswer = 32'000;           // of a call that names no limit of its own
constexpr qsizetype longestRecord = 4 << 20;     // bytes of one request in the journal, which has to be shipped
constexpr qsizetype rememberedConversations = 8; // an agent has small ones beside the main one

QString itemsKey(ModelProtocol protocol)
{
    return protocol == ModelProtocol::AnthropicMessages ? QStringLiteral("messages") : QStringLiteral("input");
}

QString limitKey(ModelProtocol protocol)
{
    return protocol == ModelProtocol::AnthropicMessages ? QStringLiteral("max_tokens")
                                                        : QStringLiteral("max_output_tokens");
}

/// Marks of the cache move from call to call and say nothing.
QByteArray itemHash(const QJsonValue &value)
{
    QJsonObject item = value.toObject();
    QJsonArray blocks;
    for (const QJsonValue &each : item.value(QStringLiteral("content")).toArray()) {
        QJsonObject block = each.toObject();
        block.remove(QStringLiteral("cache_control"));
        blocks.append(block.isEmpty() ? each : QJsonValue(block));
    }
    if (!blocks.isEmpty())
        item.insert(QStringLiteral("content"), blocks);
    return QCryptographicHash::hash(compactJson(item), QCryptographicHash::Sha256);
}

Unexpected budgetGone(const QString &text)
{
    return failure(ErrorCode::Rejected, text, {{"reason", enumName(Reason::BudgetExceeded)}});
}

} // namespace

ModelLedger::ModelLedger(const AgentTask &task, RunRecorder &recorder, const RunControl &control,
    ModelProtocol protocol, PriceTable prices, int callsBefore)
    : m_task(task), m_recorder(recorder), m_control(control), m_protocol(protocol), m_prices(std::move(prices)),
      m_calls(callsBefore)
{
    m_spent.costUsd = 0;
}

void ModelLedger::recall(const AgentResult &spent)
{
    const std::lock_guard lock(m_mutex);
    m_spent = spent;
}

Result<std::unique_ptr<ModelLedger::Call>> ModelLedger::begin(const QByteArray &body)
{
    QJsonObject asked = QJsonDocument::fromJson(body).object();
    if (asked.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The request is no JSON object."));
    const QString model = asked.value(QStringLiteral("model")).toString();
    auto call = std::make_unique<Call>();
    call->price = m_prices.find(model);
    call->bytes = body.size();
    const std::lock_guard lock(m_mutex);
    const qint64 input = qint64(double(body.size()) * m_tokensPerByte);
    MERGELOOM_TRY(const qint64 most, allowance(model, call->price, input));
    const qint64 wanted = asked.value(limitKey(m_protocol)).toInteger(usualAnswer);
    const bool isNarrowed = most < wanted;
    if (isNarrowed)
        asked.insert(limitKey(m_protocol), most);
    call->body = isNarrowed ? compactJson(asked) : body;
    call->reserved = input + std::min(most, wanted);
    m_reserved += call->reserved;
    call->number = ++m_calls;
    ++m_spent.turns;
    m_recorder.append(QString::fromLatin1(event_type::providerRequest),
        {{"call", call->number}, {"attempt", m_task.attempt}, {"model", model},
            {"messages", asked.value(itemsKey(m_protocol)).toArray().size()}, {"request", news(asked)}});
    MERGELOOM_CHECK(m_recorder.sync());
    call->deltas = std::make_unique<DeltaRecorder>(m_recorder, call->number);
    call->latency.start();
    return call;
}

Result<std::unique_ptr<ModelLedger::Call>> ModelLedger::beginUnseen(const QString &model)
{
    auto call = std::make_unique<Call>();
    call->price = m_prices.find(model);
    const std::lock_guard lock(m_mutex);
    ++m_spent.turns;
    MERGELOOM_CHECK(allowed(*call, {}));
    call->number = ++m_calls;
    m_recorder.append(QString::fromLatin1(event_type::providerRequest),
        {{"call", call->number}, {"attempt", m_task.attempt}, {"model", model}, {"messages", 0},
            {"request", QJsonObject{}}});
    call->deltas = std::make_unique<DeltaRecorder>(m_recorder, call->number);
    call->latency.start();
    return call;
}

Result<void> ModelLedger::used(Call &call, const Usage &usage, int answers)
{
    const std::lock_guard lock(m_mutex);
    m_reserved += usage.total() - call.reserved;
    call.reserved = usage.total();
    m_spent.turns += answers - call.answers;
    call.answers = answers;
    return allowed(call, usage);
}

/// Of a turn that is paid for when it is over: `usage` is what it has taken until now.
Result<void> ModelLedger::allowed(const Call &call, const Usage &usage) const
{
    const Left now = left();
    if (m_task.maximumTurns > 0 && now.turns < 0)
        return budgetGone(QStringLiteral("The agent used all model calls that it has for one attempt. ")
            + m_control.advice(&Budgets::turns));
    if (m_task.tokensLeft != 0 && now.tokens <= 0)
        return budgetGone(
            QStringLiteral("The %1 tokens that the run may use are used up. ").arg(m_control.limits().tokens)
            + m_control.advice(&Budgets::tokens));
    if (m_task.costLeftUsd != 0 && !call.price)
        return budgetGone(
            QStringLiteral("The run has a limit in money, but the price of the agent's model is not known. "
                           "Name the model in the provider's form, or use a limit in tokens."));
    if (m_task.costLeftUsd != 0 && now.costUsd - call.price->costOf(usage) <= 0)
        return budgetGone(
            QStringLiteral("The %1 USD that the run may cost are used up. ").arg(m_control.limits().costUsd, 0, 'f', 2)
            + m_control.advice(&Budgets::costUsd));
    return {};
}

ModelLedger::Left ModelLedger::left() const
{
    const Budgets more = difference(m_control.limits(), m_task.limits);
    return {m_task.maximumTurns + more.turns - m_spent.turns,
        m_task.tokensLeft + more.tokens - m_spent.usage.total() - m_reserved,
        m_task.costLeftUsd + more.costUsd - m_spent.costUsd.value_or(0)};
}

/// How many tokens the answer of the next call may have.
Result<qint64> ModelLedger::allowance(const QString &model, const std::optional<ModelPrice> &price, qint64 input) const
{
    const Left now = left();
    if (m_task.maximumTurns > 0 && now.turns <= 0)
        return budgetGone(QStringLiteral("The agent used all model calls that it has for one attempt. ")
            + m_control.advice(&Budgets::turns));
    CallBudget budget;
    if (m_task.tokensLeft != 0)
        budget.tokens = now.tokens;
    // What is reserved may come back as answers, or be written to a cache.
    const ModelPrice longest = price.value_or(ModelPrice()).forPrompt(std::numeric_limits<qint64>::max());
    const double dearest = price ? std::max(longest.output, longest.cacheWrite) : 0;
    if (m_task.costLeftUsd != 0)
        budget.costUsd = now.costUsd - double(m_reserved) * dearest / 1e6;
    MERGELOOM_TRY(
        const int most, reservedAnswer({model, input, std::numeric_limits<int>::max(), price}, budget, m_control));
    return qint64(most);
}

/// Of a request, what no earlier one had: an agent sends all of its conversation each time.
QJsonObject ModelLedger::news(const QJsonObject &body)
{
    QJsonObject recorded = body;
    const QJsonArray items = body.value(itemsKey(m_protocol)).toArray();
    QList<QByteArray> hashes;
    for (const QJsonValue &item : items)
        hashes.append(itemHash(item));
    qsizetype known = 0;
    qsizetype nearest = -1;
    for (qsizetype i = 0; i < m_conversations.size(); ++i) {
        const QList<QByteArray> &before = m_conversations.at(i);
        const auto parting = std::mismatch(before.begin(), before.end(), hashes.begin(), hashes.end());
        if (const qsizetype common = parting.second - hashes.begin(); common > known) {
            known = common;
            nearest = i;
        }
    }
    if (nearest >= 0)
        m_conversations.removeAt(nearest);
    m_conversations.append(hashes);
    while (m_conversations.size() > rememberedConversations)
        m_conversations.removeFirst();
    QJsonArray fresh;
    for (qsizetype i = known; i < items.size(); ++i)
        fresh.append(items.at(i));
    recorded.insert(itemsKey(m_protocol), fresh);
    for (const char *each : {"system", "instructions", "tools"}) {
        const QString key = QString::fromLatin1(each);
        if (!body.contains(key))
            continue;
        const QByteArray hash =
            QCryptographicHash::hash(compactJson(QJsonObject{{key, body.value(key)}}), QCryptographicHash::Sha256);
        if (std::exchange(m_frame[key], hash) == hash)
            recorded.remove(key);
    }
    if (const qsizetype size = compactJson(recorded).size(); size > longestRecord)
        return {{"left_out_bytes", size},
            {"sha256",
                QString::fromLatin1(QCryptographicHash::hash(compactJson(body), QCryptographicHash::Sha256).toHex())}};
    return recorded;
}

void ModelLedger::retried(const Call &call, const QString &reason, std::chrono::milliseconds wait, int retry)
{
    call.deltas->finish();
    m_recorder.append(QString::fromLatin1(event_type::providerRetry),
        {{"call", call.number}, {"reason", reason}, {"wait_ms", qint64(wait.count())}, {"retry", retry}});
}

void ModelLedger::answered(Call &call, const ModelAnswer &answer)
{
    call.deltas->finish();
    QJsonObject data{{"call", call.number}, {"attempt", m_task.attempt}, {"content", toJson(answer.content)},
        {"stop", answer.stop}, {"model", answer.model}, {"usage", toJson(answer.usage)},
        {"latency_ms", call.latency.elapsed()}};
    if (!call.costUsd && call.price)
        call.costUsd = call.price->costOf(answer.usage);
    if (call.costUsd)
        data.insert(QStringLiteral("cost_usd"), *call.costUsd);
    pay(call, answer.usage);
    m_recorder.append(QString::fromLatin1(event_type::providerResponse), data);
}

void ModelLedger::settle(int number, const QString &model, const Usage &usage)
{
    Call call{.number = number, .price = m_prices.find(model)};
    call.deltas = std::make_unique<DeltaRecorder>(m_recorder, number);
    call.latency.start();
    answered(call, {.stop = QStringLiteral("cut"), .usage = usage});
}

void ModelLedger::failed(Call &call, const QString &reason, const Usage &usage)
{
    call.deltas->finish();
    if (usage.total() > 0)
        return answered(call, {.stop = QStringLiteral("cut"), .usage = usage});
    pay(call, {});
    m_recorder.append(QString::fromLatin1(event_type::providerRetry),
        {{"call", call.number}, {"reason", reason}, {"wait_ms", 0}, {"retry", 0}});
}

void ModelLedger::pay(const Call &call, const Usage &usage)
{
    const std::lock_guard lock(m_mutex);
    m_reserved -= call.reserved;
    m_spent.usage += usage;
    if (usage.total() == 0)
        return;
    if (call.bytes > 0)
        m_tokensPerByte = double(usage.total() - usage.outputTokens) / double(call.bytes);
    if (!call.costUsd)
        m_spent.costUsd.reset();
    else if (m_spent.costUsd)
        *m_spent.costUsd += *call.costUsd;
}

int ModelLedger::calls() const
{
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

AgentResult ModelLedger::spent() const
{
    const std::lock_guard lock(m_mutex);
    return m_spent;
}

} // namespace mergeloom

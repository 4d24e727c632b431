#include "desktop/pages/BriefPanel.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QJsonArray>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

/// The texts of a request, one after the other; requests of the vendors' programs are in their own protocol.
QStringList textsOf(const QJsonValue &value)
{
    if (value.isString())
        return {value.toString()};
    QStringList texts;
    for (const QJsonValue &part : value.toArray())
        texts += textsOf(part);
    for (const char *name : {"text", "content", "messages", "input"})
        texts += value.isObject() ? textsOf(value[QLatin1StringView(name)]) : QStringList();
    return texts;
}

} // namespace

BriefPanel::BriefPanel(Worker &worker, QWidget *parent) : QWidget(parent), m_first(worker, this, [this] { showText(); })
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    auto *split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    m_sources = new RecordTable(columnsOf<ContextSourceView>({{"path", tr("Source"), {}, 0, true}, {"kind", tr("Kind")},
                                    {"tokens"}, {"bytes", tr("Size")}, {"is_cut", tr("Cut")}}),
        QStringLiteral("path"), tr("Sources of the brief"), split);
    m_sources->setEmptyText(tr("No source is recorded"), tr("The run ended before the brief was put together."));
    auto *right = new QWidget(split);
    auto *lines = new QVBoxLayout(right);
    lines->setContentsMargins(12, 0, 0, 0);
    m_head = plainLabel({}, right, "strong");
    lines->addWidget(m_head);
    m_text = new QPlainTextEdit(right);
    m_text->setReadOnly(true);
    m_text->setFont(codeFont());
    m_text->setAccessibleName(tr("The brief as the model was told"));
    lines->addWidget(m_text, 1);
    split->addWidget(m_sources);
    split->addWidget(right);
    split->setSizes({560, 640});
    all->addWidget(split, 1);
}

QString BriefPanel::textIn(const Event &event)
{
    if (event.removed)
        return Words::removed(event.removed->policy, event.removed->at);
    if (event.type == QLatin1StringView(event_type::agentStarted))
        return event.data.value(QStringLiteral("prompt")).toString();
    const QJsonValue request = event.data.value(QStringLiteral("request"));
    const QJsonValue messages = request[QStringLiteral("messages")];
    return textsOf(messages.isUndefined() ? request : messages).join(QStringLiteral("\n\n"));
}

void BriefPanel::setView(const RunView &view)
{
    QList<QJsonObject> sources;
    for (const ContextSourceView &source : view.context) {
        QJsonObject record = toJson(source).toObject();
        record.insert(QStringLiteral("kind"), Words::plain(source.kind));
        if (source.path.isEmpty())
            record.insert(QStringLiteral("path"), source.kind);
        sources << record;
    }
    m_sources->setObjects(sources);
    if (m_run == view.run.id && (m_calls > 0 || view.providerCalls.isEmpty()))
        return;
    m_run = view.run.id;
    m_calls = view.providerCalls.size();
    m_text->clear();
    m_first.open(api_call::runEvents(m_run, 0, 1, {event_type::providerRequest, event_type::agentStarted}));
}

void BriefPanel::showText()
{
    if (m_first.error())
        m_notice->showError(*m_first.error(), [this] { m_first.reload(); });
    const auto &page = m_first.value();
    const QString text = page && !page->items.isEmpty() ? shownText(textIn(page->items.first().event)) : QString();
    m_head->setText(!text.isEmpty() ? tr("As the model was told, %n line(s)", nullptr, int(text.count(u'\n')) + 1)
            : page                  ? tr("No model was told anything.")
                                    : QString());
    if (text != m_text->toPlainText())
        m_text->setPlainText(text);
}

} // namespace mergeloom

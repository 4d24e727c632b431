#include "desktop/pages/SelfTestReport.h"

#include "desktop/pages/PageParts.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>

namespace mergeloom {

SelfTestReport::SelfTestReport(Worker &worker, QWidget *parent) : QWidget(parent), m_worker(worker)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(6);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(2);
    all->addLayout(m_lines);
    hide();
    connect(&worker, &Worker::stateChanged, this, [this] {
        if (!m_isRunning || m_worker.isReadable())
            return;
        m_isRunning = false; // of a client that has gone nothing is answered
        m_notice->showNote(
            tr("The worker went away before the test was over. Test again when it is back."), Tone::Failed);
        Q_EMIT ended();
    });
}

void SelfTestReport::begin(const ProviderProfileId &provider)
{
    m_isRunning = true;
    m_steps.clear();
    show({});
    m_notice->showNote(tr("Asking the model to read, edit and run something small …"), Tone::Running);
    QWidget::show();
    m_worker.client()->follow<api::ProviderTestResult>(
        api_call::testProvider(provider), this,
        [this](const QJsonObject &line) {
            if (const auto step = fromJson<SelfTestStep>(line.value(QStringLiteral("step")))) {
                m_steps << *step;
                show(m_steps);
                m_notice->showNote(tr("The model works on a small task …"), Tone::Running);
            }
        },
        [this](const Result<api::ProviderTestResult> &result) {
            m_isRunning = false;
            if (!result) {
                m_notice->showError(result.error());
            } else {
                show(result->steps.isEmpty() ? m_steps : result->steps);
                const QString took = result->isWorking && result->durationMs > 0
                    ? tr(" It took %1.").arg(durationText(result->durationMs))
                    : QString();
                m_notice->showNote(result->message.isEmpty()
                        ? (result->isWorking ? tr("It works.")
                                             : tr("It does not work, and the worker did not say why. Look at its log."))
                        : result->message + took,
                    result->isWorking ? Tone::Completed : Tone::Failed);
            }
            Q_EMIT ended();
        });
}

void SelfTestReport::show(const QList<SelfTestStep> &steps)
{
    const QHash<QString, QString> names{{"read", tr("Read a file")}, {"edit", tr("Edit it")},
        {"command", tr("Run a command")}, {"finish", tr("Finish with a structured answer")}};
    clearLayout(m_lines);
    const bool anyDone = std::any_of(steps.begin(), steps.end(), [](const SelfTestStep &step) { return step.isDone; });
    for (const SelfTestStep &step : anyDone ? steps : QList<SelfTestStep>()) {
        auto *row = new QWidget(this);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(12, 2, 12, 2);
        auto *sign = new QLabel(row);
        sign->setPixmap(lineIcon(step.isDone ? QStringLiteral("check") : QStringLiteral("circle-minus"),
            step.isDone ? coloursOf(palette()).completed : coloursOf(palette()).mark)
                            .pixmap(14, 14));
        sign->setAccessibleName(step.isDone ? tr("done") : tr("not done"));
        line->addWidget(sign);
        auto *name = plainLabel(names.value(step.name, step.name), row);
        name->setWordWrap(false);
        line->addWidget(name);
        line->addWidget(plainLabel(step.detail, row, "faint"), 1);
        if (step.isDone) {
            const QString tokens = step.tokens > 0 ? tr(", %1 tokens").arg(Words::count(step.tokens)) : QString();
            auto *took = plainLabel(durationText(step.milliseconds) + tokens, row, "faint");
            took->setWordWrap(false);
            line->addWidget(took);
        }
        m_lines->addWidget(row);
    }
}

QString SelfTestReport::text() const { return m_notice->text(); }

} // namespace mergeloom

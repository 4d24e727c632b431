#include "desktop/app/StateBanner.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>

namespace mergeloom {

StateBanner::StateBanner(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(plainLabel({}, this)), m_buttons(new StateButtons(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_buttons);
    m_everySecond.setInterval(1000);
    connect(&m_everySecond, &QTimer::timeout, this, &StateBanner::say);
    hide();
}

void StateBanner::showWorker(Worker *worker, const Page *page)
{
    m_worker = worker;
    m_page = page;
    const bool isShown = worker && worker->state() != Worker::State::Online;
    setVisible(isShown);
    isShown ? m_everySecond.start() : m_everySecond.stop();
    if (!isShown)
        return;
    const Tone tone = stateTone(worker->state());
    setLook(this, tone == Tone::Failed ? "bannerFailed" : "banner");
    const QString sign =
        worker->state() == Worker::State::Offline ? QStringLiteral("wifi-off") : QStringLiteral("triangle-alert");
    m_icon->setPixmap(
        lineIcon(sign, toneColour(tone == Tone::Failed ? tone : Tone::Waiting, coloursOf(palette()))).pixmap(16, 16));
    m_buttons->showWorker(worker);
    say();
}

void StateBanner::say()
{
    if (!m_worker)
        return;
    QString text = shownText(m_worker->stateText());
    if (!m_worker->isReadable() && m_page && m_page->readAt().microseconds > 0)
        text += u' ' + tr("What you see is from %1.").arg(exactTime(m_page->readAt()));
    if (const std::optional<QDateTime> next = m_worker->nextTry()) {
        const qint64 seconds = QDateTime::currentDateTimeUtc().secsTo(*next);
        text += u' ' + (seconds > 0 ? tr("Tried again in %1 s.").arg(seconds) : tr("Trying again …"));
    }
    m_text->setText(text);
}

} // namespace mergeloom

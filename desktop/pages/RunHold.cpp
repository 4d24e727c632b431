#include "desktop/pages/RunHold.h"

#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QPushButton>

namespace mergeloom {

RunHold::RunHold(WorkerPage &page, QWidget *parent)
    : QWidget(parent), m_page(page), m_hold(page.worker(), this, [this] { showHold(); })
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_text = plainLabel({}, this, "soft");
    m_text->setAccessibleName(tr("Legal hold"));
    m_place = makeButton(tr("Place a legal hold"), "lock", nullptr, this);
    m_release = makeButton(tr("Release the hold"), nullptr, "danger", this);
    row->addWidget(m_text, 1);
    row->addWidget(m_place);
    row->addWidget(m_release);
    connect(m_place, &QPushButton::clicked, this, &RunHold::place);
    connect(m_release, &QPushButton::clicked, this, &RunHold::release);
    m_hold.follow([](const api::EventView &event) { return event.event.type.startsWith(u"hold."); });
}

void RunHold::open(const RunId &run)
{
    m_run = run;
    m_hold.open(api_call::hold(run));
}

void RunHold::showHold()
{
    const auto &hold = m_hold.value();
    m_place->setVisible(hold && !hold->isHeld);
    m_release->setVisible(hold && hold->isHeld);
    m_page.allowOperating(m_place);
    m_page.allowConfiguring(m_release);
    if (m_hold.error())
        m_text->setText(shownText(m_hold.error()->message));
    else if (hold && hold->isHeld)
        m_text->setText(shownText(tr("Legal hold by %1, %2: %3. Nothing of this run is removed while it stands.")
                                      .arg(hold->by, hold->at ? relativeTime(*hold->at) : QString(), hold->reason)));
    else
        m_text->setText(hold ? tr("No legal hold stands on this run.") : QString());
}

void RunHold::place()
{
    bool isGiven = false;
    const QString reason = QInputDialog::getText(this, tr("Place a legal hold"),
        tr("Reason. It stands in the audit log with your name:"), QLineEdit::Normal, {}, &isGiven)
                               .trimmed();
    if (!isGiven)
        return;
    if (reason.isEmpty())
        return m_page.notice().showNote(tr("A legal hold needs a reason; none was placed."));
    m_page.act<api::HoldView>(api_call::placeHold(m_run, {reason}), [this](const api::HoldView &) {
        m_page.notice().showDone(tr("The hold stands."));
        m_hold.reload();
    });
}

void RunHold::release()
{
    if (confirmed(this, tr("Release the legal hold?"),
            tr("The retention policies hold for this run again; their next run may remove parts of it."),
            tr("Release it")))
        m_page.act<api::Done>(api_call::releaseHold(m_run, {}), [this](const api::Done &) {
            m_page.notice().showDone(tr("The hold was released."));
            m_hold.reload();
        });
}

} // namespace mergeloom

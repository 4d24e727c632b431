#include "desktop/pages/AuditLogPanel.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace mergeloom {

namespace {

QString logNumber(qint64 value) { return QLocale().toString(value); }

QStringList faultTexts(const api::AuditLogView &log)
{
    QStringList texts;
    if (!log.problem.isEmpty())
        texts << log.problem;
    if (log.verified)
        for (const AuditFault &fault : log.verified->faults)
            texts << fault.text;
    return texts;
}

} // namespace

AuditLogPanel::AuditLogPanel(Worker &worker, QWidget *parent)
    : QFrame(parent), m_worker(worker), m_log(worker, this, [this] { showLog(); })
{
    setLook(this, "panel");
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(16, 8, 12, 8);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_sign = new QLabel(this);
    m_standing = new ElidedLabel({}, this);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(140);
    m_progress->setAccessibleName(tr("Events verified"));
    m_progressText = plainLabel({}, this, "faint");
    m_progressText->setWordWrap(false);
    m_verify = makeButton(tr("Verify now"), "shield-check", nullptr, this);
    m_more = makeButton(tr("Details"), "chevron-down", "quiet", this);
    m_more->setCheckable(true);
    row->addWidget(m_sign);
    row->addWidget(m_standing, 1);
    row->addWidget(m_progressText);
    row->addWidget(m_progress);
    row->addWidget(m_verify);
    row->addWidget(m_more);
    all->addLayout(row);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_details = plainLabel({}, this, "soft");
    m_details->hide();
    all->addWidget(m_details);
    m_progress->hide();
    m_progressText->hide();
    connect(m_more, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_verify, &QPushButton::clicked, this, &AuditLogPanel::verify);
    connect(&worker, &Worker::stateChanged, this, [this] {
        if (m_isVerifying && !m_worker.isReadable()) {
            m_isVerifying = false; // of a client that has gone nothing is answered
            m_notice->showNote(
                tr("The worker went away before the log was verified. Verify again when it is back."), Tone::Failed);
        }
        showLog();
    });
    m_log.follow([](const api::EventView &event) {
        return event.event.type == QLatin1StringView(event_type::runFinished) || event.event.type.startsWith(u"log.");
    });
}

void AuditLogPanel::ask()
{
    if (m_log.value())
        m_log.reload();
    else
        m_log.open(api_call::auditLog());
}

QString AuditLogPanel::standing(const api::AuditLogView &log)
{
    if (!log.problem.isEmpty())
        return tr("Events are not signed.");
    if (!log.verified)
        return tr("%1 events, signed up to %2; not verified yet since the worker started.")
            .arg(logNumber(log.size), logNumber(log.signedSize));
    if (log.verified->faultCount > 0)
        return tr("The log does not fit: %n fault(s).", nullptr, int(log.verified->faultCount));
    const QString when = log.verifiedAt ? tr(", %1").arg(relativeTime(*log.verifiedAt)) : QString();
    return tr("Verified up to event %1 of %2").arg(logNumber(log.verified->events), logNumber(log.size)) + when;
}

QString AuditLogPanel::text() const { return m_standing->accessibleName(); }

void AuditLogPanel::showLog()
{
    const bool isAway = m_worker.state() != Worker::State::Online;
    allow(m_verify, m_worker.identity().role != Role::Viewer && !isAway && !m_isVerifying,
        m_isVerifying ? tr("It is being verified.")
            : isAway  ? tr("The worker cannot be reached now.")
                      : tr("Your token only looks (viewer). An operator of this worker may verify the log."));
    m_progress->setVisible(m_isVerifying);
    m_progressText->setVisible(m_isVerifying);
    if (m_log.error())
        m_notice->showError(*m_log.error(), [this] { m_log.reload(); });
    const auto &log = m_log.value();
    if (!log)
        return;
    const QStringList faults = faultTexts(*log);
    const Tone tone = !faults.isEmpty() ? Tone::Failed : log->verified ? Tone::Completed : Tone::Waiting;
    m_sign->setPixmap(lineIcon(faults.isEmpty() ? QStringLiteral("shield-check") : QStringLiteral("shield-alert"),
        toneColour(tone, coloursOf(palette())))
                          .pixmap(16, 16));
    m_standing->setWhole(standing(*log));
    QStringList lines = faults;
    lines << tr("Log: %1").arg(log->origin) << tr("Public key: %1").arg(log->key)
          << tr("Events: %1").arg(logNumber(log->size));
    lines << (log->signedSize > 0 && log->signedAt
            ? tr("Signed: up to event %1, %2").arg(logNumber(log->signedSize), relativeTime(*log->signedAt))
            : tr("Signed: not yet"));
    if (log->verified)
        lines << tr(
            "Verified: %1 events read and hashed, %2 checkpoints compared, %3 of them held outside of the database")
                     .arg(logNumber(log->verified->events), logNumber(log->verified->checkpoints),
                         logNumber(log->verified->heldCheckpoints));
    for (const api::CheckpointHolder &holder : log->holders)
        lines << (holder.problem.isEmpty()
                ? tr("Held by %1: up to event %2").arg(holder.place, logNumber(holder.size))
                : tr("Held by %1: it did not take the last one: %2").arg(holder.place, holder.problem));
    if (log->holders.isEmpty())
        lines << tr(
            "Held by nobody else: set JCA_WORKER_AUDIT_CHECKPOINT_URL, or give the newest checkpoint to somebody");
    m_details->setText(shownText(lines.join(u'\n')));
    Q_EMIT changed();
}

void AuditLogPanel::verify()
{
    m_isVerifying = true;
    m_notice->clear();
    m_progress->setRange(0, 0);
    m_progressText->setText(tr("reading …"));
    showLog();
    m_worker.client()->follow<AuditReport>(
        api_call::verifyAuditLog(), this,
        [this](const QJsonObject &line) {
            const qint64 done = line.value(QStringLiteral("done")).toInteger();
            const qint64 of = line.value(QStringLiteral("of")).toInteger();
            m_progress->setRange(0, 1000);
            m_progress->setValue(of > 0 ? int(done * 1000 / of) : 0);
            m_progressText->setText(tr("%1 of %2 events").arg(logNumber(done), logNumber(of)));
        },
        [this](const Result<AuditReport> &report) {
            m_isVerifying = false;
            if (!report)
                m_notice->showError(report.error(), [this] { verify(); });
            else if (!report->isGood())
                m_notice->showNote(
                    tr("The log does not fit: %n fault(s). See the details.", nullptr, int(report->faultCount)),
                    Tone::Failed);
            else
                m_notice->showDone(tr("All of it fits: %1 events read and hashed.").arg(logNumber(report->events)));
            m_log.reload();
        });
}

} // namespace mergeloom

#include "desktop/pages/SteeringBar.h"

#include "desktop/pages/ExtendDialog.h"
#include "desktop/pages/PageParts.h"
#include "desktop/pages/RunLimits.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace mergeloom {

namespace {
constexpr int longestMessage = 8000; ///< characters, of the API
constexpr int sentInSight = 3;
} // namespace

SteeringBar::SteeringBar(Worker &worker, QWidget *parent) : QWidget(parent), m_worker(worker)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    makeApproval(all);
    m_pauseText = plainLabel({}, this, "soft");
    all->addWidget(m_pauseText);
    makeBar(all);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_sentText = plainLabel({}, this, "faint");
    m_sentText->setAccessibleName(tr("What was sent to the run"));
    all->addWidget(m_sentText);
    connect(&worker, &Worker::stateChanged, this, &SteeringBar::showRole);
    hide();
}

void SteeringBar::makeApproval(QVBoxLayout *all)
{
    m_approval = new QFrame(this);
    setLook(m_approval, "banner");
    auto *lines = new QVBoxLayout(m_approval);
    lines->setContentsMargins(16, 12, 16, 12);
    m_approvalText = plainLabel({}, m_approval);
    lines->addWidget(m_approvalText);
    auto *row = new QHBoxLayout;
    m_reason = new QLineEdit(m_approval);
    m_reason->setPlaceholderText(tr("Reason (optional)"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setMaxLength(1000);
    m_approve = makeButton(tr("Approve"), "check", "primary", m_approval);
    m_reject = makeButton(tr("Reject"), "x", "danger", m_approval);
    auto *look = makeButton(tr("Look at the change"), "file-diff", nullptr, m_approval);
    row->addWidget(m_reason, 1);
    row->addWidget(look);
    row->addWidget(m_approve);
    row->addWidget(m_reject);
    lines->addLayout(row);
    all->addWidget(m_approval);
    connect(m_approve, &QPushButton::clicked, this,
        [this] { send(QStringLiteral("approve"), m_reason->text().trimmed()); });
    connect(
        m_reject, &QPushButton::clicked, this, [this] { send(QStringLiteral("reject"), m_reason->text().trimmed()); });
    connect(look, &QPushButton::clicked, this, &SteeringBar::changeWanted);
}

void SteeringBar::makeBar(QVBoxLayout *all)
{
    m_bar = new QWidget(this);
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_message = new QPlainTextEdit(m_bar);
    m_message->setPlaceholderText(tr("Tell the agent something … (Enter sends, Shift Enter begins a line)"));
    m_message->setAccessibleName(tr("Message to the agent"));
    m_message->setTabChangesFocus(true);
    m_message->setFixedHeight(m_message->fontMetrics().lineSpacing() * 2 + 16);
    m_message->installEventFilter(this);
    m_send = makeButton(tr("Send"), "send", nullptr, m_bar);
    m_pause = makeButton(tr("Pause"), "pause", nullptr, m_bar);
    m_resume = makeButton(tr("Resume"), "play", "primary", m_bar);
    m_extend = makeButton(tr("More budget"), "gauge", nullptr, m_bar);
    m_cancel = makeButton(tr("Cancel"), "ban", "danger", m_bar);
    row->addWidget(m_message, 1);
    for (QPushButton *button : {m_send, m_pause, m_resume, m_extend, m_cancel})
        row->addWidget(button, 0, Qt::AlignTop);
    for (QPushButton *button : {m_send, m_pause, m_resume, m_extend, m_cancel})
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    row->addStretch(0);
    all->addWidget(m_bar);
    connect(m_message, &QPlainTextEdit::textChanged, this, &SteeringBar::showRole);
    connect(m_send, &QPushButton::clicked, this, &SteeringBar::sendMessage);
    connect(m_pause, &QPushButton::clicked, this, [this] { send(QStringLiteral("pause")); });
    connect(m_resume, &QPushButton::clicked, this, [this] { send(QStringLiteral("resume")); });
    connect(m_extend, &QPushButton::clicked, this, &SteeringBar::extend);
    connect(m_cancel, &QPushButton::clicked, this, &SteeringBar::cancel);
}

void SteeringBar::setView(const RunView &view)
{
    if (view.run.id != m_view.run.id) {
        m_sent.clear();
        m_message->clear();
        m_reason->clear();
        m_notice->clear();
    }
    m_view = view;
    const bool isRunning = view.run.state == u"running";
    if (!isRunning)
        m_sent.end(view.run.finishedAt.value_or(Timestamp::now()));
    const ApprovalView *waiting = nullptr;
    for (const ApprovalView &approval : m_view.steering.approvals)
        if (approval.isWaiting())
            waiting = &approval;
    m_approval->setVisible(isRunning && waiting);
    if (waiting)
        m_approvalText->setText(shownText(tr(
            "Waiting for an approval before publishing. %1\nAsked %2. Without an answer the run ends %3, and nothing is pushed.")
                                              .arg(waiting->request.why, relativeTime(waiting->since),
                                                  relativeTime(waiting->request.until))));
    const auto &pause = m_view.steering.pause;
    m_pauseText->setVisible(isRunning && pause);
    if (pause)
        m_pauseText->setText(shownText(pause->before.isEmpty()
                ? tr("%1 paused this run %2. It waits as soon as what runs now has come to its end.")
                      .arg(pause->by, relativeTime(pause->since))
                : tr("%1 paused this run %2. It waits before %3; its time limit does not pass.")
                      .arg(pause->by, relativeTime(pause->since), pause->before)));
    m_bar->setVisible(isRunning);
    // An agent whose change waits for an approval has no further turn to read a message at.
    m_message->setVisible(!waiting);
    m_send->setVisible(!waiting);
    m_pause->setVisible(!pause);
    m_resume->setVisible(bool(pause));
    m_extend->setVisible(!RunLimits::extensible(m_view.steering).isEmpty());
    showRole();
    showSent();
    setVisible(isRunning || !m_sent.all().isEmpty());
}

void SteeringBar::showRole()
{
    const bool isAway = m_worker.state() != Worker::State::Online;
    const bool may = m_worker.identity().role != Role::Viewer && !isAway;
    const QString why = isAway ? tr("The worker cannot be reached now.")
                               : tr("Your token only looks (viewer). An operator of this worker may steer runs.");
    for (QPushButton *button : {m_pause, m_resume, m_extend, m_cancel, m_approve, m_reject})
        allow(button, may, why);
    m_message->setReadOnly(!may && !isAway);
    m_message->setToolTip(may || isAway ? QString() : why);
    const QString text = m_message->toPlainText().trimmed();
    allow(m_send, may && !text.isEmpty() && text.size() <= longestMessage,
        !may ? why
            : text.isEmpty()
            ? tr("Write something first.")
            : tr("A message has at most %1 characters; this one has %2.").arg(longestMessage).arg(text.size()));
}

void SteeringBar::focusMessage()
{
    if (m_message->isVisible())
        m_message->setFocus();
}

bool SteeringBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_message && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && !(key->modifiers() & Qt::ShiftModifier)) {
            sendMessage();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SteeringBar::sendMessage()
{
    if (m_send->isEnabled())
        send(QStringLiteral("message"), m_message->toPlainText().trimmed());
}

void SteeringBar::send(const QString &command, const QString &text, const Budgets &budgets)
{
    m_notice->clear();
    const RunId run = m_view.run.id;
    const Timestamp at = Timestamp::now();
    m_worker.client()->send<api::SentCommand>(api_call::steerRun(run, {command, text, budgets}), this,
        [this, run, command, text, budgets, at](const Result<api::SentCommand> &sent) {
            if (run != m_view.run.id)
                return;
            if (!sent)
                return m_notice->showError(
                    sent.error(), [this, command, text, budgets] { send(command, text, budgets); });
            m_sent.add(*sent, text, at);
            if (command == u"message" && m_message->toPlainText().trimmed() == text)
                m_message->clear();
            if (command == u"approve" || command == u"reject")
                m_reason->clear();
            showSent();
        });
}

void SteeringBar::cancel()
{
    if (confirmed(this, tr("Cancel this run?"),
            tr("What runs is ended within seconds. Nothing more is pushed; what was recorded stays."),
            tr("Cancel the run")))
        send(QStringLiteral("cancel"));
}

void SteeringBar::extend()
{
    auto *dialog = new ExtendDialog(m_view.steering, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &ExtendDialog::chosen, this, [this](const Budgets &more) { send(QStringLiteral("extend"), {}, more); });
    dialog->open();
}

void SteeringBar::take(const Event &event)
{
    if (m_sent.take(event))
        showSent();
}

void SteeringBar::showSent()
{
    QStringList lines;
    const QList<SentCommands::Sent> &all = m_sent.all();
    for (qsizetype i = qMax<qsizetype>(0, all.size() - sentInSight); i < all.size(); ++i)
        lines << SentCommands::words(all[i]);
    m_sentText->setText(lines.join(u'\n'));
    m_sentText->setVisible(!lines.isEmpty());
}

} // namespace mergeloom

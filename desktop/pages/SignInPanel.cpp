#include "desktop/pages/SignInPanel.h"

#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace mergeloom {

SignInPanel::SignInPanel(Worker &worker, const api::ProviderView &provider, QWidget *parent)
    : QFrame(parent), m_worker(worker), m_id(provider.profile.id), m_signIn(worker, this, [this] { showSignIn(); })
{
    setLook(this, "panel");
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(16, 12, 16, 14);
    auto *head = new QHBoxLayout;
    head->addWidget(plainLabel(tr("Sign-in on the worker's host"), this, "heading"), 1);
    m_state = new StatusPill(this);
    head->addWidget(m_state);
    all->addLayout(head);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_text = plainLabel({}, this, "soft");
    all->addWidget(m_text);
    const auto line = [this, all](QLabel **value, const QString &what, QWidget **box) {
        *box = new QWidget(this);
        auto *row = new QHBoxLayout(*box);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(plainLabel(what, *box));
        *value = plainLabel({}, *box, "code");
        row->addWidget(*value, 1);
        auto *copy = makeButton(tr("Copy"), "copy", nullptr, *box);
        connect(copy, &QPushButton::clicked, this,
            [value = *value] { QGuiApplication::clipboard()->setText(value->text()); });
        row->addWidget(copy);
        all->addWidget(*box);
        return row;
    };
    auto *linkRow = line(&m_url, tr("Open this page and sign in:"), &m_link);
    auto *open = makeButton(tr("Open"), "external-link", nullptr, m_link);
    linkRow->addWidget(open);
    connect(open, &QPushButton::clicked, this,
        [this] { Q_EMIT addressWanted(m_signIn.value() ? m_signIn.value()->url : QString()); });
    line(&m_code, tr("Enter this code there:"), &m_codeShown);
    m_codeAsked = new QWidget(this);
    auto *codeRow = new QHBoxLayout(m_codeAsked);
    codeRow->setContentsMargins(0, 0, 0, 0);
    m_typed = new QLineEdit(m_codeAsked);
    m_typed->setPlaceholderText(tr("The code from that page; it goes to the program alone and is not kept"));
    m_typed->setAccessibleName(tr("The code from that page"));
    auto *hand = makeButton(tr("Hand over the code"), nullptr, "primary", m_codeAsked);
    codeRow->addWidget(m_typed, 1);
    codeRow->addWidget(hand);
    connect(hand, &QPushButton::clicked, this, &SignInPanel::enterCode);
    connect(m_typed, &QLineEdit::returnPressed, this, &SignInPanel::enterCode);
    all->addWidget(m_codeAsked);
    m_output = new QPlainTextEdit(this);
    m_output->setReadOnly(true);
    m_output->setFont(codeFont());
    m_output->setMaximumHeight(110);
    m_output->setAccessibleName(tr("What the program says"));
    all->addWidget(m_output);
    auto *row = new QHBoxLayout;
    m_begin = makeButton(tr("Sign in"), "log-in", "primary", this);
    m_giveUp = makeButton(tr("Give up"), nullptr, nullptr, this);
    row->addWidget(m_begin);
    row->addWidget(m_giveUp);
    row->addStretch(1);
    all->addLayout(row);
    all->addWidget(plainLabel(
        tr("Only go on with a sign-in that you began here yourself. It is kept on the worker's host; for executors on other hosts, run “mergeloom-worker provider login %1” there.")
            .arg(m_id.text()),
        this, "faint"));
    connect(m_begin, &QPushButton::clicked, this, &SignInPanel::begin);
    connect(m_giveUp, &QPushButton::clicked, this, &SignInPanel::giveUp);
    m_again.setSingleShot(true);
    m_again.setInterval(1000);
    connect(&m_again, &QTimer::timeout, this, [this] { m_signIn.reload(); });
    m_signIn.follow(isOfConfiguration);
    m_signIn.open(api_call::signIn(m_id));
}

void SignInPanel::showSignIn()
{
    if (m_signIn.error())
        m_notice->showError(*m_signIn.error(), [this] { m_signIn.reload(); });
    const auto &signIn = m_signIn.value();
    const bool isRunning = signIn && signIn->state == SignInState::Running;
    const bool may = m_worker.identity().role == Role::Admin && m_worker.state() == Worker::State::Online;
    allow(m_begin, may && signIn, tr("Only an admin of this worker may sign in, while it can be reached."));
    m_begin->setVisible(!isRunning);
    m_giveUp->setVisible(isRunning);
    if (signIn)
        showRunning(*signIn);
    if (isRunning && !m_signIn.isAsking())
        m_again.start();
}

void SignInPanel::showRunning(const api::SignInView &signIn)
{
    const bool isRunning = signIn.state == SignInState::Running;
    const Tone tones[] = {Tone::Neutral, Tone::Running, Tone::Completed, Tone::Failed, Tone::Neutral};
    const QString words[] = {tr("not begun"), tr("signing in"), tr("signed in"), tr("failed"), tr("given up")};
    m_state->setStatus(tones[int(signIn.state)], words[int(signIn.state)]);
    m_link->setVisible(isRunning && !signIn.url.isEmpty());
    m_url->setText(shownLine(signIn.url));
    m_codeShown->setVisible(isRunning && !signIn.code.isEmpty());
    m_code->setText(shownLine(signIn.code));
    m_codeAsked->setVisible(isRunning && signIn.isCodeAwaited);
    m_output->setVisible(isRunning && !signIn.output.isEmpty());
    if (const QString output = shownText(signIn.output); output != m_output->toPlainText())
        m_output->setPlainText(output);
    QString text = signIn.detail;
    if (isRunning)
        text = signIn.isCodeAwaited                         ? tr("The program waits for the code.")
            : signIn.url.isEmpty() && signIn.code.isEmpty() ? tr("The program starts …")
                                                            : tr("Waiting until you have signed in there …");
    else if (text.isEmpty())
        text = tr("The worker starts the program's own login, and shows its link and code here.");
    if (isRunning && signIn.endsAt)
        text += u' ' + tr("It is given up by itself %1.").arg(relativeTime(*signIn.endsAt));
    m_text->setText(shownText(text));
}

void SignInPanel::begin()
{
    m_notice->clear();
    m_worker.client()->send<api::SignInView>(
        api_call::beginSignIn(m_id), this, [this](const Result<api::SignInView> &begun) {
            if (!begun)
                m_notice->showError(begun.error(), [this] { begin(); });
            m_signIn.reload();
        });
}

void SignInPanel::giveUp()
{
    m_worker.client()->send<api::Done>(api_call::giveUpSignIn(m_id), this, [this](const Result<api::Done> &done) {
        if (!done)
            m_notice->showError(done.error(), [this] { giveUp(); });
        m_signIn.reload();
    });
}

void SignInPanel::enterCode()
{
    const QString code = m_typed->text().trimmed();
    if (code.isEmpty())
        return m_notice->showNote(tr("Copy the whole code from that page first."));
    m_notice->clear();
    m_worker.client()->send<api::SignInView>(
        api_call::enterSignInCode(m_id, code), this, [this](const Result<api::SignInView> &taken) {
            if (!taken)
                m_notice->showError(taken.error());
            else
                m_typed->clear();
            m_signIn.reload();
        });
}

} // namespace mergeloom

#include "desktop/app/StateView.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace mergeloom {

namespace {

constexpr int widestText = 560;
constexpr int signSize = 40;

} // namespace

StateButtons::StateButtons(QWidget *parent)
    : QWidget(parent), m_try(new QPushButton(tr("Try now"), this)),
      m_trust(new QPushButton(tr("Look at the certificate …"), this)),
      m_change(new QPushButton(tr("Change connection …"), this)),
      m_messages(new QPushButton(tr("Messages of ssh"), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (QPushButton *button : {m_try, m_trust, m_change, m_messages})
        layout->addWidget(button);
    connect(m_try, &QPushButton::clicked, this, [this] { m_worker ? m_worker->tryNow() : void(); });
    connect(
        m_trust, &QPushButton::clicked, this, [this] { Q_EMIT trustWanted(m_worker ? m_worker->id() : QString()); });
    connect(
        m_change, &QPushButton::clicked, this, [this] { Q_EMIT changeWanted(m_worker ? m_worker->id() : QString()); });
    connect(m_messages, &QPushButton::clicked, this,
        [this] { Q_EMIT messagesWanted(m_worker ? m_worker->id() : QString()); });
}

void StateButtons::showWorker(Worker *worker)
{
    m_worker = worker;
    setVisible(worker && worker->state() != Worker::State::Online);
    if (!worker)
        return;
    const bool isRefused = worker->state() == Worker::State::Refused;
    const bool isCertificate = isRefused && !worker->refusedFingerprint().isEmpty();
    m_try->setVisible(worker->state() != Worker::State::Connecting || worker->tunnel());
    m_trust->setVisible(isCertificate);
    m_messages->setVisible(worker->tunnel());
}

StateView::StateView(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(plainLabel({}, this, "title")),
      m_text(plainLabel({}, this, "soft")), m_local(plainLabel({}, this, "faint")), m_addLocal(new QPushButton(this)),
      m_add(new QPushButton(tr("Add a worker …"), this)), m_buttons(new StateButtons(this))
{
    for (QLabel *label : {m_icon, m_title, m_text, m_local})
        label->setAlignment(Qt::AlignHCenter);
    setLook(m_addLocal, "primary");
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(m_addLocal);
    row->addWidget(m_add);
    row->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_buttons);
    buttons->addStretch();
    auto *column = new QWidget(this);
    column->setMaximumWidth(widestText);
    auto *lines = new QVBoxLayout(column);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(12);
    lines->addStretch(2);
    for (QLabel *label : {m_icon, m_title, m_text})
        lines->addWidget(label);
    lines->addSpacing(8);
    lines->addLayout(row);
    lines->addLayout(buttons);
    lines->addWidget(m_local);
    lines->addStretch(3);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(1);
    layout->addWidget(column, 1000);
    layout->addStretch(1);
    connect(m_add, &QPushButton::clicked, this, &StateView::addWanted);
    connect(
        m_addLocal, &QPushButton::clicked, this, [this] { Q_EMIT addLocalWanted(m_localConnection, m_localToken); });
    showWelcome();
}

void StateView::showWelcome()
{
    m_icon->setPixmap(lineIcon(QStringLiteral("git-merge"), coloursOf(palette()).accent).pixmap(signSize, signSize));
    m_title->setText(tr("Welcome to MergeLoom"));
    m_text->setText(
        tr("This app shows and steers workers that turn tickets into validated branches: on this machine, in "
           "your network, or through SSH. Connect to the first one."));
    m_addLocal->setVisible(!m_localConnection.url.isEmpty());
    m_add->show();
    m_local->setVisible(!m_local->text().isEmpty());
    m_buttons->hide();
}

void StateView::showLocal(const Connection &connection, const QString &token)
{
    m_localConnection = connection;
    m_localToken = token;
    m_addLocal->setText(tr("Connect to the worker on this machine"));
    m_addLocal->setAccessibleDescription(connection.url);
    m_local->setText(shownLine(token.isEmpty()
            ? tr("%1 answers at %2; it will ask for a token.").arg(connection.name, connection.url)
            : tr("%1 answers at %2.").arg(connection.name, connection.url)));
    if (m_worker)
        return;
    showWelcome();
    m_addLocal->setAutoDefault(true); // Enter connects
    m_addLocal->setFocus();
}

void StateView::showNoLocal(const QString &words)
{
    m_local->setText(shownLine(words));
    if (!m_worker)
        showWelcome();
}

void StateView::showWorker(Worker *worker)
{
    m_worker = worker;
    if (!worker)
        return showWelcome();
    m_addLocal->hide();
    m_add->hide();
    m_local->hide();
    const bool isConnecting = worker->state() == Worker::State::Connecting;
    const bool isRefused = worker->state() == Worker::State::Refused;
    const QString sign = isConnecting                    ? QStringLiteral("plug")
        : isRefused                                      ? QStringLiteral("shield-alert")
        : worker->state() == Worker::State::Incompatible ? QStringLiteral("git-compare")
                                                         : QStringLiteral("unplug");
    m_icon->setPixmap(
        lineIcon(sign, toneColour(isConnecting ? Tone::Neutral : stateTone(worker->state()), coloursOf(palette())))
            .pixmap(signSize, signSize));
    m_title->setText(shownLine(QStringLiteral("%1 · %2").arg(worker->name(), stateWord(worker->state()))));
    m_text->setText(shownText(worker->stateText()));
    m_buttons->showWorker(worker);
}

} // namespace mergeloom

#include "desktop/pages/WorkerPage.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QUrl>

namespace mergeloom {

WorkerPage::WorkerPage(Worker &worker, QWidget *parent) : Page(worker, parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(24, 20, 24, 16);
    all->setSpacing(12);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    m_title = plainLabel({}, this, "title");
    m_sentence = plainLabel({}, this, "soft");
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    head->addLayout(words, 1);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(8);
    head->addLayout(m_actions);
    head->setAlignment(m_actions, Qt::AlignTop);
    all->addLayout(head);
    m_notice = new NoticeLine(this);
    all->addWidget(m_notice);
    m_body = new QWidget(this);
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(0, 0, 0, 0);
    m_bodyLayout->setSpacing(12);
    all->addWidget(m_body, 1);
    connect(&worker, &Worker::stateChanged, this, [this] {
        showState();
        workerChanged();
    });
    showState();
}

void WorkerPage::setHead(const QString &title, const QString &sentence)
{
    const bool isOther = std::exchange(m_titleText, title) != title;
    m_title->setText(shownText(title));
    m_title->setVisible(!title.isEmpty());
    m_sentence->setText(shownText(sentence));
    m_sentence->setVisible(!sentence.isEmpty());
    if (isOther)
        Q_EMIT titleChanged();
}

QVBoxLayout *WorkerPage::makeColumn(int width)
{
    auto *scroll = new QScrollArea(m_body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *inside = new QWidget(scroll);
    auto *row = new QHBoxLayout(inside);
    row->setContentsMargins(0, 0, 8, 0);
    auto *column = new QVBoxLayout;
    column->setSpacing(16);
    auto *holder = new QWidget(inside);
    holder->setLayout(column);
    column->setContentsMargins(0, 0, 0, 0);
    if (width > 0)
        holder->setMaximumWidth(width);
    row->addWidget(holder, width > 0 ? 100 : 1);
    if (width > 0)
        row->addStretch(1);
    scroll->setWidget(inside);
    inside->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_bodyLayout->addWidget(scroll, 1);
    return column;
}

void WorkerPage::setReadAt(const Timestamp &at)
{
    m_readAt = at;
    showState();
}

QString WorkerPage::whyNotOperate() const
{
    return tr("Your token only looks (viewer). An operator of this worker may do it.");
}

QString WorkerPage::whyNotConfigure() const
{
    return tr("Only an admin of this worker may change it; your token is of the role %1.")
        .arg(enumName(worker().identity().role));
}

void WorkerPage::go(const QString &page, const QString &argument) { Q_EMIT placeWanted({page, argument, {}}); }

void WorkerPage::openAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (url.scheme() != u"https" && url.scheme() != u"http")
        return m_notice->showNote(tr("%1 is no web address.").arg(shownLine(address)));
    const QString shown = QString::fromLatin1(url.toEncoded(QUrl::RemoveUserInfo));
    if (confirmed(this, tr("Open this page in the browser?"), shown, tr("Open it")))
        QDesktopServices::openUrl(url);
}

Error WorkerPage::awayError() const
{
    const QString why = worker().stateText();
    return {ErrorCode::Unavailable, tr("%1 cannot be reached now; nothing was sent. %2").arg(worker().name(), why), {}};
}

void WorkerPage::showState()
{
    const bool isAway = !worker().isReadable();
    if (!std::exchange(m_isAway, isAway) && isAway)
        for (NoticeLine *line : findChildren<NoticeLine *>())
            line->clearUnreachable(); // the window says it
}

} // namespace mergeloom

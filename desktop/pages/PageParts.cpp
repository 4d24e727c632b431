#include "desktop/pages/PageParts.h"

#include "desktop/pages/Asking.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

namespace mergeloom {

StatusPill::StatusPill(QWidget *parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

void StatusPill::setStatus(Tone tone, const QString &word)
{
    m_tone = tone;
    m_word = word;
    setAccessibleName(word);
    setVisible(!word.isEmpty());
    updateGeometry();
    update();
}

void StatusPill::setStatus(const QString &state) { setStatus(toneOf(state), statusText(state)); }

QSize StatusPill::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_word) + 28, fontMetrics().height() + 4};
}

void StatusPill::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(toneSurface(m_tone, colours));
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setBrush(toneColour(m_tone, colours));
    painter.drawEllipse(QPointF(11, height() / 2.0), 3, 3);
    painter.setPen(toneColour(m_tone, colours));
    painter.drawText(rect().adjusted(19, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, m_word);
}

NoticeLine::NoticeLine(QWidget *parent) : QFrame(parent)
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(12, 8, 8, 8);
    m_text = plainLabel({}, this);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_again = makeButton(tr("Try again"), "rotate-cw", nullptr, this);
    m_close = makeButton({}, "x", "quiet", this);
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(tr("Close"));
    line->addWidget(m_text, 1);
    line->addWidget(m_again);
    line->addWidget(m_close);
    connect(m_again, &QPushButton::clicked, this, [this] {
        const auto again = m_onAgain;
        clear();
        if (again)
            again();
    });
    connect(m_close, &QPushButton::clicked, this, &NoticeLine::clear);
    hide();
}

void NoticeLine::say(const QString &text, Tone tone)
{
    ++m_number;
    m_code.reset();
    m_text->setText(shownText(text));
    setAccessibleName(text);
    const char *looks[] = {"sunken", "sunken", "sunken", "banner", "bannerFailed"};
    setLook(this, looks[int(tone)]);
    m_again->setVisible(bool(m_onAgain));
    show();
}

void NoticeLine::showError(const Error &error) { showError(error, {}); }

void NoticeLine::showError(const Error &error, std::function<void()> again)
{
    m_onAgain = std::move(again);
    say(error.message, Tone::Failed);
    m_code = error.code;
}

void NoticeLine::showNote(const QString &text, Tone tone)
{
    m_onAgain = {};
    say(text, tone);
}

void NoticeLine::showDone(const QString &text)
{
    m_onAgain = {};
    say(text, Tone::Completed);
    QTimer::singleShot(6000, this, [this, number = m_number] {
        if (number == m_number)
            clear();
    });
}

void NoticeLine::clear()
{
    ++m_number;
    m_onAgain = {};
    hide();
}

void NoticeLine::clearUnreachable()
{
    if (!isHidden() && m_code && isUnreachable(*m_code))
        clear();
}

QString NoticeLine::text() const { return isHidden() ? QString() : m_text->text(); }

Card makeCard(const QString &heading, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    setLook(frame, "panel");
    auto *all = new QVBoxLayout(frame);
    all->setContentsMargins(16, 12, 16, 14);
    all->setSpacing(8);
    auto *head = new QHBoxLayout;
    auto *label = plainLabel(heading, frame, "heading");
    label->setWordWrap(false);
    head->addWidget(label, 1);
    head->setSpacing(8);
    if (!heading.isEmpty())
        all->addLayout(head);
    else
        label->hide();
    auto *body = new QVBoxLayout;
    body->setSpacing(8);
    all->addLayout(body);
    frame->setAccessibleName(heading);
    return {frame, body, head};
}

QWidget *makeEmpty(const QString &title, const QString &text, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *lines = new QVBoxLayout(box);
    lines->setContentsMargins(0, 12, 0, 12);
    lines->setSpacing(4);
    for (QLabel *label : {plainLabel(title, box, "strong"), plainLabel(text, box, "soft")}) {
        label->setAlignment(Qt::AlignHCenter);
        lines->addWidget(label);
    }
    return box;
}

QPushButton *makeButton(const QString &text, const char *icon, const char *look, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    if (look)
        setLook(button, look);
    // An icon on the accent would have to change its colour with the theme; the colour of the button says enough.
    if (icon && qstrcmp(look, "primary") != 0) {
        button->setIcon(lineIcon(QLatin1StringView(icon)));
        button->setIconSize({14, 14});
    }
    return button;
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent, const char *look) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    if (look)
        setLook(this, look);
    setWhole(text);
}

void ElidedLabel::setWhole(const QString &text)
{
    m_whole = shownLine(text);
    setToolTip(shownToolTip(m_whole));
    setAccessibleName(m_whole);
    elide();
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide() { setText(fontMetrics().elidedText(m_whole, Qt::ElideRight, qMax(24, width()))); }

void allow(QWidget *control, bool isAllowed, const QString &whyNot)
{
    control->setEnabled(isAllowed);
    control->setToolTip(isAllowed ? QString() : shownToolTip(whyNot));
    control->setAccessibleDescription(isAllowed ? QString() : whyNot);
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (item->layout()) {
            clearLayout(item->layout());
        }
        delete item;
    }
}

bool confirmed(
    QWidget *parent, const QString &question, const QString &explanation, const QString &verb, const QString &otherwise)
{
    QMessageBox box(QMessageBox::NoIcon, QString(), shownText(question), QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(shownText(explanation));
    auto *doIt = box.addButton(verb, QMessageBox::AcceptRole);
    auto *leave = box.addButton(otherwise.isEmpty() ? QObject::tr("Leave it") : otherwise, QMessageBox::RejectRole);
    box.setDefaultButton(leave);
    box.setEscapeButton(leave);
    box.exec();
    return box.clickedButton() == doIt;
}

} // namespace mergeloom

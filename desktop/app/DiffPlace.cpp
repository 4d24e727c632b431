#include "desktop/app/DiffPlace.h"

#include "desktop/diff/DiffWindow.h"

#include <QEvent>

namespace mergeloom {

namespace {

const QStringList arrangements{QStringLiteral("automatic"), QStringLiteral("side_by_side"), QStringLiteral("unified")};
const QStringList whiteSpaces{QStringLiteral("all"), QStringLiteral("not_at_end"), QStringLiteral("not_amount"),
    QStringLiteral("none"), QStringLiteral("no_empty_lines")};

QString columnsName() { return QStringLiteral("diff"); }

/// The value of a word; the first for one that is not known.
template <class T>
T valueOf(const QStringList &words, const QString &word)
{
    return T(std::max<qsizetype>(0, words.indexOf(word)));
}

} // namespace

DiffPlace::DiffPlace(KeptSettings &settings, DiffWindow &window)
    : QObject(&window), m_settings(settings), m_window(window)
{
    restore();
    window.installEventFilter(this);
    connect(window.view()->bar(), &DiffBar::optionsChanged, this, &DiffPlace::rememberChoices);
}

void DiffPlace::restore()
{
    const AppMemory &memory = m_settings.memory();
    DiffBar &bar = *m_window.view()->bar();
    bar.setArrangement(valueOf<ArrangementChoice>(arrangements, memory.diff.arrangement));
    bar.setWhitespace(valueOf<Whitespace>(whiteSpaces, memory.diff.whiteSpace));
    bar.wrap->setChecked(memory.diff.wrap == u"on");
    m_window.restoreGeometry(QByteArray::fromBase64(memory.windowGeometry.toLatin1()));
    m_window.view()->restoreColumns(QByteArray::fromBase64(memory.layouts.value(columnsName()).toLatin1()));
}

void DiffPlace::rememberChoices()
{
    const DiffBar &bar = *m_window.view()->bar();
    const QString wrap = bar.isWrapped() ? QStringLiteral("on") : QStringLiteral("off");
    m_settings.change([&](AppMemory &memory) {
        memory.diff = {arrangements.value(int(bar.arrangement())), whiteSpaces.value(int(bar.whitespace())), wrap};
    });
}

void DiffPlace::rememberPlace()
{
    m_settings.change([&](AppMemory &memory) {
        memory.windowGeometry = QString::fromLatin1(m_window.saveGeometry().toBase64());
        memory.layouts.insert(columnsName(), QString::fromLatin1(m_window.view()->columns().toBase64()));
    });
}

bool DiffPlace::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_window && event->type() == QEvent::Close)
        rememberPlace();
    return QObject::eventFilter(watched, event);
}

} // namespace mergeloom

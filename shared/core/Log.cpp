#include "shared/core/Log.h"

#include "shared/core/Json.h"

#include <QMutex>
#include <QSet>
#include <QtGlobal>

#include <cstdio>

namespace mergeloom::log {

namespace {

Format chosenFormat = Format::KeyValue;
Level lowestLevel = Level::Info;

QMutex redactionLock;

/// A function, because the table that redactors begin with is made later than this file's variables.
struct Redaction {
    Redactor hidden;
    Redactor chosen;
    QSet<QByteArray> values; ///< that `hidden` knows
};

Redaction &redaction()
{
    static Redaction redaction;
    return redaction;
}

const char *levelName(Level level)
{
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        return "error";
    }
    return "error";
}

/// Quotes where needed, so that one entry stays one line and control characters cannot reach a terminal.
QString quoted(const QString &text)
{
    bool plain = !text.isEmpty();
    for (const QChar c : text)
        if (!c.isPrint() || c.isSpace() || c == u'"' || c == u'=' || c == u'\\')
            plain = false;
    return plain ? text : QString::fromUtf8(compactJson(text));
}

void takeQtMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    switch (type) {
    case QtDebugMsg:
        return write(Level::Debug, text, {});
    case QtInfoMsg:
        return write(Level::Info, text, {});
    case QtWarningMsg:
        return write(Level::Warning, text, {});
    case QtCriticalMsg:
    case QtFatalMsg:
        return write(Level::Error, text, {});
    }
}

} // namespace

void configure(Format format, Level lowest)
{
    chosenFormat = format;
    lowestLevel = lowest;
    qInstallMessageHandler(takeQtMessage);
}

void hide(const QByteArray &secret, const QString &name)
{
    QMutexLocker lock(&redactionLock);
    Redaction &known = redaction();
    if (!known.values.contains(secret) && known.hidden.addSecret(secret, name))
        known.values.insert(secret);
}

void redactBy(const Redactor &redactor)
{
    QMutexLocker lock(&redactionLock);
    redaction().chosen = redactor;
}

Redactor hidden()
{
    QMutexLocker lock(&redactionLock);
    return redaction().hidden;
}

QString withoutSecrets(const QString &text)
{
    QMutexLocker lock(&redactionLock);
    return redaction().chosen.redact(redaction().hidden.redact(text));
}

void write(Level level, const QString &message, Fields fields)
{
    if (level < lowestLevel)
        return;
    const QString time = Timestamp::now().toString();
    QByteArray line;
    if (chosenFormat == Format::Json) {
        QJsonObject entry{{"ts", time}, {"level", levelName(level)}, {"message", withoutSecrets(message)}};
        for (const auto &[name, value] : fields)
            entry.insert(QLatin1StringView(name), withoutSecrets(value));
        line = compactJson(entry);
    } else {
        QString text = QStringLiteral("%1 %2 %3")
                           .arg(time, QLatin1StringView(levelName(level)), withoutSecrets(message).simplified());
        for (const auto &[name, value] : fields)
            text += u' ' + QLatin1StringView(name) + u'=' + quoted(withoutSecrets(value));
        line = text.toUtf8();
    }
    line += '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace mergeloom::log

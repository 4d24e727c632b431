#include "service/cli/Terminal.h"

#include "service/cli/TerminalText.h"
#include "shared/core/Json.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QMap>

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace mergeloom {

namespace {

void writeTo(FILE *file, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), file);
    std::fflush(file);
}

int widthOf(int descriptor)
{
    bool isNumber = false;
    const int told = qEnvironmentVariable("COLUMNS").toInt(&isNumber);
    if (isNumber && told >= 20)
        return told;
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 100;
}

const char *codeOf(Style style)
{
    switch (style) {
    case Style::Plain:
        return "";
    case Style::Bold:
        return "1";
    case Style::Dim:
        return "2";
    case Style::Good:
        return "32";
    case Style::Bad:
        return "31";
    case Style::Warning:
        return "33";
    case Style::Accent:
        return "36";
    }
    return "";
}

} // namespace

Terminal Terminal::ofThisProcess()
{
    Terminal terminal;
    terminal.out = [](const QByteArray &bytes) { writeTo(stdout, bytes); };
    terminal.err = [](const QByteArray &bytes) { writeTo(stderr, bytes); };
    terminal.in = [] {
        QFile file;
        return file.open(stdin, QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    terminal.isTerminal = ::isatty(STDOUT_FILENO) == 1;
    terminal.hasColour =
        terminal.isTerminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qEnvironmentVariable("TERM") != u"dumb";
    terminal.width = widthOf(STDOUT_FILENO);
    return terminal;
}

void Terminal::line(const QString &text) const { out(text.toUtf8() + '\n'); }

void Terminal::error(const QString &text) const { err(text.toUtf8() + '\n'); }

void Terminal::json(const QJsonValue &value) const
{
    out(value.isArray() ? QJsonDocument(value.toArray()).toJson() : QJsonDocument(value.toObject()).toJson());
}

void Terminal::jsonLine(const QJsonValue &value) const { out(compactJson(value) + '\n'); }

QString Terminal::painted(Style style, const QString &text) const
{
    if (!hasColour || style == Style::Plain)
        return text;
    return QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QString::fromLatin1(codeOf(style)), text);
}

ExitCode failed(const Terminal &terminal, const Error &error)
{
    terminal.error(QStringLiteral("mergeloom-worker: ") + plainText(log::withoutSecrets(error.message)));
    if (error.code == ErrorCode::Unauthorized)
        terminal.error(QStringLiteral("Give a token with --token or JCA_WORKER_UI_TOKEN; `token create` makes one."));
    const bool isNetwork = error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout;
    return isNetwork && error.details.contains(QStringLiteral("url")) ? ExitCode::Unreachable : ExitCode::Failed;
}

ExitCode exitCodeOfOutcome(const QString &outcome)
{
    if (outcome == u"completed")
        return ExitCode::Ok;
    if (outcome == u"blocked")
        return ExitCode::Blocked;
    return outcome == u"cancelled" ? ExitCode::Cancelled : ExitCode::Failed;
}

Style styleOfState(const QString &state)
{
    static const QMap<QString, Style> styles{{"completed", Style::Good}, {"ok", Style::Good}, {"passed", Style::Good},
        {"ready", Style::Good}, {"failed", Style::Bad}, {"failing", Style::Bad}, {"publish_failed", Style::Bad},
        {"blocked", Style::Warning}, {"warning", Style::Warning}, {"not_configured", Style::Warning},
        {"needs_sign_in", Style::Warning}, {"running", Style::Accent}, {"leased", Style::Accent},
        {"cancelled", Style::Dim}, {"queued", Style::Dim}, {"refused", Style::Warning}};
    return styles.value(state, Style::Plain);
}

} // namespace mergeloom

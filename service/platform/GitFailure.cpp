#include "service/platform/GitCommand.h"

#include <array>

namespace mergeloom {

namespace {

enum class Kind { Login, NoLogin, BadKey, Refused, HostKey, Owner, Certificate, Unreachable, Missing, DiskFull };

struct Sign {
    const char *text; ///< part of what git, ssh or curl say with LC_ALL=C
    Kind kind;
};

// The first that is found counts, so that the cause stands before what follows from it ("the remote end hung up").
constexpr std::array signs{
    Sign{"No space left on device", Kind::DiskFull},
    Sign{"Host key verification failed", Kind::HostKey},
    Sign{"REMOTE HOST IDENTIFICATION HAS CHANGED", Kind::HostKey},
    Sign{"error in libcrypto", Kind::BadKey},
    Sign{"invalid format", Kind::BadKey},
    Sign{"could not read Username", Kind::NoLogin},
    Sign{"could not read Password", Kind::NoLogin},
    Sign{"Authentication failed", Kind::Login},
    Sign{"Permission denied (", Kind::Login},
    Sign{"Too many authentication failures", Kind::Login},
    Sign{"returned error: 401", Kind::Login},
    Sign{"returned error: 403", Kind::Refused},
    Sign{"dubious ownership", Kind::Owner},
    Sign{"server certificate verification failed", Kind::Certificate},
    Sign{"SSL certificate problem", Kind::Certificate},
    Sign{"certificate verify failed", Kind::Certificate},
    Sign{"Could not resolve host", Kind::Unreachable},
    Sign{"Couldn't connect to server", Kind::Unreachable},
    Sign{"Failed to connect to", Kind::Unreachable},
    Sign{"Connection refused", Kind::Unreachable},
    Sign{"Connection timed out", Kind::Unreachable},
    Sign{"Operation timed out", Kind::Unreachable},
    Sign{"Operation too slow", Kind::Unreachable},
    Sign{"Connection reset", Kind::Unreachable},
    Sign{"Connection closed by", Kind::Unreachable},
    Sign{"No route to host", Kind::Unreachable},
    Sign{"Network is unreachable", Kind::Unreachable},
    Sign{"Empty reply from server", Kind::Unreachable},
    Sign{"returned error: 5", Kind::Unreachable},
    Sign{"returned error: 404", Kind::Missing},
    Sign{"' not found", Kind::Missing},
    Sign{"Repository not found", Kind::Missing},
    Sign{"does not appear to be a git repository", Kind::Missing},
    Sign{"not a git repository", Kind::Missing},
    Sign{"does not exist", Kind::Missing},
    Sign{"not valid: is this a git repository?", Kind::Missing},
    Sign{"RPC failed", Kind::Unreachable},
    Sign{"early EOF", Kind::Unreachable},
    Sign{"unexpected disconnect", Kind::Unreachable},
    Sign{"the remote end hung up", Kind::Unreachable},
};

QString lastLines(const QByteArray &standardError)
{
    QStringList lines;
    for (const QByteArray &line : QByteArray(standardError).replace('\r', '\n').split('\n'))
        if (const QString text = QString::fromUtf8(line).trimmed(); !text.isEmpty())
            lines += text;
    return lines.mid(std::max<qsizetype>(0, lines.size() - 4)).join(u' ').left(600);
}

std::pair<ErrorCode, QString> describe(Kind kind, const CloneUrl &url, const QString &action)
{
    const QString address = url.address;
    const QString host = url.host.isEmpty() ? url.address : url.host;
    const bool isSsh = url.kind == CloneUrl::Kind::Ssh;
    switch (kind) {
    case Kind::Login:
        return {ErrorCode::Unauthorized,
            isSsh
                ? QStringLiteral(
                    "The git server at %1 refused the key. Check that its public part is registered there, "
                    "with the right to %2 %3.")
                      .arg(host, action, address)
                : QStringLiteral("The git server at %1 refused the user name or password. Check the credential of this "
                                 "repository; many servers want a token in place of the password.")
                      .arg(host)};
    case Kind::NoLogin:
        return {ErrorCode::Unauthorized,
            QStringLiteral("The git server at %1 asks for a user name and password to %2 %3. Set a credential for this "
                           "repository.")
                .arg(host, action, address)};
    case Kind::BadKey:
        return {ErrorCode::Unauthorized,
            QStringLiteral(
                "The SSH key for %1 cannot be read. Give an ed25519 or RSA private key in OpenSSH or PEM form, "
                "without a passphrase.")
                .arg(host)};
    case Kind::Refused:
        return {ErrorCode::Forbidden,
            QStringLiteral("The git server at %1 knows the user but does not let it %2 %3. Give it that right there.")
                .arg(host, action, address)};
    case Kind::HostKey:
        return {ErrorCode::Forbidden,
            QStringLiteral(
                "The host key of %1 is not the one that is known. If the server really has a new key, put its "
                "line into the known hosts of this repository's credential, or remove the old line from "
                "known_hosts in the mirror directory; if not, somebody is between you and it.")
                .arg(host)};
    case Kind::Owner:
        return {ErrorCode::Forbidden,
            QStringLiteral(
                "git will not %1 %2 because another user owns it. Run the worker as that user, or change the "
                "owner of the directory.")
                .arg(action, address)};
    case Kind::Certificate:
        return {ErrorCode::Unavailable,
            QStringLiteral(
                "The certificate of %1 is not trusted. Set SSL_CERT_FILE or GIT_SSL_CAINFO to the file with the "
                "certificate of its authority.")
                .arg(host)};
    case Kind::Unreachable:
        return {ErrorCode::Unavailable,
            QStringLiteral(
                "The git server at %1 cannot be reached or broke off. Check the address, the network and the "
                "proxy settings, then try again.")
                .arg(host)};
    case Kind::Missing:
        return {ErrorCode::NotFound,
            QStringLiteral("There is no git repository at %1, or the credential may not see it. Check the address.")
                .arg(address)};
    case Kind::DiskFull:
        return {
            ErrorCode::Io, QStringLiteral("The disk is full while git was to %1 %2. Make room.").arg(action, address)};
    }
    return {ErrorCode::Internal, QString()};
}

} // namespace

Unexpected gitCommandFailure(const ProcessResult &result, const CloneUrl &url, const QString &action)
{
    const QString said = lastLines(result.standardError);
    QJsonObject details{{QStringLiteral("git"), said}, {QStringLiteral("exit_code"), result.exitCode}};
    // SIGXFSZ, of whichever program of git's wrote the pack.
    if (result.standardError.contains("died of signal 25"))
        return failure(ErrorCode::Rejected,
            QStringLiteral(
                "%1 brings more than a fetch may. Raise JCA_WORKER_FETCH_MAX_MB if the repository is really meant to "
                "be so large. (git said: %2)")
                .arg(url.address, said),
            details);
    for (const Sign &sign : signs)
        if (result.standardError.contains(sign.text)) {
            auto [code, text] = describe(sign.kind, url, action);
            details.insert(QStringLiteral("sign"), QString::fromLatin1(sign.text));
            return failure(code, QStringLiteral("%1 (git said: %2)").arg(text, said), details);
        }
    return failure(ErrorCode::Io,
        QStringLiteral("git could not %1 %2: %3")
            .arg(action, url.address, said.isEmpty() ? QStringLiteral("no reason given") : said),
        details);
}

QString remoteWords(const QByteArray &standardError)
{
    QStringList words;
    for (const QByteArray &line : QByteArray(standardError).replace('\r', '\n').split('\n'))
        if (line.startsWith("remote:"))
            if (const QString text = QString::fromUtf8(line.mid(7)).trimmed(); !text.isEmpty())
                words += text;
    return words.join(u'\n').left(4000);
}

} // namespace mergeloom

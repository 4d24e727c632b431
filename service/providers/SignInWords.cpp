#include "service/providers/SignInWords.h"

#include "shared/core/PlainText.h"

#include <QRegularExpression>
#include <QUrl>

namespace mergeloom {

namespace {

constexpr qsizetype longestText = 2000;
constexpr qsizetype longestAddress = 2000;

/// An address with a name in it looks like another host than it leads to.
QString linkOf(const QString &word)
{
    const QUrl url(word, QUrl::StrictMode);
    const bool isLink = word.size() <= longestAddress && url.isValid() && url.scheme() == u"https"
        && !url.host().isEmpty() && url.userInfo().isEmpty();
    return isLink ? url.toString(QUrl::FullyEncoded) : QString();
}

} // namespace

SignInWords SignInWords::of(const QByteArray &output, const QString &codePrompt)
{
    static const QRegularExpression address(QStringLiteral("https://[^\\s<>\"'`]+"));
    static const QRegularExpression oneTimeCode(QStringLiteral("^[A-Z0-9]{3,10}(?:-[A-Z0-9]{3,10}){1,3}$"));
    QString plain = plainText(QString::fromUtf8(output));
    SignInWords words;
    if (!codePrompt.isEmpty() && plain.contains(codePrompt)) {
        words.isCodeAsked = true;
        // The line feed that a person would type is not there.
        plain.replace(QRegularExpression(QRegularExpression::escape(codePrompt) + QStringLiteral("[^\\n>]*> *")),
            QStringLiteral("\\0\n"));
    }
    words.text = plain.right(longestText).trimmed();
    const qsizetype end = plain.lastIndexOf(u'\n'); // what is behind it may be half a word
    for (const QString &line : plain.left(end < 0 ? 0 : end).split(u'\n')) {
        if (words.url.isEmpty())
            words.url = linkOf(address.match(line).captured());
        if (words.code.isEmpty() && oneTimeCode.match(line.trimmed()).hasMatch())
            words.code = line.trimmed();
    }
    return words;
}

} // namespace mergeloom

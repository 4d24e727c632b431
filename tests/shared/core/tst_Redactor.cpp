#include "shared/core/Json.h"
#include "shared/core/Redactor.h"
#include "shared/core/TokenShapes.h"

#include <QProcess>
#include <QTest>
#include <QUrl>

using namespace mergeloom;

namespace {

QByteArray eachByte(const QByteArray &text, const std::function<QByteArray(uchar)> &written)
{
    QByteArray result;
    for (const char c : text)
        result += written(uchar(c));
    return result;
}

QByteArray hexOf(uchar c) { return QByteArray::number(c, 16).rightJustified(2, '0'); }

QByteArray asJson(const QByteArray &text)
{
    const QByteArray json = compactJson(QString::fromUtf8(text));
    return json.sliced(1, json.size() - 2);
}

QByteArray asUtf16Escapes(const QByteArray &text)
{
    QByteArray result;
    for (const QChar c : QString::fromUtf8(text))
        result += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    return result;
}

QByteArray wrapped(const QByteArray &text, qsizetype width, const QByteArray &lineEnd)
{
    QByteArray result;
    for (qsizetype at = 0; at < text.size(); at += width)
        result += text.mid(at, width) + lineEnd;
    return result;
}

QByteArray withPairsApart(const QByteArray &hex, const QByteArray &separator)
{
    QByteArrayList pairs;
    for (qsizetype at = 0; at < hex.size(); at += 2)
        pairs.append(hex.mid(at, 2));
    return pairs.join(separator);
}

QByteArray mixedUrl(const QByteArray &text)
{
    int index = 0;
    return eachByte(text, [&](uchar c) {
        ++index;
        return index % 3 == 0 ? QByteArray(1, char(c)) : '%' + (index % 3 == 1 ? hexOf(c) : hexOf(c).toUpper());
    });
}

struct Written {
    const char *name;
    std::function<QByteArray(const QByteArray &)> write;
};

/// Every way to write a secret that must be found. With each goes what stands around it.
const std::vector<Written> &writings()
{
    static const std::vector<Written> all{
        {"as it is", [](const QByteArray &s) { return s; }},
        {"JSON", asJson},
        {"JSON with slashes escaped", [](const QByteArray &s) { return asJson(s).replace('/', "\\/"); }},
        {"JSON in JSON", [](const QByteArray &s) { return asJson(asJson(s)); }},
        {"JSON in JSON in JSON", [](const QByteArray &s) { return asJson(asJson(asJson(s))); }},
        {"UTF-16 escapes", asUtf16Escapes},
        {"UTF-16 escapes, capitals",
            [](const QByteArray &s) { return asUtf16Escapes(s).toUpper().replace("\\U", "\\u"); }},
        {"UTF-16 escapes in JSON", [](const QByteArray &s) { return asJson(asUtf16Escapes(s)); }},
        {"URL", [](const QByteArray &s) { return s.toPercentEncoding(); }},
        {"URL, small hex",
            [](const QByteArray &s) {
                return QByteArray(QUrl::toPercentEncoding(QString::fromUtf8(s))).toLower() == s.toLower()
                    ? s
                    : eachByte(s, [](uchar c) { return std::isalnum(c) ? QByteArray(1, char(c)) : '%' + hexOf(c); });
            }},
        {"URL, all of it", [](const QByteArray &s) { return eachByte(s, [](uchar c) { return '%' + hexOf(c); }); }},
        {"URL, all of it, capitals",
            [](const QByteArray &s) { return eachByte(s, [](uchar c) { return '%' + hexOf(c).toUpper(); }); }},
        {"URL, some of it", mixedUrl},
        {"URL in a URL", [](const QByteArray &s) { return s.toPercentEncoding().toPercentEncoding(); }},
        {"form", [](const QByteArray &s) { return s.toPercentEncoding(" ").replace(' ', '+'); }},
        {"URL in JSON", [](const QByteArray &s) { return asJson(s.toPercentEncoding()); }},
        {"shell, single quotes", [](const QByteArray &s) { return QByteArray(s).replace("'", "'\\''"); }},
        {"shell, other quotes", [](const QByteArray &s) { return QByteArray(s).replace("'", "'\"'\"'"); }},
        {"shell quotes in JSON", [](const QByteArray &s) { return asJson(QByteArray(s).replace("'", "'\\''")); }},
        {"shell, backslashes",
            [](const QByteArray &s) {
                return eachByte(s, [](uchar c) {
                    return std::isalnum(c) || c == '\n' || c >= 0x80 ? QByteArray(1, char(c))
                                                                     : QByteArray("\\") + char(c);
                });
            }},
        {"shell, dollar quotes",
            [](const QByteArray &s) { return eachByte(s, [](uchar c) { return "\\x" + hexOf(c); }); }},
        {"octal",
            [](const QByteArray &s) {
                return eachByte(s, [](uchar c) { return '\\' + QByteArray::number(c, 8).rightJustified(3, '0'); });
            }},
        {"HTML",
            [](const QByteArray &s) { return QString::fromUtf8(s).toHtmlEscaped().toUtf8().replace("'", "&#39;"); }},
        {"line ends of Windows", [](const QByteArray &s) { return QByteArray(s).replace('\n', "\r\n"); }},
        {"hex", [](const QByteArray &s) { return s.toHex(); }},
        {"hex, capitals", [](const QByteArray &s) { return s.toHex().toUpper(); }},
        {"hex with colons", [](const QByteArray &s) { return withPairsApart(s.toHex().toUpper(), ":"); }},
        {"hex with blanks", [](const QByteArray &s) { return withPairsApart(s.toHex(), " "); }},
        {"base64", [](const QByteArray &s) { return s.toBase64(); }},
        {"base64, unpadded", [](const QByteArray &s) { return s.toBase64(QByteArray::OmitTrailingEquals); }},
        {"base64url", [](const QByteArray &s) { return s.toBase64(QByteArray::Base64UrlEncoding); }},
        {"base64 after one byte", [](const QByteArray &s) { return ("u" + s + "!").toBase64(); }},
        {"base64 after two bytes", [](const QByteArray &s) { return ("u:" + s + "\n").toBase64(); }},
        {"base64url after two bytes",
            [](const QByteArray &s) { return ("u:" + s).toBase64(QByteArray::Base64UrlEncoding); }},
        {"base64 in lines", [](const QByteArray &s) { return wrapped(s.toBase64(), 5, "\n"); }},
        {"base64 in short lines", [](const QByteArray &s) { return wrapped(s.toBase64(), 2, "\r\n"); }},
        {"base64 in lines in JSON", [](const QByteArray &s) { return wrapped(s.toBase64(), 3, "\\n"); }},
        {"base64 in indented lines", [](const QByteArray &s) { return wrapped(s.toBase64(), 3, "\n    "); }},
        {"base64 in a URL", [](const QByteArray &s) { return s.toBase64().toPercentEncoding(); }},
        {"base64 in JSON", [](const QByteArray &s) { return s.toBase64().replace('/', "\\/"); }},
    };
    return all;
}

const QByteArrayList &secrets()
{
    static const QByteArrayList all{"s3cr\"et/+value&1", "hunter2", "it's 100% <mine>\\now",
        "gr\xc3\xbc\xc3\x9f"
        "e \xf0\x9f\x94\x91 pa$$",
        "?>?>?>~~~\xc3\xbf", "C:\\temp\\new key", "line one of it\nline two of it", "0123456789abcdef0123456789abcdef",
        "\t;rm -rf ~;`id`'\"", "'quoted'", "%41%42%43%44%45%46%67", "C:\\run\\xyz\\u0041\\now", "a+b c+d e"};
    return all;
}

/// What could be recovered of a secret by hand.
bool survives(const QByteArray &clean, const QByteArray &written)
{
    return written.size() > 8 && clean.contains(written);
}

QByteArray cutUp(const Redactor &redactor, const QByteArray &text, qsizetype step)
{
    Redactor::Stream stream(redactor);
    QByteArray clean;
    for (qsizetype at = 0; at < text.size(); at += step)
        clean += stream.push(text.mid(at, step));
    return clean + stream.finish();
}

} // namespace

class RedactorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecretIsFoundInEveryWriting_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("written");
        for (qsizetype i = 0; i < secrets().size(); ++i)
            for (const Written &way : writings())
                QTest::addRow("%d, %s", int(i), way.name) << secrets()[i] << way.write(secrets()[i].trimmed());
    }
    void aSecretIsFoundInEveryWriting()
    {
        QFETCH(const QByteArray, secret);
        QFETCH(const QByteArray, written);
        Redactor redactor;
        QVERIFY(redactor.addSecret(secret, QStringLiteral("key")));
        for (const char *around : {" ", "x", "=", "\"", "\\n", "%20", "'"}) {
            const QByteArray text = around + written + around + "end";
            const QByteArray clean = redactor.redact(text);
            QVERIFY2(clean.contains("[redacted:key]"), text.constData());
            QVERIFY2(!survives(clean, written), clean.constData());
            QVERIFY(clean.endsWith("end"));
        }
    }
    void aSecretCutAtAnyByteIsFoundInEveryWriting()
    {
        for (const QByteArray &secret : secrets()) {
            Redactor redactor;
            redactor.addSecret(secret);
            for (const Written &way : writings()) {
                const QByteArray text = "before " + way.write(secret.trimmed()) + " after";
                const QByteArray whole = redactor.redact(text);
                for (qsizetype cut = 0; cut <= text.size(); ++cut) {
                    Redactor::Stream stream(redactor);
                    QByteArray clean = stream.push(text.left(cut));
                    clean += stream.push(text.mid(cut));
                    clean += stream.finish();
                    QCOMPARE(clean, whole);
                }
                QCOMPARE(cutUp(redactor, text, 1), whole);
                QCOMPARE(cutUp(redactor, text, 3), whole);
            }
        }
    }
    void theRestOfTheTextStays()
    {
        Redactor redactor;
        redactor.addSecret("s3cr\"et/+value&1");
        QCOMPARE(redactor.redact(QByteArray("before s3cr\"et/+value&1 after")), QByteArray("before [redacted] after"));
        const QByteArray text = "s3c nothing here s3cr s3cr\"et/ \\u00 %2 &am";
        QCOMPARE(cutUp(redactor, text, 1), text);
        QCOMPARE(redactor.redact(text), text);
    }
    void onlyWhatCouldBecomeASecretIsHeldBack()
    {
        Redactor redactor;
        redactor.addSecret("s3cret-value");
        Redactor::Stream stream(redactor);
        QCOMPARE(stream.push("Building target one, two s3cr"), QByteArray("Building target one, two "));
        QCOMPARE(stream.push("ubs. Done."), QByteArray("s3crubs. Done."));
        QCOMPARE(stream.finish(), QByteArray());
    }
    void overlappingSecretsAreTakenWhole()
    {
        Redactor redactor;
        redactor.addSecret("alpha-beta-1", QStringLiteral("one"));
        redactor.addSecret("beta-1-gamma", QStringLiteral("two"));
        QCOMPARE(redactor.redact(QByteArray("x alpha-beta-1-gamma y")), QByteArray("x [redacted:one] y"));
    }
    void eachLineOfAKeyIsASecret()
    {
        Redactor redactor;
        redactor.addSecret("-----BEGIN KEY-----\nAAAABBBBCCCCDDDD1111\nEEEEFFFF00002222333\n-----END KEY-----\n",
            QStringLiteral("ssh key"));
        QCOMPARE(redactor.redact(QByteArray("echo EEEEFFFF00002222333.")), QByteArray("echo [redacted:ssh key]."));
        QCOMPARE(redactor.redact(QByteArray("-----BEGIN KEY-----")), QByteArray("-----BEGIN KEY-----"));
    }
    void copiesAreIndependent()
    {
        Redactor first;
        first.addSecret("first-value");
        Redactor second = first;
        second.addSecret("second-value");
        QCOMPARE(first.redact(QByteArray("first-value second-value")), QByteArray("[redacted] second-value"));
        QCOMPARE(second.redact(QByteArray("first-value second-value")), QByteArray("[redacted] [redacted]"));
    }
    void textsInsideJsonAreFound()
    {
        Redactor redactor;
        redactor.addSecret("hunter2hunter2");
        const QJsonObject object{{"a", QJsonArray{"x hunter2hunter2", 7}}, {"hunter2hunter2", true}};
        const QJsonObject expected{{"a", QJsonArray{"x [redacted]", 7}}, {"[redacted]", true}};
        QCOMPARE(redactor.redact(QJsonValue(object)).toObject(), expected);
    }
    void valuesThatTextIsFullOfAreNotTaken_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isTaken");
        for (const char *value : {"", "a", "abc", "\n\n\n\n\n\n\n", "ab12!", "       ", "secret", "123456", "MASTER",
                 "aaaaaaaaaaaa", "Password", "changeme", "abababababab"})
            QTest::newRow(value) << QByteArray(value) << false;
        for (const char *value : {"hunter2", "ab12!x", "correcthorse", "1234567890", "Secret"})
            QTest::newRow(value) << QByteArray(value) << true;
    }
    void valuesThatTextIsFullOfAreNotTaken()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const bool, isTaken);
        Redactor redactor;
        QCOMPARE(redactor.addSecret(value), isTaken);
        if (!isTaken)
            QCOMPARE(redactor.redact(value), value);
    }
    void tokensAreKnownByTheirShape_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < int(tokenShapes().size()); ++row)
            QTest::addRow("%d %s", row, tokenShapes()[size_t(row)].name) << row;
    }
    void tokensAreKnownByTheirShape()
    {
        QFETCH(const int, row);
        const TokenShape &shape = tokenShapes()[size_t(row)];
        const Redactor redactor;
        const QByteArray finds = shape.finds;
        const QByteArray leaves = shape.leaves;
        const QByteArray mark = "[redacted:" + QByteArray(shape.name) + ']';
        for (const char *before : {"", " ", "key=", "\"", "\\n", "%3D"})
            for (const char *after : {"", " ", "\"", "\n", ","}) {
                const QByteArray text = before + finds + after;
                const QByteArray clean = redactor.redact(text);
                QVERIFY2(clean.contains(mark), (text + " gives " + clean).constData());
                QVERIFY2(
                    !clean.contains(finds.right(12).chopped(finds.endsWith('@') ? 1 : 0)) || finds.endsWith("-----"),
                    clean.constData());
                for (const qsizetype step : {1, 7})
                    QCOMPARE(cutUp(redactor, text, step), clean);
                QCOMPARE(redactor.redact(before + leaves + after), before + leaves + after);
            }
    }
    void aKeyThatWasCutOffIsStillHidden()
    {
        const Redactor redactor;
        const QByteArray body = QByteArray("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ").repeated(2);
        const QByteArray clean = redactor.redact("x -----BEGIN PRIVATE KEY-----\n" + body);
        QCOMPARE(clean, QByteArray("x -----[redacted:private key]"));
    }
    void wordsOfCodeAreLeft()
    {
        const Redactor redactor;
        const QByteArray text =
            "const task-runner = risk-free; see https://example.org:8080/a?b=c@d, git@github.com:o/r.git, "
            "ssh://git@example.org/r.git and Authorization: Bearer <token>; eyJhbGciOiJIUzI1NiJ9 alone";
        QCOMPARE(redactor.redact(text), text);
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "tst_Redactor.moc"

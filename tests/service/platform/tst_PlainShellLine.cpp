#include "service/platform/PlainShellLine.h"
#include "service/platform/Process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace mergeloom;

namespace {

QJsonValue withoutPositions(const QJsonValue &node)
{
    if (node.isArray()) {
        QJsonArray kept;
        for (const QJsonValue &entry : node.toArray())
            kept.append(withoutPositions(entry));
        return kept;
    }
    if (!node.isObject())
        return node;
    QJsonObject kept;
    const QJsonObject object = node.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        if (!it->toObject().contains(QStringLiteral("Offset")))
            kept.insert(it.key(), withoutPositions(it.value()));
    return kept;
}

/// What the parser says of the line; empty when it refuses it.
QJsonObject parsed(const QString &line)
{
    ProcessRequest request;
    request.program = QStringLiteral("shfmt");
    request.arguments = QStringList{QStringLiteral("-ln"), QStringLiteral("bash"), QStringLiteral("--to-json")};
    request.input = line.toUtf8();
    const auto result = runProcess(request, {});
    return result && result->succeeded()
        ? withoutPositions(QJsonDocument::fromJson(result->standardOutput).object()).toObject()
        : QJsonObject();
}

} // namespace

class PlainShellLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsALineAsTheParserDoes_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
            {"ls", "npm test", "  git   diff --stat ", "make -j2 all", "dd if=/dev/zero of=./x count=1",
                "python3 -m unittest -q", "env A=b c", "cmake -S . -B build/x", "echo then fi done", "%1", "2 3", "a:b",
                "./gradlew test", "../x", "echo a,b a%b a+b user@host", "test -f a", "eval x", "trap x EXIT", "- -"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void readsALineAsTheParserDoes()
    {
        QFETCH(QString, line);
        const auto plain = plainShellLine(line);
        QVERIFY(plain);
        QCOMPARE(*plain, parsed(line));
    }

    /// Whatever it takes for plain, the parser reads in the same way: lines of what shells know, put together at random.
    void neverReadsALineInAnotherWay()
    {
        const QStringList pieces = QStringLiteral(
            "echo if then elif else fi for while until do done case esac in select function time coproc let declare typeset "
            "local export readonly nameref test eval exec set unset alias cd a=b a+=b a[1]=b x - -- -a 1 2 a.b ./c ../d a/b "
            "@ @x % + : , . = == =a ! { } [ ] [[ ]] ( ) (( )) ; & | && || < > >> << 2>&1 ' \" ` $ $x ${x} $(x) * ? ~ ~a "
            "# #a \\ \\x {a,b} a{b a} \xc3\xa9 \xe2\x80\x83 foo()")
                                       .split(u' ');
        QRandomGenerator random(1);
        int plain = 0;
        for (int i = 0; i < 600; ++i) {
            // Plain pieces come first in the list: half of the lines are of those alone.
            const int kinds = i % 2 == 0 ? int(pieces.indexOf(QStringLiteral("!"))) : int(pieces.size());
            QString line;
            for (int count = 1 + int(random.bounded(4)); count > 0; --count)
                line +=
                    pieces.at(int(random.bounded(kinds))) + (random.bounded(8) == 0 ? QString() : QStringLiteral(" "));
            if (const auto tree = plainShellLine(line)) {
                ++plain;
                QVERIFY2(*tree == parsed(line), qPrintable(line));
            }
        }
        QVERIFY2(plain > 50, qPrintable(QString::number(plain)));
    }

    void leavesAllOthersToTheParser_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
            {"", "  ", "a;b", "a&b", "a|b", "a>b", "a<b", "a\nb", "a\tb", "a 'b'", "a \"b\"", "a $b", "a `b`", "a *",
                "a ?", "a [b]", "a {b,c}", "a ~", "a !b", "! a", "a #b", "a \\b", "(a)", "f() a", "A=b c", "A=b",
                "if a", "time a", "coproc a", "let a", "declare a", "export a", "local a", "function a", "a \xc3\xa9"})
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void leavesAllOthersToTheParser()
    {
        QFETCH(QString, line);
        QVERIFY(!plainShellLine(line));
    }
};

QTEST_GUILESS_MAIN(PlainShellLineTest)
#include "tst_PlainShellLine.moc"

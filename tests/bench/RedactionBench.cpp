// P09: how many bytes a second pass redaction on one core, with 100 secrets in all their spellings. Prints one line of
// JSON for each kind of text; every tenth piece holds a secret, and what comes out must hold none.

#include "shared/core/Json.h"
#include "shared/core/Redactor.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QRandomGenerator>

#include <cstdio>
#include <ctime>
#include <functional>

using namespace mergeloom;

namespace {

constexpr int secretCount = 100;
constexpr qsizetype pieceSize = 64 * 1024;

QByteArray randomText(QRandomGenerator &random, qsizetype size, QByteArrayView alphabet)
{
    QByteArray text;
    for (qsizetype i = 0; i < size; ++i)
        text += alphabet[random.bounded(int(alphabet.size()))];
    return text;
}

constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

QByteArrayList secrets(QRandomGenerator &random)
{
    QByteArrayList list;
    for (int i = 0; i < secretCount; ++i)
        list.append(randomText(random, 12 + i % 40, i % 3 == 0 ? "abc/+=&%$!'\"\\ <>0123456789" : letters));
    return list;
}

QByteArray logLine(QRandomGenerator &random)
{
    static const QByteArrayList words{"Building", "CXX", "object",
        "service/pipeline/CMakeFiles/room.dir/Pipeline.cpp.o", "warning:", "unused", "variable", "'result'",
        "[-Wunused]", "at", "com.example.App.main(App.java:42)", "https://registry.example.org/a/-/a.tgz", "PASS",
        "tests/unit/parser.test.ts", "(12", "ms)", "100%", "Downloading", "from", "central:", "const", "auto", "=",
        "return", "{\"level\":\"info\",\"path\":\"C:\\\\tmp\\\\new\"}", "user@example.org", "--flag=value", "sk-learn",
        "0x7ffd3c", "-----------"};
    QByteArray line;
    for (int i = 4 + random.bounded(12); i > 0; --i)
        line += words[random.bounded(int(words.size()))] + ' ';
    return line + '\n';
}

QByteArray codeLine(QRandomGenerator &random)
{
    static const QByteArrayList lines{"    for (const auto &entry : entries) {\n",
        "        result.append(quoted(entry));\n",
        "    return failure(ErrorCode::Io, QStringLiteral(\"The file %1 cannot be read.\").arg(path));\n",
        "#include <QString>\n", "}\n", "\n",
        "export const Page = ({ run }: { run: Run }) => <section class=\"run\">{run.title}</section>;\n",
        "  \"version\": \"1.2.3\",\n", "/// Exactly one of answer and failure.\n",
        "def make_repository(folder, files):\n", "    if value is None or len(value) < 3:\n"};
    return lines[random.bounded(int(lines.size()))];
}

QByteArray textOf(QRandomGenerator &random, const std::function<QByteArray(QRandomGenerator &)> &line)
{
    QByteArray text;
    while (text.size() < pieceSize)
        text += line(random);
    return text;
}

int measure(const char *name, const Redactor &redactor, const QByteArrayList &pieces, qint64 bytesWanted)
{
    Redactor::Stream stream(redactor);
    qint64 in = 0;
    qint64 out = 0;
    const std::clock_t start = std::clock(); // time of the processor: "a core"
    while (in < bytesWanted) {
        for (const QByteArray &piece : pieces) {
            in += piece.size();
            out += stream.push(piece).size();
        }
    }
    out += stream.finish().size();
    const double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
    const QJsonObject result{
        {"text", name}, {"megabytes_per_second", double(in) / 1e6 / seconds}, {"bytes", in}, {"redacted", in - out}};
    std::printf("%s\n", compactJson(result).constData());
    std::fflush(stdout);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({"megabytes", "How much text of each kind.", "count", "500"});
    parser.process(application);
    const qint64 bytes = parser.value("megabytes").toLongLong() * 1'000'000;

    QRandomGenerator random(20);
    const QByteArrayList hidden = secrets(random);
    Redactor redactor;
    QElapsedTimer clock;
    clock.start();
    for (const QByteArray &secret : hidden)
        redactor.addSecret(secret, QStringLiteral("key"));
    std::fprintf(stderr, "%d secrets learnt in %lld ms\n", secretCount, static_cast<long long>(clock.elapsed()));

    const std::pair<const char *, std::function<QByteArray(QRandomGenerator &)>> kinds[] = {{"build log", logLine},
        {"source code", codeLine},
        {"JSON in JSON",
            [](QRandomGenerator &source) {
                const QByteArray inner = compactJson(QString::fromUtf8(logLine(source)));
                return compactJson(QJsonObject{{"type", "tool.result"}, {"text", QString::fromUtf8(inner)}}) + '\n';
            }},
        {"base64",
            [](QRandomGenerator &source) {
                return randomText(source, 76, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
                    + '\n';
            }},
        {"random bytes", [](QRandomGenerator &source) {
             QByteArray line(64, Qt::Uninitialized);
             for (char &c : line)
                 c = char(source.bounded(256));
             return line;
         }}};
    for (const auto &[name, line] : kinds) {
        QByteArrayList pieces;
        for (int i = 0; i < 40; ++i) {
            QByteArray piece = textOf(random, line);
            if (i % 10 == 0)
                piece.insert(pieceSize / 2, hidden[i % secretCount].toBase64());
            pieces.append(piece);
        }
        measure(name, redactor, pieces, bytes);
    }
    return 0;
}

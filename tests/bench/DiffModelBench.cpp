// The part of P11 that has no widgets: compares, lays out and marks 100,000 changed lines. Prints one line of JSON for each shape of
// change, with milliseconds of processor time of each step, the best of some rounds, and the memory of the process at its peak.

#include "shared/core/Json.h"
#include "shared/diff/DiffLayout.h"
#include "shared/diff/FindText.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonObject>
#include <QRandomGenerator>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace mergeloom;

namespace {

QByteArray codeLine(QRandomGenerator &random)
{
    static const QByteArrayList words{"result", "append", "entry", "for", "const", "auto", "value", "failure", "text",
        "return", "QString", "count", "if", "while", "line", "file", "before", "after", "change", "static_cast"};
    QByteArray line(random.bounded(4) * 4, ' ');
    for (int i = 2 + random.bounded(8); i > 0; --i)
        line += words[random.bounded(int(words.size()))] + (random.bounded(3) ? " " : "(");
    return line + QByteArray::number(random.bounded(100'000)) + ";";
}

struct Example {
    const char *name;
    QByteArray before;
    QByteArray after;
};

/// `every`: how many lines there are for each that changes.
Example edited(const char *name, int changed, int every)
{
    QRandomGenerator random(11);
    Example example{name, {}, {}};
    for (int line = 0; line < changed * every; ++line) {
        QByteArray text = codeLine(random);
        example.before += text + '\n';
        if (line % every == 0)
            text.insert(text.size() / 2, "edited_").append(" // seen");
        example.after += text + '\n';
    }
    return example;
}

Example rewritten(int changed)
{
    QRandomGenerator random(12);
    Example example{"another text in its place", {}, {}};
    for (int line = 0; line < changed; ++line) {
        example.before += codeLine(random) + '\n';
        example.after += codeLine(random) + '\n';
    }
    return example;
}

Example moved(int changed)
{
    QRandomGenerator random(13);
    QByteArray first;
    QByteArray second;
    for (int line = 0; line < changed / 2; ++line) {
        first += codeLine(random) + '\n';
        second += codeLine(random) + '\n';
    }
    return {"one half moved behind the other", first + second, second + first};
}

/// The most memory that the process has had, in MiB.
double peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n'))
            if (line.startsWith("VmHWM:"))
                return line.sliced(6).chopped(3).trimmed().toDouble() / 1024;
    return 0;
}

double best(int rounds, const std::function<void()> &step)
{
    std::clock_t least = std::numeric_limits<std::clock_t>::max();
    for (int round = 0; round < rounds; ++round) {
        const std::clock_t start = std::clock(); // time of the processor: other work on the machine does not count
        step();
        least = std::min(least, std::clock() - start);
    }
    return std::round(double(least) * 1e4 / CLOCKS_PER_SEC) / 10;
}

void measure(const Example &example, int rounds)
{
    const auto before = Text::of(example.before);
    const auto after = Text::of(example.after);
    QJsonObject result{{"change", example.name}, {"lines", after->count()}};
    result["text_ms"] = best(rounds, [&] { (void)Text::of(example.before), (void)Text::of(example.after); });
    for (const auto &[name, mode] : {std::pair("line_diff_ms", Whitespace::Exact),
             std::pair("line_diff_without_whitespace_ms", Whitespace::IgnoreAll)})
        result[QLatin1StringView(name)] = best(rounds, [&, wanted = mode] { (void)lineDiff(*before, *after, wanted); });
    DiffDocument document;
    document.files = {compareFiles({"f.cpp", example.before}, {"f.cpp", example.after})};
    result["changed_lines"] = document.files[0].added();
    QList<QList<MovedBlock>> blocks;
    result["moved_ms"] = best(rounds, [&] { blocks = movedBlocks(document, Whitespace::Exact); });
    std::shared_ptr<const DiffLayout> layout;
    const auto layOut = [&](const char *name, const LayoutOptions &options) {
        result[QLatin1StringView(name)] =
            best(rounds, [&] { layout = DiffLayout::of(document.files[0], options, blocks[0]); });
    };
    layOut("unified_ms", {Arrangement::Unified});
    layOut("wrapped_ms", {Arrangement::SideBySide, Whitespace::Exact, 3, 40});
    layOut("side_by_side_ms", {});
    result["rows"] = layout->rows().size();
    result["spans_of_60_rows_ms"] = best(rounds, [&] {
        for (qsizetype row = 0; row < std::min<qsizetype>(60, layout->rows().size()); ++row)
            (void)layout->spans(row);
    });
    result["find_ms"] = best(1, [&] { (void)findText(*layout, {QStringLiteral("edited")}); });
    QByteArray patch;
    result["write_patch_ms"] = best(1, [&] { patch = writePatch(document).value_or(QByteArray()); });
    result["read_patch_ms"] = best(1, [&] { (void)readPatch(patch); });
    result["peak_mib"] = peakMemory();
    std::printf("%s\n", compactJson(result).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({"lines", "How many changed lines.", "count", "100000"});
    parser.addOption({"rounds", "Rounds of each figure.", "count", "5"});
    parser.process(application);
    const int lines = parser.value("lines").toInt();
    const int rounds = parser.value("rounds").toInt();
    measure(edited("every line edited", lines, 1), rounds);
    measure(edited("every third line edited", lines, 3), rounds);
    measure(rewritten(lines), rounds);
    measure(moved(lines), rounds);
    return 0;
}

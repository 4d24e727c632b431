// Files of a repository that the worker itself reads: git-ignore rules, guidance for the agent.
#include "service/context/Brief.h"
#include "service/platform/IgnoreRules.h"
#include "tests/fuzz/Fuzz.h"

#include <QMap>

using namespace mergeloom;

namespace {

/// `path` as a pattern that stands for itself.
std::string asPattern(std::string_view path)
{
    std::string pattern;
    for (const char c : path) {
        if (std::string_view("\\*?[!# ").find(c) != std::string_view::npos)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

/// Input: path, a zero byte, rules.
void ignoreRules(QByteArrayView input)
{
    const qsizetype end = input.indexOf('\0');
    if (end <= 0)
        return;
    const std::string path(input.data(), size_t(end));
    const std::string rules(input.data() + end + 1, size_t(input.size() - end - 1));
    const auto ignored = [&](const std::string &content) {
        return IgnoreRules::extend(IgnoreRules::none(), "", content)->isIgnored(path, false);
    };
    (void)ignored(rules);
    (void)wildMatch(rules, path);
    (void)IgnoreRules::extend(IgnoreRules::extend(IgnoreRules::none(), "", rules), "", path)->isIgnored(path, true);
    const bool isPlain = path.find_first_of("\n\r") == std::string::npos && path.front() != '/' && path.back() != '/'
        && path.find("//") == std::string::npos;
    if (!isPlain)
        return;
    fuzz::demand(ignored(rules + "\n/" + asPattern(path)), "the last rule counts, when it ignores");
    fuzz::demand(!ignored(rules + "\n!/" + asPattern(path)), "the last rule counts, when it does not");
}

/// Input: the ticket, a zero byte, files with their names: each `name LF content`, ended by a zero byte.
void brief(QByteArrayView input, qint64 budget)
{
    const QList<QByteArray> parts = input.toByteArray().split('\0');
    QMap<QString, QByteArray> contents;
    BriefOrder order;
    order.ticket.key = QStringLiteral("FUZZ-1");
    order.ticket.title = QStringLiteral("Title");
    order.ticketText = QString::fromUtf8(parts.first());
    order.tokenBudget = budget;
    for (const QByteArray &part : parts.mid(1)) {
        const qsizetype end = part.indexOf('\n');
        if (end <= 0)
            continue;
        const QString name = QString::fromUtf8(part.first(end));
        contents.insert(name, part.sliced(end + 1));
        order.repository.settings.contextFiles << name;
    }
    const BriefFiles files{[&](const QString &path) -> Result<QByteArray> {
                               if (!contents.contains(path))
                                   return failure(ErrorCode::NotFound, path);
                               return contents.value(path);
                           },
        [&](const QString &) -> Result<QStringList> { return QStringList(contents.keys()); }};
    const auto made = assembleBrief(order, files);
    if (!made)
        return fuzz::demand(!made.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(made->text.contains(order.ticketText), "the ticket is whole");
    fuzz::demand(!made->sources.isEmpty() && made->sources.first().kind == u"ticket", "the ticket comes first");
    for (const ContextSourceView &source : made->sources)
        fuzz::demand(source.tokens >= 0 && source.tokens <= budget, "nothing is over the budget");
    // A file cannot close the fence that it stands in: whatever its lines are, headings of ours are outside of fences.
    qsizetype fence = 0;
    const qsizetype ticket =
        QStringLiteral("# Ticket %1: %2\n\n%3\n").arg(order.ticket.key, order.ticket.title, order.ticketText).size();
    for (const QStringView line : QStringView(made->text).mid(ticket).split(u'\n')) {
        const qsizetype ticks =
            std::find_if(line.begin(), line.end(), [](QChar c) { return c != u'`'; }) - line.begin();
        if (fence == 0 && ticks >= 3)
            fence = ticks;
        else if (fence > 0 && ticks >= fence && ticks == line.size())
            fence = 0;
    }
    fuzz::demand(made->sources.size() == 1 || fence == 0, "every fence is closed");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const int kind = uchar(input[0]);
    if (kind % 2 == 0)
        return ignoreRules(input.sliced(1));
    brief(input.sliced(1), 300 + 100 * (kind / 2));
}

#include "service/context/Brief.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qint64 smallestUsefulTokens = 200;
constexpr qsizetype mostFolderFiles = 200;

/// A fence longer than any run of backticks inside, so that a file cannot close it.
QString fenceFor(const QString &text)
{
    qsizetype longest = 2;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return QString(longest + 1, u'`');
}

/// As much of `text` as estimateTokens() counts for `tokens`, up to a whole character.
QString beginningOf(const QString &text, qint64 tokens)
{
    const QByteArray bytes = text.toUtf8();
    qsizetype end = std::min<qsizetype>(bytes.size(), tokens * 7 / 2);
    while (end > 0 && end < bytes.size() && (uchar(bytes[end]) & 0xC0) == 0x80)
        --end;
    return QString::fromUtf8(bytes.first(end));
}

class BriefWriter
{
public:
    explicit BriefWriter(qint64 budget) : m_left(budget) {}

    qint64 left() const { return m_left; }

    void add(const QString &kind, const QString &path, const QString &heading, QString text)
    {
        const qint64 bytes = text.toUtf8().size();
        bool isCut = false;
        if (estimateTokens(text) > m_left) {
            isCut = true;
            text = m_left < smallestUsefulTokens ? QString() : beginningOf(text, m_left);
        }
        const qint64 tokens = estimateTokens(text);
        m_brief.sources.append({kind, path, bytes, tokens, isCut});
        m_left = std::max<qint64>(0, m_left - tokens);
        if (isCut && text.isEmpty()) {
            m_brief.warnings << QStringLiteral("%1 was left out of the brief: the token budget is used up.").arg(path);
            return;
        }
        const QString fence = fenceFor(text);
        m_brief.text += QStringLiteral("\n## %1\n%2\n%3%4%2\n")
                            .arg(heading, fence, text, text.endsWith(u'\n') ? QString() : QStringLiteral("\n"));
        if (isCut)
            m_brief.text += QStringLiteral("(cut: the file is longer; read the rest with a tool)\n");
    }

    void addTicket(const BriefOrder &order)
    {
        const QString text =
            QStringLiteral("# Ticket %1: %2\n\n%3\n").arg(order.ticket.key, order.ticket.title, order.ticketText);
        const qint64 tokens = estimateTokens(text);
        m_brief.text = text + m_brief.text;
        m_brief.sources.append({QStringLiteral("ticket"), order.ticket.key, text.toUtf8().size(), tokens, false});
        m_left -= tokens;
    }

    Brief finish()
    {
        for (const ContextSourceView &source : m_brief.sources)
            m_brief.tokens += source.tokens;
        return std::move(m_brief);
    }

    void warn(const QString &text) { m_brief.warnings << text; }

private:
    Brief m_brief;
    qint64 m_left;
};

/// `alias:path` or `path`; only the work repository is at hand.
Result<QString> pathInWork(const QString &named, const QString &alias)
{
    const qsizetype colon = named.indexOf(u':');
    if (colon < 0)
        return named;
    if (named.left(colon) != alias)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The ticket asks for \"%1\", but the repository %2 is not part of this job. Name a path in %3.")
                .arg(named, named.left(colon), alias));
    return named.mid(colon + 1);
}

Result<void> addDirected(BriefWriter &writer, const BriefOrder &order, const BriefFiles &files)
{
    for (const QString &named : order.directives.contextFiles) {
        MERGELOOM_TRY(const QString path, pathInWork(named, order.repository.alias));
        auto bytes = files.read(path);
        if (!bytes)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The ticket asks for the context file \"%1\", which cannot be read: %2")
                    .arg(named, bytes.error().message));
        writer.add(QStringLiteral("directive"), path, QStringLiteral("File %1").arg(path), QString::fromUtf8(*bytes));
    }
    for (const QString &named : order.directives.contextFolders) {
        MERGELOOM_TRY(const QString folder, pathInWork(named, order.repository.alias));
        auto paths = files.list(folder);
        if (!paths || paths->isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The ticket asks for the context folder \"%1\", which is not there or empty.")
                    .arg(named));
        for (const QString &path : paths->mid(0, mostFolderFiles))
            if (auto bytes = files.read(path); bytes && !bytes->left(8000).contains('\0'))
                writer.add(
                    QStringLiteral("folder"), path, QStringLiteral("File %1").arg(path), QString::fromUtf8(*bytes));
        if (paths->size() > mostFolderFiles)
            writer.warn(QStringLiteral("The folder %1 has %2 files; the first %3 are in the brief.")
                            .arg(folder)
                            .arg(paths->size())
                            .arg(mostFolderFiles));
    }
    if (!order.directives.inlineContext.isEmpty())
        writer.add(QStringLiteral("directive"), QStringLiteral("inline_context"),
            QStringLiteral("Notes of the requester"), order.directives.inlineContext.join(u'\n'));
    return {};
}

} // namespace

qint64 estimateTokens(const QString &text) { return (text.toUtf8().size() * 2 + 6) / 7; }

Result<Brief> assembleBrief(const BriefOrder &order, const BriefFiles &files)
{
    BriefWriter writer(order.tokenBudget);
    writer.addTicket(order);
    if (writer.left() < 0)
        return failure(ErrorCode::Rejected,
            QStringLiteral("The ticket alone is over the context budget of %1 tokens. Shorten it, or raise the budget.")
                .arg(order.tokenBudget));
    for (const QString &key : order.directives.unknownKeys)
        writer.warn(QStringLiteral("The directive \"%1\" is not known and was not obeyed.").arg(key));
    MERGELOOM_CHECK(addDirected(writer, order, files));

    static constexpr std::array guidance{"MERGELOOM.md", "AGENTS.md", "CLAUDE.md", "CODEX.md"};
    QStringList seen;
    for (const char *name : guidance) {
        const QString path = QString::fromLatin1(name);
        const auto bytes = files.read(path);
        // CLAUDE.md is often a copy of, or a link to, AGENTS.md: once is enough.
        if (!bytes || bytes->trimmed().isEmpty() || seen.contains(QString::fromUtf8(*bytes)))
            continue;
        seen << QString::fromUtf8(*bytes);
        writer.add(
            QStringLiteral("guidance"), path, QStringLiteral("Guidance of the repository: %1").arg(path), seen.last());
    }
    for (const QString &path : order.repository.settings.contextFiles) {
        const auto bytes = files.read(path);
        if (bytes)
            writer.add(QStringLiteral("file"), path, QStringLiteral("File %1").arg(path), QString::fromUtf8(*bytes));
        else
            writer.warn(
                QStringLiteral("The repository's context file %1 cannot be read: %2").arg(path, bytes.error().message));
    }
    return writer.finish();
}

} // namespace mergeloom

#include "service/tools/TextLines.h"
#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

#include <QRegularExpression>

#include <chrono>

namespace mergeloom {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype mostMatches = 200;
constexpr qsizetype mostSearched = 50'000;
constexpr qint64 largestFile = 1 << 20;
constexpr qsizetype longestFinding = 300;
constexpr auto longestTime = 15s;

/// What tool chains put beside sources: searched only when named.
bool isMadeByTools(const QString &path)
{
    const QString name = path.section(QLatin1Char('/'), -1);
    return name == QLatin1String("node_modules") || name == QLatin1String(".venv")
        || name == QLatin1String("__pycache__");
}

class Search
{
public:
    Search(const WorkspaceFiles &files, QRegularExpression pattern, QRegularExpression names, std::stop_token stop)
        : m_files(files), m_pattern(std::move(pattern)), m_names(std::move(names)), m_stop(std::move(stop))
    {
    }

    void directory(const QString &path)
    {
        const auto entries = m_files.list(path, false, mostSearched);
        if (!entries)
            return; // gone or unreadable meanwhile
        for (const DirectoryEntry &entry : *entries) {
            if (isDone())
                return;
            if (!entry.isDirectory)
                file(entry.path);
            else if (!isMadeByTools(entry.path))
                directory(entry.path);
        }
    }

    void file(const QString &path)
    {
        if (!m_names.match(path.section(QLatin1Char('/'), -1)).hasMatch() && !m_names.match(path).hasMatch())
            return;
        const auto text = m_files.read(path, largestFile);
        if (!text || text->isBinary)
            return;
        qsizetype number = 0;
        for (const QByteArray &bytes : text->bytes.split('\n')) {
            ++number;
            const QString line = QString::fromUtf8(bytes);
            if (isDone())
                return;
            if (m_pattern.match(line).hasMatch())
                m_found << QStringLiteral("%1:%2: %3")
                               .arg(shownPath(path))
                               .arg(number)
                               .arg(line.left(longestFinding).trimmed());
        }
    }

    bool isDone()
    {
        m_isCut = m_isCut || m_found.size() >= mostMatches || std::chrono::steady_clock::now() > m_deadline;
        return m_isCut || m_stop.stop_requested();
    }
    bool isCut() const { return m_isCut; }
    const QStringList &found() const { return m_found; }

private:
    const WorkspaceFiles &m_files;
    QRegularExpression m_pattern;
    QRegularExpression m_names;
    std::stop_token m_stop;
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::now() + longestTime;
    QStringList m_found;
    bool m_isCut = false;
};

Result<ToolOutcome> search(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token stop)
{
    const QString text = input.value(QLatin1String("pattern")).toString();
    if (text.isEmpty())
        return toolFailure(QStringLiteral("pattern is empty."));
    const bool isLiteral = input.value(QLatin1String("literal")).toBool();
    QRegularExpression pattern(isLiteral ? QRegularExpression::escape(text) : text);
    if (input.value(QLatin1String("ignore_case")).toBool())
        pattern.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
    if (!pattern.isValid()) {
        return toolFailure(
            QStringLiteral("The pattern is no regular expression: %1 at %2. Set literal to look for the text itself.")
                .arg(pattern.errorString())
                .arg(pattern.patternErrorOffset()));
    }
    const QString names = input.value(QLatin1String("files")).toString(QStringLiteral("*"));
    const QString path = input.value(QLatin1String("path")).toString();
    Search run(
        workplace.files, pattern, QRegularExpression(QRegularExpression::wildcardToRegularExpression(names)), stop);
    const auto top = workplace.files.list(path, false, 1);
    if (top)
        run.directory(path);
    else if (workplace.files.read(path, largestFile))
        run.file(path);
    else
        return toolFailure(top.error());
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, QStringLiteral("The search was cancelled."));
    QString answer =
        run.found().isEmpty() ? QStringLiteral("[Nothing was found.]") : run.found().join(QLatin1Char('\n'));
    if (run.isCut())
        answer += QStringLiteral("\n[The search stopped after %1 matches; narrow it by path, files or pattern.]")
                      .arg(run.found().size());
    return toolAnswer(answer);
}

} // namespace

Tool searchTool()
{
    return {
        {QStringLiteral("search"),
            QStringLiteral(
                "Looks for lines that match a regular expression (PCRE) in the text files of the workspace, and gives file, line number and line."),
            toolSchema({{"pattern", "string", "The regular expression, or the text when literal is true."},
                {"path", "string", "A directory or file to search in. Default: the whole workspace.",
                    Presence::Optional},
                {"files", "string", "Only files whose name matches this wildcard, such as *.cpp.", Presence::Optional},
                {"literal", "boolean", "Whether the pattern is plain text. Default false.", Presence::Optional},
                {"ignore_case", "boolean", "Whether upper and lower case are the same. Default false.",
                    Presence::Optional}})},
        ToolAccess::ReadOnly, search};
}

} // namespace mergeloom

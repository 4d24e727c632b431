#include "service/providers/SessionFile.h"

#include "service/platform/BeneathRoot.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

constexpr int mostFilesLookedAt = 100'000;
constexpr qint64 mostReadAtOnce = 64 << 20; // bytes; what is over is read the next time

} // namespace

QString SessionFile::pathIn(const QString &home, const QString &session, const QString &ending)
{
    if (session.isEmpty())
        return {};
    QDirIterator files(home, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    for (int looked = 0; files.hasNext() && looked < mostFilesLookedAt; ++looked)
        if (files.next(); files.fileName().contains(session) && files.fileName().endsWith(ending))
            return QDir(home).relativeFilePath(files.filePath());
    return {};
}

SessionFile::SessionFile(const AgentDialect &dialect, QString home)
    : m_dialect(dialect), m_home(std::move(home)), m_lines([this](const QByteArray &line, qint64) { takeLine(line); })
{
}

std::optional<Usage> SessionFile::told(const QString &session)
{
    if (m_dialect.totals() != AgentDialect::Totals::OfTheConversation || !isOpen(session))
        return m_told;
    QByteArray piece(64 << 10, Qt::Uninitialized);
    for (qint64 all = 0; all < mostReadAtOnce;) {
        const ssize_t got = ::read(m_file.get(), piece.data(), size_t(piece.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        all += got;
        m_lines.push(QByteArrayView(piece).first(got));
    }
    return m_told;
}

/// What runs in that home may put anything in the place of the file: it is no link that leaves it, and no pipe.
bool SessionFile::isOpen(const QString &session)
{
    if (m_file.isOpen() && session == m_session)
        return true;
    const QString path = pathIn(m_home, session, QStringLiteral(".jsonl")); // other files have its name too
    const FileDescriptor home(::open(QFile::encodeName(m_home).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (path.isEmpty() || !home.isOpen())
        return false;
    auto file = openBeneath(home.get(), path.split(u'/'), O_RDONLY | O_NONBLOCK);
    struct stat about = {};
    if (!file || ::fstat(file->get(), &about) != 0 || !S_ISREG(about.st_mode))
        return false;
    m_file = std::move(*file);
    m_session = session;
    m_told.reset();
    m_lines = AgentLines([this](const QByteArray &line, qint64) { takeLine(line); });
    return true;
}

void SessionFile::takeLine(const QByteArray &line)
{
    if (const auto usage = m_dialect.sessionUsage(QJsonDocument::fromJson(line).object()))
        m_told = usage;
}

} // namespace mergeloom

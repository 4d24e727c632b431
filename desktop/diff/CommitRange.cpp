#include "desktop/diff/CommitRange.h"

#include "desktop/diff/DiffWords.h"
#include "desktop/diff/FileContent.h"
#include "desktop/diff/GitProgram.h"
#include "shared/core/PlainText.h"

#include <QDir>
#include <QHash>

namespace mergeloom {

namespace {

constexpr quint32 submoduleMode = 0160000;
constexpr qint64 largestBlob = qint64(64) << 20;
constexpr qint64 largestRange = qint64(1) << 30;

/// One entry of `git diff-tree -z --raw`.
struct RawChange {
    quint32 beforeMode = 0, afterMode = 0;
    QByteArray before, after; ///< object ids
    char status = 'M';
    QString beforePath, afterPath;
};

bool isNullId(const QByteArray &id) { return id.count('0') == id.size(); }

Result<QByteArray> commitOf(const GitProgram &git, const QString &name)
{
    if (name.isEmpty() || name.startsWith(QLatin1Char('-')))
        return failure(ErrorCode::InvalidInput,
            DiffWords::tr("“%1” is no commit. Name two, as in main..topic.").arg(plainLine(name)));
    MERGELOOM_TRY(const QByteArray id,
        git.run({QStringLiteral("rev-parse"), QStringLiteral("--verify"), QStringLiteral("--quiet"),
                    name + QStringLiteral("^{commit}")})
            .or_else([&name](const Error &error) -> Result<QByteArray> {
                if (!error.message.endsWith(QLatin1String(": ")))
                    return failure(error.code, error.message);
                return failure(ErrorCode::NotFound,
                    DiffWords::tr("The repository has no commit “%1”. Check the name, or fetch it first.")
                        .arg(plainLine(name)));
            }));
    return id.trimmed();
}

struct Trees {
    QByteArray before, after;
};

/// The two trees that a range stands for; what a commit itself changes where only one is named.
Result<Trees> treesOf(const GitProgram &git, const QString &range)
{
    for (const QString &dots : {QStringLiteral("..."), QStringLiteral("..")}) {
        const qsizetype at = range.indexOf(dots);
        if (at < 0)
            continue;
        const auto named = [](const QString &name) { return name.isEmpty() ? QStringLiteral("HEAD") : name; };
        MERGELOOM_TRY(QByteArray before, commitOf(git, named(range.left(at))));
        MERGELOOM_TRY(const QByteArray after, commitOf(git, named(range.mid(at + dots.size()))));
        if (dots.size() == 3) {
            MERGELOOM_TRY(const QByteArray base,
                git.run({QStringLiteral("merge-base"), QString::fromLatin1(before), QString::fromLatin1(after)}));
            before = base.trimmed();
        }
        return Trees{before, after};
    }
    MERGELOOM_TRY(const QByteArray after, commitOf(git, range));
    MERGELOOM_TRY(const QByteArray line,
        git.run({QStringLiteral("rev-list"), QStringLiteral("--parents"), QStringLiteral("-1"),
            QString::fromLatin1(after)}));
    const QList<QByteArray> ids = line.trimmed().split(' ');
    if (ids.size() > 1)
        return Trees{ids[1], after};
    MERGELOOM_TRY(const QByteArray empty,
        git.run(
            {QStringLiteral("hash-object"), QStringLiteral("-t"), QStringLiteral("tree"), QStringLiteral("--stdin")}));
    return Trees{empty.trimmed(), after};
}

Result<QList<RawChange>> changesOf(const QByteArray &raw)
{
    QList<RawChange> changes;
    const QList<QByteArray> parts = raw.split('\0');
    for (qsizetype i = 0; i + 1 < parts.size();) {
        const QList<QByteArray> fields = parts[i].mid(1).split(' ');
        const bool isPair = fields.size() == 5 && (fields[4].startsWith('R') || fields[4].startsWith('C'));
        if (fields.size() != 5 || fields[4].isEmpty() || i + (isPair ? 2 : 1) >= parts.size())
            return failure(
                ErrorCode::Corrupt, DiffWords::tr("git lists the changes in a way that this program does not know."));
        RawChange change{fields[0].toUInt(nullptr, 8), fields[1].toUInt(nullptr, 8), fields[2], fields[3], fields[4][0],
            QString::fromUtf8(parts[i + 1]), QString::fromUtf8(parts[i + (isPair ? 2 : 1)])};
        changes.append(std::move(change));
        i += isPair ? 3 : 2;
    }
    return changes;
}

/// Objects by their ids, those left out that are too large.
class Blobs
{
public:
    static Result<Blobs> read(const GitProgram &git, const QList<RawChange> &changes)
    {
        Blobs blobs;
        QByteArray ids;
        for (const RawChange &change : changes)
            for (const auto &[id, mode] :
                {std::pair(change.before, change.beforeMode), std::pair(change.after, change.afterMode)})
                if (!isNullId(id) && mode != submoduleMode && !blobs.m_sizes.contains(id)) {
                    blobs.m_sizes.insert(id, -1);
                    ids += id + '\n';
                }
        MERGELOOM_TRY(
            const QByteArray sizes, git.run({QStringLiteral("cat-file"), QStringLiteral("--batch-check")}, ids));
        QByteArray wanted;
        qint64 total = 0;
        for (const QByteArray &line : sizes.split('\n')) {
            const QList<QByteArray> fields = line.split(' ');
            if (fields.size() != 3)
                continue; // missing: a shallow or partial clone
            const qint64 size = fields[2].toLongLong();
            blobs.m_sizes[fields[0]] = size;
            if (size > largestBlob || (total += size) > largestRange)
                continue;
            wanted += fields[0] + '\n';
        }
        MERGELOOM_TRY(
            const QByteArray contents, git.run({QStringLiteral("cat-file"), QStringLiteral("--batch")}, wanted));
        MERGELOOM_CHECK(blobs.take(contents));
        return blobs;
    }

    std::optional<FileContent> content(const QString &path, quint32 mode, const QByteArray &id) const
    {
        if (isNullId(id))
            return {};
        if (mode == submoduleMode) {
            const QByteArray text = "Subproject commit " + id + '\n';
            return FileContent{path, mode, text, text.size()};
        }
        const QByteArray bytes = m_bytes.value(id);
        const qint64 size = m_sizes.value(id, -1);
        if (size >= 0)
            return FileContent{path, mode, bytes, size};
        const QByteArray text =
            DiffWords::tr("This clone has no object %1. Fetch it first.").arg(QString::fromLatin1(id)).toUtf8();
        return FileContent{path, mode, text, text.size()};
    }

private:
    Result<void> take(const QByteArray &contents)
    {
        qsizetype at = 0;
        while (at < contents.size()) {
            const qsizetype end = contents.indexOf('\n', at);
            const QList<QByteArray> fields = end < 0 ? QList<QByteArray>() : contents.mid(at, end - at).split(' ');
            const qsizetype size = fields.size() == 3 ? fields[2].toLongLong() : -1;
            if (size < 0 || end + 1 + size >= contents.size())
                return failure(ErrorCode::Corrupt,
                    DiffWords::tr("git gave an object only in part. Try “git fsck” in the repository."));
            m_bytes.insert(fields[0], contents.mid(end + 1, size));
            at = end + 1 + size + 1;
        }
        return {};
    }

    QHash<QByteArray, qint64> m_sizes;
    QHash<QByteArray, QByteArray> m_bytes;
};

} // namespace

QString CommitRange::title() const
{
    return DiffWords::tr("%1 in %2").arg(plainLine(m_range), plainLine(QDir(m_repository).dirName()));
}

Result<DiffDocument> CommitRange::load(std::stop_token stop) const
{
    const GitProgram git(m_repository, stop);
    MERGELOOM_TRY(const Trees trees, treesOf(git, m_range));
    MERGELOOM_TRY(const QByteArray raw,
        git.run({QStringLiteral("diff-tree"), QStringLiteral("-r"), QStringLiteral("-z"), QStringLiteral("-M"),
            QStringLiteral("--raw"), QStringLiteral("--no-abbrev"), QString::fromLatin1(trees.before),
            QString::fromLatin1(trees.after)}));
    MERGELOOM_TRY(const QList<RawChange> changes, changesOf(raw));
    MERGELOOM_TRY(const Blobs blobs, Blobs::read(git, changes));
    DiffDocument document;
    document.title = title();
    for (const RawChange &change : changes) {
        if (stop.stop_requested())
            return cancelledLoading();
        FileDiff file = differenceOf(blobs.content(change.beforePath, change.beforeMode, change.before),
            blobs.content(change.afterPath, change.afterMode, change.after));
        if (change.status == 'C')
            file.status = FileStatus::Copied;
        document.files.append(std::move(file));
    }
    return document;
}

} // namespace mergeloom

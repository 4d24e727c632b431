#include "desktop/diff/ViewedMarks.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace mergeloom {

namespace {

constexpr qsizetype mostMarks = 20000;
constexpr qint64 largestMarksFile = 4 << 20;
constexpr qsizetype markSize = 32;
constexpr int longestWait = 2000; // milliseconds

/// Names no path and no content: what was viewed is nobody else's business.
QByteArray markOf(const FileDiff &file)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &bytes) {
        hash.addData(QByteArray::number(bytes.size()) + ' ');
        hash.addData(bytes);
    };
    add(file.beforePath.toUtf8());
    add(file.afterPath.toUtf8());
    add(file.before->bytes());
    add(file.after->bytes());
    add(file.beforeBytes);
    add(file.afterBytes);
    add(QByteArray::number(file.beforeMode) + ' ' + QByteArray::number(file.afterMode));
    return hash.result().toHex().first(markSize);
}

} // namespace

QString ViewedMarks::standardFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/viewed.txt");
}

ViewedMarks::ViewedMarks(QString file) : m_file(std::move(file)) { m_writer.setMaxThreadCount(1); }

/// Of the file, with what is not in it yet; oldest first.
QList<QByteArray> ViewedMarks::marks() const
{
    QList<QByteArray> marks;
    QSet<QByteArray> known;
    QFile kept(m_file);
    if (!m_file.isEmpty() && kept.open(QIODevice::ReadOnly))
        for (const QByteArray &line : kept.read(largestMarksFile).split('\n'))
            if (line.size() == markSize && !known.contains(line)) {
                marks.append(line);
                known.insert(line);
            }
    const QMutexLocker lock(&m_mutex);
    for (const Mark &mark : m_unwritten) {
        marks.removeAll(mark.of);
        if (mark.state == Qt::Checked)
            marks.append(mark.of);
    }
    return marks.size() > mostMarks ? marks.last(mostMarks) : marks;
}

QSet<int> ViewedMarks::viewedOf(const DiffDocument &document) const
{
    m_writer.waitForDone(); // what was set last counts
    const QList<QByteArray> all = marks();
    const QSet<QByteArray> known(all.begin(), all.end());
    QSet<int> viewed;
    for (int i = 0; !known.isEmpty() && i < document.files.size(); ++i)
        if (known.contains(markOf(document.files[i])))
            viewed.insert(i);
    return viewed;
}

void ViewedMarks::set(const FileDiff &file, Qt::CheckState state)
{
    m_writer.start([this, file, state] {
        const Mark mark{markOf(file), state};
        {
            const QMutexLocker lock(&m_mutex);
            m_unwritten.append(mark);
        }
        write();
    });
}

/// On the thread of m_writer. Others add theirs to the file between two of ours.
void ViewedMarks::write()
{
    if (m_file.isEmpty())
        return;
    QDir().mkpath(QFileInfo(m_file).path());
    QLockFile others(m_file + QStringLiteral(".lock"));
    (void)others.tryLock(longestWait); // where it cannot be had, a mark of somebody else may be lost, not the file
    const QList<QByteArray> all = marks();
    QSaveFile saved(m_file);
    if (!saved.open(QIODevice::WriteOnly))
        return;
    saved.write(all.join('\n'));
    if (!saved.commit())
        return;
    const QMutexLocker lock(&m_mutex);
    m_unwritten.clear(); // only this thread adds to it
}

} // namespace mergeloom

#include "desktop/diff/ViewedMarks.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace mergeloom {

namespace {

constexpr qsizetype mostMarks = 20000;
constexpr qint64 largestMarksFile = 4 << 20;

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
    return hash.result().toHex().first(32);
}

} // namespace

QString ViewedMarks::standardFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/viewed.txt");
}

ViewedMarks::ViewedMarks(QString file) : m_file(std::move(file))
{
    QFile kept(m_file);
    if (m_file.isEmpty() || !kept.open(QIODevice::ReadOnly))
        return;
    for (const QByteArray &line : kept.read(largestMarksFile).split('\n'))
        if (line.size() == 32 && !m_known.contains(line)) {
            m_marks.append(line);
            m_known.insert(line);
        }
}

QSet<int> ViewedMarks::viewedOf(const DiffDocument &document) const
{
    QSet<int> viewed;
    if (m_known.isEmpty())
        return viewed;
    for (int i = 0; i < document.files.size(); ++i)
        if (m_known.contains(markOf(document.files[i])))
            viewed.insert(i);
    return viewed;
}

void ViewedMarks::set(const FileDiff &file, Qt::CheckState state)
{
    const QByteArray mark = markOf(file);
    m_marks.removeAll(mark);
    m_known.remove(mark);
    if (state == Qt::Checked) {
        m_marks.append(mark);
        m_known.insert(mark);
    }
    while (m_marks.size() > mostMarks)
        m_known.remove(m_marks.takeFirst());
    write();
}

void ViewedMarks::write() const
{
    if (m_file.isEmpty())
        return;
    QDir().mkpath(QFileInfo(m_file).path());
    QSaveFile saved(m_file);
    if (!saved.open(QIODevice::WriteOnly))
        return;
    saved.write(m_marks.join('\n'));
    saved.commit();
}

} // namespace mergeloom

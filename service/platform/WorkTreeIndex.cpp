#include "service/platform/WorkTreeIndex.h"

#include "shared/core/SavedFile.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <cstring>

namespace mergeloom {

namespace {

constexpr qsizetype headerSize = 12;
constexpr qsizetype fixedSize = 62; ///< of an entry, before its path
constexpr qsizetype digestSize = 20;

void put32(char *&at, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *at++ = char(value >> shift);
}

uint32_t get32(const uchar *&at)
{
    const uint32_t value = uint32_t(at[0]) << 24 | uint32_t(at[1]) << 16 | uint32_t(at[2]) << 8 | at[3];
    at += 4;
    return value;
}

/// Padded by one to eight NULs to a multiple of eight.
qsizetype entrySize(qsizetype pathSize) { return (fixedSize + pathSize + 8) & ~qsizetype(7); }

void putEntry(char *at, const WorkTreeFile &file)
{
    const FileStamp &stamp = file.stamp;
    for (uint32_t value : {stamp.changedSeconds, stamp.changedNanoseconds, stamp.modifiedSeconds,
             stamp.modifiedNanoseconds, stamp.device, stamp.inode, file.mode, stamp.user, stamp.group, stamp.size})
        put32(at, value);
    std::memcpy(at, file.id.id, digestSize);
    at += digestSize;
    const uint16_t length = uint16_t(std::min<size_t>(file.path.size(), 0xfff));
    *at++ = char(length >> 8);
    *at++ = char(length);
    std::memcpy(at, file.path.data(), file.path.size());
}

Unexpected notOurs(const QString &path)
{
    return failure(ErrorCode::Corrupt, QStringLiteral("%1 is not an index that was written here.").arg(path));
}

} // namespace

FileStamp FileStamp::of(const struct stat &status)
{
    return {uint32_t(status.st_ctim.tv_sec), uint32_t(status.st_ctim.tv_nsec), uint32_t(status.st_mtim.tv_sec),
        uint32_t(status.st_mtim.tv_nsec), uint32_t(status.st_dev), uint32_t(status.st_ino), status.st_uid,
        status.st_gid, uint32_t(status.st_size)};
}

bool FileStamp::isBefore(const timespec &time) const
{
    const auto seconds = uint32_t(time.tv_sec);
    return changedSeconds < seconds || (changedSeconds == seconds && changedNanoseconds < uint32_t(time.tv_nsec));
}

bool FileStamp::isSame(const FileStamp &other) const
{
    return changedSeconds == other.changedSeconds && changedNanoseconds == other.changedNanoseconds
        && modifiedSeconds == other.modifiedSeconds && modifiedNanoseconds == other.modifiedNanoseconds
        && inode == other.inode && user == other.user && group == other.group && size == other.size;
}

Result<void> writeIndex(const QString &path, const WorkTreeFiles &files)
{
    qsizetype size = headerSize + digestSize;
    for (const WorkTreeFile &file : files)
        size += entrySize(qsizetype(file.path.size()));
    QByteArray bytes(size, '\0');
    char *at = bytes.data();
    std::memcpy(at, "DIRC", 4);
    at += 4;
    put32(at, 2);
    put32(at, uint32_t(files.size()));
    for (const WorkTreeFile &file : files) {
        putEntry(at, file);
        at += entrySize(qsizetype(file.path.size()));
    }
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArray::fromRawData(bytes.constData(), size - digestSize));
    std::memcpy(at, hash.result().constData(), digestSize);
    return saveFile(path, bytes);
}

Result<WorkTreeFiles> readIndex(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.readAll();
    if (bytes.size() < headerSize + digestSize || !bytes.startsWith(QByteArray("DIRC\0\0\0\2", 8)))
        return notOurs(path);
    const QByteArray body = QByteArray::fromRawData(bytes.constData(), bytes.size() - digestSize);
    if (QCryptographicHash::hash(body, QCryptographicHash::Sha1) != bytes.right(digestSize))
        return notOurs(path);

    const auto *at = reinterpret_cast<const uchar *>(bytes.constData());
    const uchar *const end = at + body.size();
    at += 8;
    const uint32_t count = get32(at);
    WorkTreeFiles files;
    files.reserve(std::min<size_t>(count, size_t(bytes.size() / fixedSize)));
    for (uint32_t i = 0; i < count; ++i) {
        if (end - at < fixedSize + 1)
            return notOurs(path);
        const uchar *const start = at;
        WorkTreeFile &entry = files.emplace_back();
        FileStamp &stamp = entry.stamp;
        for (uint32_t *value :
            {&stamp.changedSeconds, &stamp.changedNanoseconds, &stamp.modifiedSeconds, &stamp.modifiedNanoseconds,
                &stamp.device, &stamp.inode, &entry.mode, &stamp.user, &stamp.group, &stamp.size})
            *value = get32(at);
        std::memcpy(entry.id.id, at, digestSize);
        at += digestSize + 2;
        const auto length = qsizetype(strnlen(reinterpret_cast<const char *>(at), size_t(end - at)));
        if (end - start < entrySize(length))
            return notOurs(path);
        entry.path.assign(reinterpret_cast<const char *>(at), size_t(length));
        at = start + entrySize(length);
    }
    return files;
}

void carryStamps(const WorkTreeFiles &from, WorkTreeFiles &to)
{
    auto known = from.begin();
    for (WorkTreeFile &file : to) {
        while (known != from.end() && known->path < file.path)
            ++known;
        if (known != from.end() && known->path == file.path && known->mode == file.mode
            && git_oid_equal(&known->id, &file.id))
            file.stamp = known->stamp;
    }
}

} // namespace mergeloom

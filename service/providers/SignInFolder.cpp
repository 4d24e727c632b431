#include "service/providers/SignInFolder.h"

#include "service/platform/FileDescriptor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

constexpr qint64 largestCredential = 1 << 20;
constexpr qsizetype shortestToken = 20; // what is shorter is a word such as `chatgpt`

constexpr QFile::Permissions ownersAlone = QFile::ReadOwner | QFile::WriteOwner;

Unexpected unusable(const QString &path)
{
    const QFileInfo place(path);
    return failure(ErrorCode::Io,
        place.exists() && place.ownerId() != ::geteuid()
            ? QStringLiteral("%1 belongs to the user %2, under whom the worker runs. Do this as that user.")
                  .arg(path, place.owner())
            : QStringLiteral("%1 cannot be made or written. Check its rights and the disk.").arg(path));
}

void collectTokens(const QJsonValue &value, QList<QByteArray> &tokens)
{
    if (value.isString() && value.toString().size() >= shortestToken)
        tokens << value.toString().toUtf8();
    for (const QJsonValue &each : value.toArray())
        collectTokens(each, tokens);
    for (const QJsonValue &each : value.toObject())
        collectTokens(each, tokens);
}

void removeWhatIsThere(const QString &path)
{
    const QFileInfo there(path);
    if (there.isDir() && !there.isSymLink())
        QDir(path).removeRecursively();
    else
        QFile::remove(path);
}

} // namespace

SignInFolder::SignInFolder(QString root, QString profile, AgentSignIn signIn)
    : m_root(std::move(root)), m_profile(std::move(profile)), m_signIn(std::move(signIn)),
      m_path(m_root + u'/' + m_profile)
{
}

Result<SignInFolder> SignInFolder::open(const QString &root, const QString &profile, const AgentSignIn &signIn)
{
    if (profile.isEmpty() || profile.startsWith(u'.') || profile.contains(u'/') || root.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("“%1” cannot be the name of a folder for a sign-in.").arg(profile.left(80)));
    SignInFolder folder(root, profile, signIn);
    QDir().mkpath(root);
    const QByteArray path = QFile::encodeName(folder.m_path);
    struct stat found = {};
    if (::mkdir(path.constData(), 0700) != 0
        && (::lstat(path.constData(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != ::geteuid()))
        return unusable(QFileInfo::exists(folder.m_path) ? folder.m_path : root);
    // Root could write where the worker then could not read.
    if (const QFileInfo above(root); above.ownerId() != ::geteuid())
        return unusable(root);
    if (::chmod(path.constData(), 0700) != 0)
        return unusable(folder.m_path);
    return folder;
}

Result<SignInFolder> SignInFolder::find(const QString &root, const QString &profile, const AgentSignIn &signIn)
{
    const SignInFolder folder(root, profile, signIn);
    const bool isName = !profile.isEmpty() && !profile.startsWith(u'.') && !profile.contains(u'/') && !root.isEmpty();
    return isName && !QFileInfo::exists(folder.m_path) ? folder : open(root, profile, signIn);
}

QString SignInFolder::stamp() const
{
    struct stat found = {};
    const QByteArray path = QFile::encodeName(m_path + u'/' + m_signIn.file);
    if (::lstat(path.constData(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_size == 0)
        return {};
    return QStringLiteral("%1:%2.%3:%4")
        .arg(found.st_ino)
        .arg(found.st_mtim.tv_sec)
        .arg(found.st_mtim.tv_nsec)
        .arg(found.st_size);
}

void SignInFolder::forget(const QString &root, const QString &profile)
{
    if (root.isEmpty() || profile.isEmpty() || profile.startsWith(u'.') || profile.contains(u'/'))
        return;
    removeWhatIsThere(root + u'/' + profile);
    QFile::remove(root + QStringLiteral("/.refused-") + profile);
}

/// Empty: there is none, or something else is in its place.
QByteArray SignInFolder::credential() const
{
    const QByteArray path = QFile::encodeName(m_path + u'/' + m_signIn.file);
    const FileDescriptor descriptor(::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat found = {};
    if (!descriptor.isOpen() || ::fstat(descriptor.get(), &found) != 0 || !S_ISREG(found.st_mode))
        return {};
    QFile file;
    if (!file.open(descriptor.get(), QIODevice::ReadOnly))
        return {};
    return file.read(largestCredential);
}

QList<QByteArray> SignInFolder::secrets() const
{
    QList<QByteArray> tokens;
    const QJsonDocument document = QJsonDocument::fromJson(credential());
    collectTokens(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), tokens);
    return tokens;
}

Result<void> SignInFolder::linkInto(const QString &home, const QString &seenAs) const
{
    for (const QString &name : m_signIn.links) {
        const QString path = home + u'/' + name;
        removeWhatIsThere(path); // of an earlier turn, and maybe a link to elsewhere
        if (!QFile::link(seenAs + u'/' + name, path))
            return failure(ErrorCode::Io, QStringLiteral("%1 cannot be made. Check the disk.").arg(path));
    }
    return {};
}

Result<void> SignInFolder::copyInto(const QString &home) const
{
    QFile copy(home + u'/' + m_signIn.file);
    const QByteArray text = credential();
    if (!copy.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownersAlone) || copy.write(text) != text.size())
        return failure(
            ErrorCode::Io, QStringLiteral("%1 cannot be written: %2.").arg(copy.fileName(), copy.errorString()));
    return {};
}

Result<void> SignInFolder::adopt(const QString &home) const
{
    const QString made = home + u'/' + m_signIn.file;
    if (!QFileInfo(made).isFile())
        return failure(ErrorCode::NotFound,
            QStringLiteral("The program ended, and no sign-in was left in its file %1.").arg(m_signIn.file));
    QFile::setPermissions(made, ownersAlone);
    const QString kept = m_path + u'/' + m_signIn.file;
    if (::rename(QFile::encodeName(made).constData(), QFile::encodeName(kept).constData()) != 0)
        return unusable(m_path);
    QFile::remove(markOfRefusal());
    return {};
}

void SignInFolder::setRefused() const
{
    QFile mark(markOfRefusal());
    if (mark.open(QIODevice::WriteOnly | QIODevice::Truncate))
        mark.write(stamp().toUtf8());
}

bool SignInFolder::isRefused() const
{
    QFile mark(markOfRefusal());
    return mark.open(QIODevice::ReadOnly) && mark.read(1000) == stamp().toUtf8();
}

} // namespace mergeloom

#include "service/credentials/AwsFiles.h"

#include <QFile>
#include <QRegularExpression>

namespace mergeloom {

namespace {

using Sections = QMap<QString, AwsFiles::Section>;

QString withHome(const QString &path, const QString &home)
{
    return path.startsWith(u"~/") ? home + path.sliced(1) : path;
}

QString withoutComment(const QString &line)
{
    static const QRegularExpression comment(QStringLiteral("\\s[#;].*$"));
    return QString(line).remove(comment).trimmed();
}

/// Sections by their whole head, such as `profile work`; values never go into an error.
Result<Sections> sectionsOf(const QString &path)
{
    Sections sections;
    QFile file(path);
    if (!file.exists())
        return sections;
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    if (file.size() > 1 << 20)
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 has over 1 MiB").arg(path));
    static const QRegularExpression head(QStringLiteral("^\\[\\s*([^\\]]*?)\\s*\\]"));
    QString section;
    int number = 0;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        ++number;
        const QString text = withoutComment(line);
        if (text.isEmpty() || text.startsWith(u'#') || text.startsWith(u';'))
            continue;
        if (const auto match = head.match(text); match.hasMatch()) {
            section = match.captured(1).simplified().remove(u'"');
            sections[section];
            continue;
        }
        if (line.at(0).isSpace())
            continue; // a setting of S3 or of a service, nested under the line before
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 1 || section.isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("line %1 of %2 is neither a [section] nor a setting").arg(number).arg(path));
        sections[section].insert(text.left(equals).trimmed().toLower(), text.sliced(equals + 1).trimmed());
    }
    return sections;
}

} // namespace

QString AwsFiles::profileName(const AwsMachine &machine)
{
    const QString name = machine.variable(QStringLiteral("AWS_PROFILE")).trimmed();
    return name.isEmpty() ? QStringLiteral("default") : name;
}

Result<AwsFiles> AwsFiles::read(const AwsMachine &machine)
{
    const auto path = [&](const char *variable, const char *usual) {
        const QString given = machine.variable(QString::fromLatin1(variable));
        return given.isEmpty() ? machine.home + QString::fromLatin1(usual) : withHome(given, machine.home);
    };
    AwsFiles files;
    files.config = path("AWS_CONFIG_FILE", "/.aws/config");
    files.credentials = path("AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials");
    MERGELOOM_TRY(const Sections config, sectionsOf(files.config));
    MERGELOOM_TRY(const Sections credentials, sectionsOf(files.credentials));
    for (auto it = config.cbegin(); it != config.cend(); ++it) {
        if (it.key() == u"default" && !config.contains(QStringLiteral("profile default")))
            files.profiles.insert(it.key(), it.value());
        else if (it.key().startsWith(u"profile "))
            files.profiles.insert(it.key().sliced(8), it.value());
        else if (it.key().startsWith(u"sso-session "))
            files.sessions.insert(it.key().sliced(12), it.value());
    }
    for (auto it = credentials.cbegin(); it != credentials.cend(); ++it)
        files.profiles[it.key()].insert(it.value());
    return files;
}

} // namespace mergeloom

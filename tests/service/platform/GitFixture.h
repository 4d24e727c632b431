#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <stdexcept>

namespace mergeloom {

/// A repository made with the git program, for tests. Throws when git says no, which fails the test.
class GitFixture
{
public:
    GitFixture() { git({"init", "-q", "-b", "main"}); }

    QString path(const QString &name = QString()) const
    {
        return name.isEmpty() ? m_directory.filePath("work") : m_directory.filePath("work/" + name);
    }
    QString beside(const QString &name) const { return m_directory.filePath(name); }

    QByteArray git(const QStringList &arguments, const QByteArray &input = {}, const QString &directory = {}) const
    {
        QDir().mkpath(path());
        QProcess process;
        QProcessEnvironment environment;
        environment.insert("PATH", qEnvironmentVariable("PATH"));
        environment.insert("HOME", m_directory.path());
        environment.insert("GIT_CONFIG_NOSYSTEM", "1");
        for (const char *role : {"AUTHOR", "COMMITTER"}) {
            environment.insert(QStringLiteral("GIT_%1_NAME").arg(role), "Test");
            environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(role), "test@example.org");
            environment.insert(QStringLiteral("GIT_%1_DATE").arg(role), "1700000000 +0000");
        }
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(directory.isEmpty() ? path() : directory);
        process.start("git", arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(120000) || process.exitCode() != 0)
            throw std::runtime_error(
                ("git " + arguments.join(' ')).toStdString() + ": " + process.readAllStandardError().toStdString());
        return process.readAllStandardOutput();
    }

    void write(const QString &name, const QByteArray &content) const { writeTo(path(name), content); }

    static void writeTo(const QString &file, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            throw std::runtime_error("cannot write " + file.toStdString());
    }

    /// All files as one commit; gives its id.
    QString commit(const QString &message) const
    {
        git({"add", "-A", "-f"});
        git({"commit", "-q", "--allow-empty", "-m", message});
        return head();
    }
    QString head(const QString &name = "HEAD") const { return line(git({"rev-parse", name})); }
    static QString line(const QByteArray &output) { return QString::fromLatin1(output).trimmed(); }

    /// A bare mirror as the transport makes it.
    QString mirror(const QString &name = "mirror.git") const
    {
        const QString target = beside(name);
        if (!QFileInfo::exists(target))
            git({"init", "-q", "--bare", target});
        git({"push", "-q", "--force", target, "refs/heads/*:refs/heads/*"});
        return target;
    }

private:
    QTemporaryDir m_directory;
};

} // namespace mergeloom

#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace mergeloom {

/// The git program in one folder, without any configuration but the one given.
class TestGit
{
public:
    explicit TestGit(QString folder) : m_folder(std::move(folder)) {}

    /// What it prints; `isGood` says whether it ended with 0.
    QByteArray run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess git;
        prepare(git, arguments);
        git.start();
        git.write(input);
        git.closeWriteChannel();
        m_isGood = git.waitForFinished(600'000) && git.exitStatus() == QProcess::NormalExit && git.exitCode() == 0;
        m_errors = git.readAllStandardError();
        return git.readAllStandardOutput();
    }

    bool isGood() const { return m_isGood; }
    QByteArray errors() const { return m_errors; }

    /// The content of a blob; null when there is no such blob.
    QByteArray blob(const QByteArray &id)
    {
        if (m_blobs.state() == QProcess::NotRunning) {
            prepare(m_blobs, {QStringLiteral("cat-file"), QStringLiteral("--batch")});
            m_blobs.start();
        }
        m_blobs.write(id + '\n');
        while (!m_blobs.canReadLine())
            if (!m_blobs.waitForReadyRead(60'000))
                return {};
        const QByteArrayList head = m_blobs.readLine().trimmed().split(' ');
        if (head.size() != 3)
            return {};
        const qint64 size = head[2].toLongLong();
        QByteArray content("");
        while (content.size() < size + 1) {
            if (m_blobs.bytesAvailable() == 0 && !m_blobs.waitForReadyRead(60'000))
                return {};
            content += m_blobs.read(size + 1 - content.size());
        }
        content.chop(1);
        return head[1] == "blob" ? content : QByteArray();
    }

    ~TestGit()
    {
        m_blobs.closeWriteChannel();
        if (m_blobs.state() != QProcess::NotRunning)
            m_blobs.waitForFinished();
    }

private:
    void prepare(QProcess &git, const QStringList &arguments) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
        environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
        git.setProcessEnvironment(environment);
        git.setProgram(QStringLiteral("git"));
        git.setArguments(
            QStringList{QStringLiteral("-c"), QStringLiteral("safe.directory=*"), QStringLiteral("-C"), m_folder}
            + arguments);
    }

    QString m_folder;
    QProcess m_blobs;
    QByteArray m_errors;
    bool m_isGood = false;
};

} // namespace mergeloom

#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace mergeloom {

/// The git program in one folder, without any configuration but the one given.
class GitProgram
{
public:
    explicit GitProgram(QString folder) : _folder(std::move(folder)) {}

    /// What it prints; `isGood` says whether it ended with 0.
    QByteArray run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess git;
        prepare(git, arguments);
        git.start();
        git.write(input);
        git.closeWriteChannel();
        _isGood = git.waitForFinished(600'000) && git.exitStatus() == QProcess::NormalExit && git.exitCode() == 0;
        _errors = git.readAllStandardError();
        return git.readAllStandardOutput();
    }

    bool isGood() const { return _isGood; }
    QByteArray errors() const { return _errors; }

    /// The content of a blob; null when there is no such blob.
    QByteArray blob(const QByteArray &id)
    {
        if (_blobs.state() == QProcess::NotRunning) {
            prepare(_blobs, {QStringLiteral("cat-file"), QStringLiteral("--batch")});
            _blobs.start();
        }
        _blobs.write(id + '\n');
        while (!_blobs.canReadLine())
            if (!_blobs.waitForReadyRead(60'000))
                return {};
        const QByteArrayList head = _blobs.readLine().trimmed().split(' ');
        if (head.size() != 3)
            return {};
        const qint64 size = head[2].toLongLong();
        QByteArray content("");
        while (content.size() < size + 1) {
            if (_blobs.bytesAvailable() == 0 && !_blobs.waitForReadyRead(60'000))
                return {};
            content += _blobs.read(size + 1 - content.size());
        }
        content.chop(1);
        return head[1] == "blob" ? content : QByteArray();
    }

    ~GitProgram()
    {
        _blobs.closeWriteChannel();
        if (_blobs.state() != QProcess::NotRunning)
            _blobs.waitForFinished();
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
            QStringList{QStringLiteral("-c"), QStringLiteral("safe.directory=*"), QStringLiteral("-C"), _folder}
            + arguments);
    }

    QString _folder;
    QProcess _blobs;
    QByteArray _errors;
    bool _isGood = false;
};

} // namespace mergeloom

#pragma once

#include "service/platform/CloneUrl.h"
#include "service/platform/GitTransport.h"
#include "service/platform/Process.h"
#include "service/platform/ScratchDirectory.h"
#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace mergeloom {

/// One use of the git program with a configuration that is ours alone. Keys lie in a private directory that goes with
/// this object; passwords are in the environment of the command only, and are told to no host but that of the URL.
class GitCommand
{
public:
    enum class Access { Read, Write };

    /// `mirrorRoot` keeps the host keys that were seen first. Errors: io.
    static Result<GitCommand> prepare(
        const CloneUrl &url, const std::optional<GitCredential> &credential, const QString &mirrorRoot, Access access);

    /// Runs to the end. An exit code other than 0 is a value, not an error. Errors: timeout, cancelled, not_found (no git).
    Result<ProcessResult> run(
        const QStringList &arguments, const GitTransport::Options &options, std::stop_token stop) const;

    /// An empty bare repository that sees the objects of `objectDirectories`; removed with this object.
    Result<QString> scratchRepository(const QStringList &objectDirectories) const;

private:
    GitCommand() = default;
    Result<void> writeFile(const QString &name, const QByteArray &content, int mode) const;
    Result<void> prepareSsh(const std::optional<GitCredential> &credential, const QString &mirrorRoot);
    Result<void> prepareHttp(const CloneUrl &url, const std::optional<GitCredential> &credential);

    std::unique_ptr<ScratchDirectory> m_private;
    QMap<QString, QString> m_environment;
};

/// The error that the output of a failed git command stands for; `url` and `action` ("read", "push to") are for its text.
Unexpected gitCommandFailure(const ProcessResult &result, const CloneUrl &url, const QString &action);

/// The words of the remote: its `remote:` lines, without the prefix.
QString remoteWords(const QByteArray &standardError);

} // namespace mergeloom

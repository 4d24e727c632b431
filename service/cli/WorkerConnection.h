#pragma once

#include "service/cli/CommandLine.h"
#include "shared/client/ApiClient.h"

namespace mergeloom {

/// The worker that a command speaks to: `--url` and `--token`, else JCA_WORKER_URL and JCA_WORKER_UI_TOKEN, else this
/// machine's worker with the token that it keeps in its data directory.
Result<std::unique_ptr<ApiClient>> connectWorker(const Invocation &invocation);

/// The text of a file, or of standard input for `-`.
Result<QByteArray> readSource(const QString &path, const Terminal &terminal);

/// A command that speaks to a worker: `run(client, invocation, terminal)` gives a Result<ExitCode>.
template <class Run>
std::function<ExitCode(const Invocation &, const Terminal &)> withWorker(Run run)
{
    return [run](const Invocation &invocation, const Terminal &terminal) {
        const auto client = connectWorker(invocation);
        if (!client)
            return failed(terminal, client.error());
        const Result<ExitCode> code = run(**client, invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
}

} // namespace mergeloom

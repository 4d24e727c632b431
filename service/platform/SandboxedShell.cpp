#include "service/platform/SandboxedShell.h"

namespace mergeloom {

Result<ProcessResult> SandboxedShell::run(const ShellOrder &order, const Output &onOutput, std::stop_token stop) const
{
    MERGELOOM_CHECK(allowList.check(order.line, {root, order.directory}));
    ProcessRequest request;
    request.program = QStringLiteral("/bin/bash"); // the grammar that the line was checked with
    request.arguments = QStringList{QStringLiteral("-c"), order.line};
    request.workingDirectory = order.directory.isEmpty() ? root : root + u'/' + order.directory;
    request.environment = environment;
    request.timeLimit = order.timeLimit.count() > 0 ? std::min(order.timeLimit, timeLimit) : timeLimit;
    request.outputLimit = outputLimit;
    request.sandbox = sandbox;
    request.onOutput = onOutput;
    request.onProxyListener = onProxyListener;
    const bool isSpareOfUse = spare && sandbox.mode == SandboxMode::Required;
    MERGELOOM_TRY(ProcessResult result, isSpareOfUse ? spare->run(request, stop) : runProcess(request, stop));
    if (result.end == ProcessEnd::Cancelled)
        return failure(ErrorCode::Cancelled, QStringLiteral("The command was cancelled."));
    return result;
}

} // namespace mergeloom

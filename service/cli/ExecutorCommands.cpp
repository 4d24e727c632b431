#include "service/cli/CommandGroups.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

/// The id of the one thing that has this id or name.
template <class Item>
auto idOf(const QList<Item> &items, const QString &wanted, const QString &kind) -> Result<decltype(Item::id)>
{
    QList<decltype(Item::id)> found;
    for (const Item &item : items)
        if (item.id.text() == wanted || item.name == wanted)
            found << item.id;
    if (found.size() == 1)
        return found.first();
    return failure(found.isEmpty() ? ErrorCode::NotFound : ErrorCode::Conflict,
        QStringLiteral("%1 %2 are called \"%3\". Give the id, which `list` shows.")
            .arg(found.size())
            .arg(kind, wanted));
}

void say(const Invocation &invocation, const Terminal &terminal, const api::Done &done, const QString &line)
{
    if (invocation.isJson())
        terminal.json(toJson(done));
    else
        terminal.line(line);
}

Result<ExitCode> listExecutors(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::executors()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    const Timestamp now = Timestamp::now();
    TextTable table({{"ID"}, {"STATE"}, {"VERSION"}, {"SEEN"}, {"NAME", TextTable::Column::Flexible}});
    for (const api::ExecutorView &executor : page.items)
        table.add({executor.id.text(), executor.state, executor.version, relativeTime(executor.lastSeenAt, now),
            executor.name});
    table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> renewToken(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::executors()));
    MERGELOOM_TRY(const WorkerId id, idOf(page.items, invocation.arguments.value(0), QStringLiteral("executor(s)")));
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::renewExecutorToken(id)));
    say(invocation, terminal, done, plainLine(done.message));
    return ExitCode::Ok;
}

Result<ExitCode> revokeExecutor(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString wanted = invocation.arguments.value(0);
    MERGELOOM_TRY(const auto page, client.wait(api_call::executors()));
    MERGELOOM_TRY(const WorkerId id, idOf(page.items, wanted, QStringLiteral("executor(s)")));
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::revokeExecutor(id)));
    say(invocation, terminal, done, QStringLiteral("%1 was revoked").arg(plainLine(wanted)));
    return ExitCode::Ok;
}

Result<int> numberOf(const Invocation &invocation, const QString &option, int otherwise)
{
    const QString text = invocation.text(option);
    if (text.isEmpty())
        return otherwise;
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 1)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("--%1 is \"%2\", but must be a number from 1 on.").arg(option, text));
    return number;
}

Result<ExitCode> createEnrollment(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    api::EnrollmentTokenRequest request{invocation.arguments.value(0)};
    MERGELOOM_TRY(request.uses, numberOf(invocation, QStringLiteral("uses"), request.uses));
    MERGELOOM_TRY(request.hours, numberOf(invocation, QStringLiteral("hours"), request.hours));
    MERGELOOM_TRY(const api::EnrollmentTokenView token, client.wait(api_call::createEnrollmentToken(request)));
    if (invocation.isJson()) {
        terminal.json(toJson(token));
        return ExitCode::Ok;
    }
    terminal.error(QStringLiteral("Enrolment token %1: %2 use(s) until %3. It is shown this once:")
                       .arg(plainLine(token.name))
                       .arg(token.usesLeft)
                       .arg(token.expiresAt.toString().left(16)));
    terminal.line(plainLine(token.secret.value_or(QString())));
    return ExitCode::Ok;
}

Result<ExitCode> listEnrollments(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::enrollmentTokens()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    TextTable table({{"ID"}, {"USES LEFT"}, {"EXPIRES"}, {"NAME", TextTable::Column::Flexible}});
    for (const api::EnrollmentTokenView &token : page.items)
        table.add({token.id.text(), QString::number(token.usesLeft), token.expiresAt.toString().left(16), token.name});
    table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> revokeEnrollment(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString wanted = invocation.arguments.value(0);
    MERGELOOM_TRY(const auto page, client.wait(api_call::enrollmentTokens()));
    MERGELOOM_TRY(const TokenId id, idOf(page.items, wanted, QStringLiteral("enrolment token(s)")));
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::revokeEnrollmentToken(id)));
    say(invocation, terminal, done, QStringLiteral("%1 was revoked").arg(plainLine(wanted)));
    return ExitCode::Ok;
}

} // namespace

QList<Command> executorCommands()
{
    return {
        {"executor list", "List the executors.", {}, withWorker(listExecutors), {}},
        {"executor new-token", "Have an executor replace its token.", "ID|NAME", withWorker(renewToken), {}},
        {"executor revoke", "Refuse an executor from now on; its job goes back into the queue.", "ID|NAME",
            withWorker(revokeExecutor), {}},
        {"enrollment create", "Make a token with which executors on other hosts enrol.", "NAME",
            withWorker(createEnrollment),
            {{"uses", "N", "how many may enrol with it (default 1)"},
                {"hours", "N", "how long it lasts (default 24)"}}},
        {"enrollment list", "List enrolment tokens.", {}, withWorker(listEnrollments), {}},
        {"enrollment revoke", "Revoke an enrolment token; who has enrolled with it stays.", "ID|NAME",
            withWorker(revokeEnrollment), {}},
    };
}

} // namespace mergeloom

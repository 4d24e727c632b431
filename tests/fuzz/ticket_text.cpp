// Directives in the text of a ticket, and the branch that its key gives.
#include "shared/domain/Directives.h"
#include "shared/domain/Ticket.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    const QString text = QString::fromUtf8(input);
    const auto directed = parseDirectives(text);
    if (directed)
        fuzz::demand(directed->text.size() <= text.size(), "only the block is taken out");
    else
        fuzz::demand(!directed.error().message.isEmpty(), "an error says what is wrong");
    const QString branch = ticketBranch(text);
    fuzz::demand(branch.startsWith(QStringLiteral("tickets/")) && !branch.contains(u' ') && !branch.contains(u'\n'),
        "a branch is a branch");
}

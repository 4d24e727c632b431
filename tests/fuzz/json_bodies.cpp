// The bodies that gateway, controller and executors send each other: what is taken in can be written and read again.
#include "shared/api/AccessTypes.h"
#include "shared/api/ActionTypes.h"
#include "shared/api/ProviderTypes.h"
#include "shared/api/RepositoryTypes.h"
#include "shared/api/TicketTypes.h"
#include "shared/api/WorkerProtocol.h"
#include "shared/domain/Event.h"
#include "shared/domain/Job.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

template <typename Body>
void readAndWrite(const QByteArray &text)
{
    const auto read = parseJsonAs<Body>(text);
    if (!read)
        return fuzz::demand(!read.error().message.isEmpty(), "an error says what is wrong");
    const QByteArray written = compactJsonOf(*read);
    const auto again = parseJsonAs<Body>(written);
    fuzz::demand(again && compactJsonOf(*again) == written, "what was taken in can be written and read again");
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const QByteArray text = input.sliced(1).toByteArray();
    switch (uchar(input[0]) % 10) {
    case 0:
        return readAndWrite<JobEnvelope>(text);
    case 1:
        return readAndWrite<Event>(text);
    case 2:
        return readAndWrite<RunResult>(text);
    case 3:
        return readAndWrite<protocol::EnrollRequest>(text);
    case 4:
        return readAndWrite<protocol::HeartbeatRequest>(text);
    case 5:
        return readAndWrite<protocol::LeaseAnswer>(text);
    case 6:
        return readAndWrite<protocol::FinishRequest>(text);
    case 7:
        return readAndWrite<protocol::ProviderWithSecret>(text);
    case 8:
        return readAndWrite<RepositorySettings>(text);
    default:
        return readAndWrite<protocol::StatusRequest>(text);
    }
}

#include "service/network/NetworkPolicy.h"

#include "service/network/Address.h"

namespace mergeloom {

Result<NetworkPolicy> NetworkPolicy::of(
    CommandKind kind, const NetworkSettings &repository, const NetworkSettings &worker)
{
    NetworkPolicy policy;
    const NetworkMode asked = repository.modeOf(kind);
    policy.m_mode = std::min(asked, worker.modeOf(kind));
    if (policy.m_mode < asked)
        policy.m_narrowed =
            QStringLiteral(
                "The repository asks for the network mode %1 for %2 commands; this worker gives %3. Its setting "
                "JCA_WORKER_NETWORK_%4 says so.")
                .arg(enumName(asked), enumName(kind), enumName(policy.m_mode), enumName(kind).toUpper());
    MERGELOOM_TRY(policy.m_repository, HostList::parse(repository.hosts));
    MERGELOOM_TRY(policy.m_worker, HostList::parse(worker.hosts));
    // What was open for the repository is a list now: the worker's own.
    if (asked == NetworkMode::Open && policy.m_mode == NetworkMode::Allowlist)
        policy.m_repository = policy.m_worker;
    return policy;
}

std::optional<NetworkRefusal> NetworkPolicy::judge(const QString &host, int port) const
{
    const auto refuse = [&](const char *reason, const QString &text) {
        return NetworkRefusal{host, port, QString::fromLatin1(reason), text};
    };
    const auto address = addressFrom(host);
    const QString name = address ? QString() : comparableHost(host);
    if (!address && name.isEmpty())
        return refuse("bad_request", QStringLiteral("“%1” is no host.").arg(host.left(120)));
    const auto lists = [&](const HostList &list) {
        return address ? list.listsAddress(*address, port) : list.listsName(name, port);
    };
    const QString place = QStringLiteral("%1:%2").arg(host.contains(u':') ? u'[' + host + u']' : host).arg(port);
    if (!lists(m_repository))
        return refuse("not_listed",
            QStringLiteral("%1 is not on the list of hosts that this command may reach. If it should be, add %2 to the "
                           "network hosts of the repository.")
                .arg(place, port == 443 || port == 80 ? host : place));
    if (!lists(m_worker))
        return refuse("not_listed_by_worker",
            QStringLiteral("%1 is on the list of the repository, but this worker does not give it. Its setting "
                           "JCA_WORKER_NETWORK_HOSTS says so.")
                .arg(place));
    if (address && reachable({*address}, port).isEmpty())
        return refuse("private_address",
            QStringLiteral(
                "%1 is an address of a private network or of this host; repository and worker must both name it.")
                .arg(place));
    return std::nullopt;
}

QList<QHostAddress> NetworkPolicy::reachable(const QList<QHostAddress> &addresses, int port) const
{
    QList<QHostAddress> good;
    for (const QHostAddress &address : addresses)
        if (isPublicAddress(address)
            || (m_repository.namesAddress(address, port) && m_worker.namesAddress(address, port)))
            good << unwrappedAddress(address);
    return good;
}

} // namespace mergeloom

#include "service/network/NetworkGate.h"

#include "service/network/GateConnection.h"
#include "service/network/GateDesk.h"

namespace mergeloom {

namespace {
constexpr int mostNamed = 20;
}

class GateDesk::Listener : public QTcpServer
{
public:
    explicit Listener(GateDesk &desk) : m_desk(desk) {}

protected:
    void incomingConnection(qintptr descriptor) override { m_desk.take(descriptor); }

private:
    GateDesk &m_desk;
};

GateDesk::GateDesk(const NetworkPolicy &policy, const GateOptions &options, const NetworkGate::Refused &onRefused)
    : m_policy(policy), m_options(options), m_onRefused(onRefused)
{
}

GateDesk::~GateDesk()
{
    // While all that they speak to is still there.
    for (QObject *connection : QObjectList(children()))
        delete connection;
}

void GateDesk::serve(FileDescriptor listener)
{
    auto server = std::make_unique<Listener>(*this);
    if (server->setSocketDescriptor(listener.get())) {
        (void)listener.release();
        m_listeners.push_back(std::move(server));
    }
}

void GateDesk::take(qintptr descriptor)
{
    ++m_open;
    auto *connection = new GateConnection(*this, descriptor);
    if (m_open > m_options.limits.connections)
        connection->refuse(503,
            {{}, 0, QStringLiteral("too_many_connections"),
                QStringLiteral("The command has more than %1 connections open at one time.")
                    .arg(m_options.limits.connections)});
}

void GateDesk::report(const NetworkRefusal &refusal)
{
    ++m_refused;
    const QString place =
        refusal.host.isEmpty() ? QString() : QStringLiteral("%1:%2").arg(refusal.host).arg(refusal.port);
    if (!place.isEmpty() && m_refusedHosts.size() < mostNamed && !m_refusedHosts.contains(place))
        m_refusedHosts << place;
    if (m_onRefused && m_refused <= m_options.limits.reported)
        m_onRefused(refusal);
}

HostUse &GateDesk::useOf(const QString &host, int port)
{
    HostUse &use = m_uses[{host, port}];
    use.host = host;
    use.port = port;
    return use;
}

void GateDesk::countConnection(const QString &host, int port) { ++useOf(host, port).connections; }

bool GateDesk::countBytes(const QString &host, int port, qint64 sent, qint64 received)
{
    HostUse &use = useOf(host, port);
    use.sent += sent;
    use.received += received;
    m_bytes += sent + received;
    return m_bytes <= m_options.limits.bytes;
}

NetworkUse GateDesk::use() const { return {m_uses.values(), m_refused, m_refusedHosts}; }

NetworkGate::NetworkGate(const NetworkPolicy &policy, const GateOptions &options, const Refused &onRefused)
    : m_desk(new GateDesk(policy, options, onRefused))
{
    m_thread.setObjectName(QStringLiteral("network gate"));
    m_desk->moveToThread(&m_thread);
    m_thread.start();
}

NetworkGate::~NetworkGate() { close(); }

void NetworkGate::serve(FileDescriptor listener)
{
    if (!m_desk)
        return;
    auto handed = std::make_shared<FileDescriptor>(std::move(listener)); // a functor that is posted must be copyable
    QMetaObject::invokeMethod(
        m_desk, [desk = m_desk, handed] { desk->serve(std::move(*handed)); }, Qt::QueuedConnection);
}

NetworkUse NetworkGate::close()
{
    NetworkUse use;
    if (!m_desk)
        return use;
    QMetaObject::invokeMethod(
        m_desk,
        [&] {
            use = m_desk->use();
            std::exchange(m_desk, nullptr)->deleteLater(); // done when the thread ends
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    return use;
}

} // namespace mergeloom

#pragma once

#include "service/network/NetworkGate.h"

#include <QObject>
#include <QTcpServer>

#include <memory>
#include <vector>

namespace mergeloom {

/// What the connections of one gate share. Lives on the gate's thread.
class GateDesk : public QObject
{
public:
    GateDesk(const NetworkPolicy &policy, const GateOptions &options, const NetworkGate::Refused &onRefused);
    ~GateDesk() override;

    void serve(FileDescriptor listener);
    NetworkUse use() const;

    const NetworkPolicy &policy() const { return m_policy; }
    const GateOptions &options() const { return m_options; }
    void report(const NetworkRefusal &refusal);
    void countConnection(const QString &host, int port);
    /// False: the command has used up its bytes.
    bool countBytes(const QString &host, int port, qint64 sent, qint64 received);
    void closed() { --m_open; }

private:
    class Listener;
    void take(qintptr descriptor);
    HostUse &useOf(const QString &host, int port);

    NetworkPolicy m_policy;
    GateOptions m_options;
    NetworkGate::Refused m_onRefused;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    QMap<QPair<QString, int>, HostUse> m_uses;
    qint64 m_bytes = 0;
    int m_refused = 0;
    QStringList m_refusedHosts;
    int m_open = 0;
};

} // namespace mergeloom

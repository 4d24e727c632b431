#pragma once

#include "service/controlplane/ControlPlaneClient.h"
#include "service/executor/WorkerTokenFile.h"

namespace mergeloom {

/// Makes this executor known to its controller: with the cluster token at every start; with an enrolment token once, and from
/// then on with the worker token that it keeps. Main thread.
class Membership
{
public:
    struct Options {
        QString name;
        QString tenant;
        bool hasClusterToken = false;
        QString enrollmentToken;
        QString tokenPath; ///< where the worker token is kept when there is no cluster token
    };
    using Joined = std::function<void(Result<protocol::EnrollAnswer>)>;

    Membership(ControlPlaneClient &client, Options options) : m_client(client), m_options(std::move(options)) {}

    bool isOfCluster() const { return m_options.hasClusterToken; }
    /// One attempt; from then on the client has a token. `unauthorized`: this executor was revoked, or its enrolment token is
    /// of no use; `unsupported`: the gateway speaks another protocol.
    void join(Joined done);
    /// The gateway wants another token to be used.
    void replaceToken();

private:
    void enroll(Joined done);
    void check(Joined done);
    Result<void> keep(const WorkerToken &token);

    ControlPlaneClient &m_client;
    Options m_options;
    WorkerToken m_token;
    bool m_isReplacing = false;
};

} // namespace mergeloom

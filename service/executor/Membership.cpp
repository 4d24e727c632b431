#include "service/executor/Membership.h"

#include "service/platform/SecretBox.h"
#include "shared/core/Log.h"

#include <QSysInfo>

namespace mergeloom {

void Membership::join(Joined done)
{
    if (m_options.hasClusterToken)
        return enroll(std::move(done));
    const auto kept = readWorkerToken(m_options.tokenPath, m_options.name);
    if (!kept)
        return done(failure(kept));
    if (!*kept)
        return enroll(std::move(done));
    m_token = **kept;
    m_client.useWorkerToken(m_token.token);
    check(std::move(done));
}

void Membership::enroll(Joined done)
{
    protocol::EnrollRequest request;
    request.tenant = m_options.tenant;
    request.name = m_options.name;
    request.version = QStringLiteral(MERGELOOM_VERSION);
    request.platform = QSysInfo::prettyProductName() + u' ' + QSysInfo::currentCpuArchitecture();
    request.protocol = protocol::revision;
    if (!m_options.hasClusterToken)
        request.enrollmentToken = m_options.enrollmentToken;
    m_client.enroll(request, [this, done = std::move(done)](Result<protocol::EnrollAnswer> answer) {
        if (!answer)
            return done(std::move(answer));
        if (std::abs(answer->protocol - protocol::revision) > 1)
            return done(failure(ErrorCode::Unsupported,
                QStringLiteral(
                    "The controller speaks revision %1 of the worker protocol, and this executor revision %2; one "
                    "more or less is understood. Bring the older one to the newer release.")
                    .arg(answer->protocol)
                    .arg(protocol::revision)));
        m_token = {m_options.name, answer->workerId, answer->workerToken, {}};
        // An enrolment token may be used up by now: without the file this executor could not start again.
        if (const auto kept = keep(m_token); !kept)
            log::error(QStringLiteral("The worker token cannot be kept"), {{"error", kept.error().message}});
        done(std::move(answer));
    });
}

/// Whether the token that is kept is still good; when it was being replaced, one of the two is.
void Membership::check(Joined done)
{
    protocol::StatusRequest status;
    status.state = QStringLiteral("idle");
    status.version = QStringLiteral(MERGELOOM_VERSION);
    m_client.reportStatus(
        m_token.workerId, status, [this, done = std::move(done)](const Result<protocol::StatusAnswer> &answer) {
            if (answer) {
                if (!m_token.nextToken.isEmpty()) {
                    m_token.nextToken.clear();
                    (void)keep(m_token);
                }
                protocol::EnrollAnswer joined;
                joined.workerId = m_token.workerId;
                return done(joined);
            }
            if (answer.error().code != ErrorCode::Unauthorized)
                return done(failure(answer));
            if (m_token.nextToken.isEmpty())
                return done(failure(ErrorCode::Unauthorized,
                    QStringLiteral(
                        "The controller refuses this executor: it was revoked. Remove %1, and enrol under another "
                        "name with a new enrolment token.")
                        .arg(m_options.tokenPath)));
            m_token.token = std::exchange(m_token.nextToken, {});
            m_client.useWorkerToken(m_token.token);
            check(done);
        });
}

void Membership::replaceToken()
{
    if (std::exchange(m_isReplacing, true))
        return;
    m_token.nextToken = SecretBox::randomToken();
    if (const auto kept = keep(m_token); !kept) {
        m_isReplacing = false;
        return log::error(QStringLiteral("The token is not replaced"), {{"error", kept.error().message}});
    }
    m_client.replaceToken(m_token.workerId, SecretBox::hashToken(m_token.nextToken),
        [this](const Result<protocol::Acknowledged> &answer) {
            m_isReplacing = false;
            if (!answer) // it may have been done all the same
                return check([](const Result<protocol::EnrollAnswer> &) {});
            m_token.token = std::exchange(m_token.nextToken, {});
            m_client.useWorkerToken(m_token.token);
            (void)keep(m_token);
            log::info(QStringLiteral("The worker token was replaced"));
        });
}

Result<void> Membership::keep(const WorkerToken &token)
{
    return m_options.hasClusterToken ? Result<void>() : writeWorkerToken(m_options.tokenPath, token);
}

} // namespace mergeloom

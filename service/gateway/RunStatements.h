#pragma once

#include "shared/domain/RunView.h"

namespace mergeloom {

inline constexpr auto inTotoType = "application/vnd.in-toto+json";

/// What a completed run can be attested to have done, as in-toto statements (v1) about its commit: SLSA provenance v1, and,
/// where commands validated it, a test result v0.1. `origin`: of the audit log that holds its events. `conflict` when the run
/// made no commit, or is not completed.
Result<QList<QByteArray>> statementsOf(const RunView &view, const QString &origin);

} // namespace mergeloom

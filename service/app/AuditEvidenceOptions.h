#pragma once

#include "service/cli/CommandLine.h"
#include "service/gateway/AuditVerification.h"
#include "shared/core/Settings.h"

namespace mergeloom {

/// `--key` and `--checkpoints`, for commands that verify.
CommandOption trustedKeyOption();
CommandOption heldCheckpointsOption();

/// A file, or standard input as `-`.
Result<QByteArray> readInput(const QString &path, const Terminal &terminal);
/// A key as text, or from a file that holds it.
Result<NoteKey> noteKeyOf(const QString &text);

/// What those options give, and the file of checkpoints that the settings name.
Result<AuditEvidence> evidenceOf(const Invocation &invocation, const Settings &settings, const Terminal &terminal);

/// Verifies with progress on a terminal.
Result<AuditReport> verifyShown(Database &database, const AuditEvidence &evidence, const Terminal &terminal);
void printReport(const AuditReport &report, const Terminal &terminal);

} // namespace mergeloom

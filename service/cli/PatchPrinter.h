#pragma once

#include "service/cli/Terminal.h"

namespace mergeloom {

/// A unified diff: coloured and made harmless on a terminal, else as it is, so that it can be applied.
void printPatch(const Terminal &terminal, const QString &patch);

/// A file: on a terminal as plain text, else byte for byte. Gives `Usage` when a terminal cannot show it, and says so.
ExitCode printFile(const Terminal &terminal, const QByteArray &bytes);

} // namespace mergeloom

#pragma once

#include "service/platform/FileDescriptor.h"
#include "shared/core/Result.h"

#include <QStringList>

namespace mergeloom {

/// The components of a relative path; empty for the root. `forbidden`: absolute, over the root, or through `.git`.
Result<QStringList> splitBeneath(const QString &path);

/// Opens what the kernel resolves beneath the directory `root`, links included; `forbidden` when that leaves the root or
/// ends in its `.git`. `flags` are those of open(2); close-on-exec is added.
Result<FileDescriptor> openBeneath(int root, const QStringList &parts, int flags);

/// `conflict` when `directory` has an entry that differs from the new `name` in nothing but case or composition; `path` is for
/// the text.
Result<void> refuseCaseTwin(int directory, const QString &name, const QString &path);

/// Like openBeneath() for a directory, made where it is missing.
Result<FileDescriptor> makeDirectoriesBeneath(int root, const QStringList &parts);

/// Opens again, with other flags, what was opened with O_PATH; closed when it cannot be, with errno set.
FileDescriptor reopen(const FileDescriptor &place, int flags);

/// An errno as an error about a path, in words that a model can act on.
Unexpected pathFailure(const QString &path, int number);

} // namespace mergeloom

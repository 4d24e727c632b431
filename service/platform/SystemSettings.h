#pragma once

#include "service/platform/ScratchDirectory.h"
#include "shared/core/Result.h"

#include <QStringList>

#include <memory>

namespace mergeloom {

/// What of /etc programs need to run at all: linker, names of users and hosts, certificates, time zone, alternatives, and
/// the system-wide settings of tool chains. No shadow files, no ssh, no machine id, no service settings.
class SystemSettings
{
public:
    /// Those of this host, as absolute paths.
    static QStringList paths();

    /// Copies them to a directory of its own, which goes with the object. A sandbox then shows one folder in place of
    /// forty, and starts in half the time. Takes some 10 ms. What this user cannot read is left out. Errors: io.
    static Result<std::shared_ptr<const SystemSettings>> copy();
    QString path() const { return m_directory.path(); }

    explicit SystemSettings(ScratchDirectory directory) : m_directory(std::move(directory)) {}

private:
    ScratchDirectory m_directory;
};

} // namespace mergeloom

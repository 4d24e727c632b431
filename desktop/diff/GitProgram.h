#pragma once

#include "shared/core/Result.h"

#include <QStringList>

#include <stop_token>

namespace mergeloom {

/// The git program in one repository, for reading objects alone. Blocks: for a thread that may wait.
class GitProgram
{
public:
    GitProgram(QString repository, std::stop_token stop) : m_repository(std::move(repository)), m_stop(std::move(stop))
    {
    }

    /// What git prints, `input` being its standard input; git's own words where it fails.
    Result<QByteArray> run(const QStringList &arguments, const QByteArray &input = {}) const;

private:
    QString m_repository;
    std::stop_token m_stop;
};

} // namespace mergeloom

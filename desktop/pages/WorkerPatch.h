#pragma once

#include "desktop/diff/DiffSource.h"
#include "shared/domain/DiffGuard.h"

namespace mergeloom {

/// A change as a worker tells it: the patch, and of each file its size, which the patch does not say of binary ones.
class WorkerPatch : public DiffSource
{
public:
    WorkerPatch(QString title, QString patch, QList<ChangedFileView> files)
        : m_title(std::move(title)), m_patch(std::move(patch)), m_files(std::move(files))
    {
    }
    QString title() const override { return m_title; }
    Result<DiffDocument> load(std::stop_token stop) const override;

private:
    QString m_title;
    QString m_patch;
    QList<ChangedFileView> m_files;
};

} // namespace mergeloom

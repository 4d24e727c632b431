#pragma once

#include "desktop/diff/AttributionModel.h"
#include "shared/diff/FileDiff.h"

#include <QHash>
#include <QMap>

#include <memory>

namespace mergeloom {

/// Lines of files after a change, of which it is known which run wrote them.
class RunLines : public AttributionModel
{
public:
    /// Every line that the diff adds is of this run.
    static std::shared_ptr<const RunLines> allAdded(
        const DiffDocument &document, const QString &run, const QString &ticket);

    /// From 1, and the last is one of them.
    void add(const QString &path, qint64 first, qint64 last, const QString &run, const QString &ticket);
    std::optional<LineAttribution> attribution(const QString &path, qint64 line) const override;

private:
    struct Lines {
        qint64 last = 0;
        LineAttribution of;
    };
    QHash<QString, QMap<qint64, Lines>> m_files; ///< by the first line
};

} // namespace mergeloom

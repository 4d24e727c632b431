#pragma once

#include <QString>

#include <optional>

namespace mergeloom {

/// Which run wrote a line.
struct LineAttribution {
    QString run;    ///< its id
    QString ticket; ///< its key
    QString label;  ///< short, for the margin
    int colour = 0; ///< the same for all lines of a run; any number
};

/// What the margin of a diff says of the lines of the file after. Asked on the GUI thread, for what is seen: answers at once
/// with what it has.
class AttributionModel
{
public:
    virtual ~AttributionModel() = default;
    /// `line` counts from 1.
    virtual std::optional<LineAttribution> attribution(const QString &path, qint64 line) const = 0;
};

} // namespace mergeloom

#pragma once

#include "shared/diff/DiffLayout.h"
#include "shared/diff/Hunks.h"

namespace mergeloom {

/// Makes the rows of a DiffLayout, from the top of the file to its end.
class LayoutBuilder
{
public:
    LayoutBuilder(
        const FileDiff &file, const LayoutOptions &options, const QList<MovedBlock> &moved, std::stop_token stop);
    std::shared_ptr<const DiffLayout> build();

private:
    bool isStopped() const { return _stop.stop_requested(); }
    void addHunk(const Hunk &hunk);
    void addOutside(qsizetype beforeEnd, qsizetype firstChange, qsizetype changeEnd);
    void addEqualOutside(qsizetype count);
    void addHidden(qsizetype before, qsizetype after);
    void finishFold();
    void addEqual(qsizetype count);
    void addIgnored(const Change &change);
    void addChange(const Change &change);
    void addRemovedAndAdded(qsizetype beforeEnd, qsizetype afterEnd);
    void addGapsHere();
    bool isOpened(qsizetype before) const;
    qsizetype openedBorder(qsizetype before) const;
    Mark removedMark(qsizetype line) const;
    Mark addedMark(qsizetype line) const;
    void measure();

    std::shared_ptr<DiffLayout> _layout;
    const FileDiff &_file;
    const LayoutOptions &_options;
    QList<Change> _changes;
    QList<MovedBlock> _movedAway; // by line
    QList<MovedBlock> _movedHere;
    std::stop_token _stop;
    qsizetype _before = 0; // what has been laid out
    qsizetype _after = 0;
    qsizetype _nextGap = 0;
    DiffRow _fold; // that has not been added yet; none when it hides nothing
};

} // namespace mergeloom

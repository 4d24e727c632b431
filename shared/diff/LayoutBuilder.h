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
    bool isStopped() const { return m_stop.stop_requested(); }
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

    std::shared_ptr<DiffLayout> m_layout;
    const FileDiff &m_file;
    const LayoutOptions &m_options;
    QList<Change> m_changes;
    QList<MovedBlock> m_movedAway; // by line
    QList<MovedBlock> m_movedHere;
    std::stop_token m_stop;
    qsizetype m_before = 0; // what has been laid out
    qsizetype m_after = 0;
    qsizetype m_nextGap = 0;
    DiffRow m_fold; // that has not been added yet; none when it hides nothing
};

} // namespace mergeloom

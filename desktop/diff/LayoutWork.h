#pragma once

#include "desktop/diff/BackgroundWork.h"
#include "shared/diff/DiffLayout.h"

#include <QMap>
#include <QObject>

namespace mergeloom {

/// Lays files of a document out, off the GUI thread: first without moved blocks, which need a look at all files, then,
/// where there are some, with them.
class LayoutWork : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void setDocument(std::shared_ptr<const DiffDocument> document);
    /// The same files, some of which are known whole by now: moved blocks that were found are kept, and what is looked for goes on.
    void replaceDocument(std::shared_ptr<const DiffDocument> document) { m_document = std::move(document); }
    /// Cancels what was started before.
    void start(int file, const LayoutOptions &options);
    void cancel();
    bool isRunning() const { return m_layouts.isRunning(); }
    /// Neither a layout nor moved blocks are being computed.
    bool isIdle() const { return !m_layouts.isRunning() && !m_moves.isRunning(); }

Q_SIGNALS:
    void ready(std::shared_ptr<const DiffLayout> layout);
    /// All files were looked through for moved blocks, which is what costs.
    void movesFound();

private:
    struct Moves {
        std::shared_ptr<const DiffDocument> document; ///< whose places they name
        std::shared_ptr<const QList<QList<MovedBlock>>> blocks;
    };
    struct Laid {
        std::shared_ptr<const DiffLayout> layout;
        Moves moves;
    };

    static Laid laidOut(const std::shared_ptr<const DiffDocument> &document, int file, const LayoutOptions &options,
        Moves moves, const std::stop_token &stop);
    void layOut();
    void findMoves();

    std::shared_ptr<const DiffDocument> m_document;
    QMap<Whitespace, Moves> m_moved;
    int m_file = -1;
    LayoutOptions m_options;
    BackgroundWork<Laid> m_layouts;
    BackgroundWork<Moves> m_moves;
    Whitespace m_movesMode = Whitespace::Exact; ///< that m_moves looks for
};

} // namespace mergeloom

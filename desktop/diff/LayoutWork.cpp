#include "desktop/diff/LayoutWork.h"

namespace mergeloom {

void LayoutWork::setDocument(std::shared_ptr<const DiffDocument> document)
{
    cancel();
    m_moves.cancel();
    m_moved.clear();
    m_document = std::move(document);
    m_file = -1;
}

void LayoutWork::cancel() { m_layouts.cancel(); }

void LayoutWork::start(int file, const LayoutOptions &options)
{
    m_file = file;
    m_options = options;
    layOut();
}

LayoutWork::Laid LayoutWork::laidOut(const std::shared_ptr<const DiffDocument> &document, int file,
    const LayoutOptions &options, Moves moves, const std::stop_token &stop)
{
    if (moves.blocks && moves.document != document) {
        const auto carried = carriedBlocks(*moves.blocks, *moves.document, *document, options.whitespace);
        moves = carried ? Moves{document, std::make_shared<QList<QList<MovedBlock>>>(*carried)} : Moves();
    }
    const QList<MovedBlock> blocks = moves.blocks ? moves.blocks->value(file) : QList<MovedBlock>();
    return {DiffLayout::of(document->files[file], options, blocks, stop), std::move(moves)};
}

void LayoutWork::layOut()
{
    m_layouts.start(
        [document = m_document, file = m_file, options = m_options, moves = m_moved.value(m_options.whitespace)](
            const std::stop_token &stop) { return laidOut(document, file, options, moves, stop); },
        [this](const Laid &laid) {
            if (!laid.layout)
                return;
            if (laid.moves.blocks)
                m_moved.insert(m_options.whitespace, laid.moves);
            else
                findMoves();
            Q_EMIT ready(laid.layout);
        });
}

void LayoutWork::findMoves()
{
    if (m_moves.isRunning() && m_movesMode == m_options.whitespace)
        return;
    m_movesMode = m_options.whitespace;
    m_moves.start(
        [document = m_document, mode = m_movesMode](const std::stop_token &stop) {
            return Moves{document, std::make_shared<QList<QList<MovedBlock>>>(movedBlocks(*document, mode, stop))};
        },
        [this](const Moves &moves) {
            m_moved.insert(m_movesMode, moves);
            if (m_movesMode == m_options.whitespace && !moves.blocks->value(m_file).isEmpty())
                layOut();
            Q_EMIT movesFound();
        });
}

} // namespace mergeloom

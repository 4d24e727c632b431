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

void LayoutWork::layOut()
{
    const Moves moved = m_moved.value(m_options.whitespace);
    m_layouts.start(
        [document = m_document, file = m_file, options = m_options, moved](const std::stop_token &stop) {
            return DiffLayout::of(
                document->files[file], options, moved ? moved->value(file) : QList<MovedBlock>(), stop);
        },
        [this](const std::shared_ptr<const DiffLayout> &layout) {
            if (!layout)
                return;
            if (!m_moved.contains(m_options.whitespace))
                findMoves();
            Q_EMIT ready(layout);
        });
}

void LayoutWork::findMoves()
{
    if (m_moves.isRunning() && m_movesMode == m_options.whitespace)
        return;
    m_movesMode = m_options.whitespace;
    m_moves.start(
        [document = m_document, mode = m_movesMode](const std::stop_token &stop) {
            return Moves(std::make_shared<QList<QList<MovedBlock>>>(movedBlocks(*document, mode, stop)));
        },
        [this](const Moves &moved) {
            m_moved.insert(m_movesMode, moved);
            if (m_movesMode == m_options.whitespace && !moved->value(m_file).isEmpty())
                layOut();
        });
}

} // namespace mergeloom

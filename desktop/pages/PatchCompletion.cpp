#include "desktop/pages/PatchCompletion.h"

#include "desktop/diff/DiffView.h"
#include "shared/diff/CompletedFile.h"

namespace mergeloom {

namespace {

constexpr quint32 submoduleMode = 0160000;

bool isSubmodule(const FileDiff &file) { return file.beforeMode == submoduleMode || file.afterMode == submoduleMode; }

FileDiff withBytes(FileDiff file, const Result<QByteArray> *before, const Result<QByteArray> *after)
{
    if (before && *before) {
        file.beforeBytes = **before;
        file.beforeSize = file.beforeBytes.size();
    }
    if (after && *after) {
        file.afterBytes = **after;
        file.afterSize = file.afterBytes.size();
    }
    file.isWhole = (!before || *before) && (!after || *after);
    return file;
}

} // namespace

bool PatchCompletion::Content::isWanted(Side side) const
{
    if (!known.isBinary)
        return side == Side::Before; // the patch says what became of it
    return known.status != (side == Side::Before ? FileStatus::Added : FileStatus::Deleted);
}

bool PatchCompletion::Content::isComplete() const
{
    return (before || !isWanted(Side::Before)) && (after || !isWanted(Side::After));
}

/// Lines between changes that no mirror has stay hidden, as in any patch; a picture that is not there wants a reason.
QString PatchCompletion::Content::problem(const QString &away) const
{
    QStringList problems;
    for (const auto &side : {before, after}) {
        if (!side || *side || (side->error().code == ErrorCode::NotFound && !known.isBinary))
            continue;
        const QString text = side->error().code == ErrorCode::Unavailable ? away : side->error().message;
        if (!problems.contains(text))
            problems.append(text);
    }
    return problems.join(u'\n');
}

PatchCompletion::PatchCompletion(Worker &worker, DiffView &diff, QObject *parent)
    : QObject(parent), m_worker(worker), m_diff(diff)
{
    connect(&diff, &DiffView::wholeFileWanted, this, &PatchCompletion::want);
    connect(&worker, &Worker::stateChanged, this, &PatchCompletion::workerChanged);
}

void PatchCompletion::begin(Call call)
{
    ++m_number;
    m_call = std::move(call);
    m_asked.clear();
    m_waiting.clear();
    m_work.cancel();
}

QString PatchCompletion::awayText() const
{
    return tr("The whole file is read when %1 can be reached again.").arg(m_worker.name());
}

void PatchCompletion::want(int file)
{
    const auto document = m_diff.document();
    if (!m_call || !document || m_asked.contains(file) || isSubmodule(document->files[file]))
        return;
    if (!m_worker.isReadable())
        return m_diff.tellProblem(file, awayText());
    m_asked.insert(file, Content{file, document->files[file], {}, {}});
    m_diff.expectFile(file);
    for (const Side side : {Side::Before, Side::After})
        if (m_asked[file].isWanted(side))
            ask(file, side);
}

void PatchCompletion::ask(int file, Side side)
{
    const FileDiff &known = m_asked[file].known;
    const auto take = [this, file, side, number = m_number](const Result<api::FileContent> &content) {
        if (number == m_number && m_asked.contains(file))
            this->take(file, side, content);
    };
    m_worker.client()->send<api::FileContent>(
        m_call(side, side == Side::Before ? known.beforePath : known.afterPath), this, take);
}

void PatchCompletion::take(int file, Side side, const Result<api::FileContent> &content)
{
    Content &asked = m_asked[file];
    (side == Side::Before ? asked.before : asked.after) =
        content ? Result<QByteArray>(content->bytes()) : Result<QByteArray>(failure(content));
    if (!asked.isComplete())
        return;
    m_waiting.append(m_asked.take(file));
    if (!m_work.isRunning())
        completeWaiting();
}

PatchCompletion::Completed PatchCompletion::complete(const QList<Content> &contents, const QString &away)
{
    Completed completed;
    for (const Content &content : contents) {
        if (content.known.isBinary)
            completed.files.append({content.file,
                withBytes(content.known, content.before ? &*content.before : nullptr,
                    content.after ? &*content.after : nullptr)});
        else if (auto whole = *content.before ? completedFile(content.known, **content.before) : std::nullopt)
            completed.files.append({content.file, std::move(*whole)});
        completed.problems.append({content.file, content.problem(away)});
    }
    return completed;
}

void PatchCompletion::completeWaiting()
{
    m_work.start([contents = std::exchange(m_waiting, {}), away = awayText()](
                     const std::stop_token &) { return complete(contents, away); },
        [this](const Completed &completed) {
            m_diff.completeFiles(completed.files);
            for (const auto &[file, problem] : completed.problems)
                if (!problem.isEmpty())
                    m_diff.tellProblem(file, problem);
            if (!m_waiting.isEmpty())
                completeWaiting();
        });
}

/// Of a client that has gone nothing is answered.
void PatchCompletion::workerChanged()
{
    if (!m_worker.isReadable())
        return;
    const bool wasAsked = m_asked.contains(m_diff.currentFile());
    m_asked.clear();
    if (wasAsked || !m_diff.problem().isEmpty())
        want(m_diff.currentFile());
}

} // namespace mergeloom

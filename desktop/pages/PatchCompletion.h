#pragma once

#include "desktop/diff/BackgroundWork.h"
#include "desktop/workers/Worker.h"
#include "shared/diff/FileDiff.h"

namespace mergeloom {

class DiffView;

/// Reads from the worker what a patch leaves out of a file when it is gone to: the lines between its changes, pictures and other
/// binary files. What cannot be read is said over the file; it is asked for again when the worker is back.
class PatchCompletion : public QObject
{
    Q_OBJECT

public:
    using Call = std::function<ApiCall<api::FileContent>(Side side, const QString &path)>;

    PatchCompletion(Worker &worker, DiffView &diff, QObject *parent);
    /// For the diff that is opened now; answers for the one before are not taken.
    void begin(Call call);

private:
    struct Content {
        int file = -1;
        FileDiff known; ///< as the patch has it
        std::optional<Result<QByteArray>> before;
        std::optional<Result<QByteArray>> after;
        bool isWanted(Side side) const;
        bool isComplete() const;
        /// `away`: what is said when the worker does not answer.
        QString problem(const QString &away) const;
    };
    struct Completed {
        QList<std::pair<int, FileDiff>> files;
        QList<std::pair<int, QString>> problems;
    };

    static Completed complete(const QList<Content> &contents, const QString &away);
    QString awayText() const;
    void want(int file);
    void ask(int file, Side side);
    void take(int file, Side side, const Result<api::FileContent> &content);
    void completeWaiting();
    void workerChanged();

    Worker &m_worker;
    DiffView &m_diff;
    Call m_call;
    QHash<int, Content> m_asked;
    QList<Content> m_waiting; ///< for m_work, which takes all of them at once
    BackgroundWork<Completed> m_work;
    int m_number = 0; ///< of the diff
};

} // namespace mergeloom

#pragma once

#include "service/journal/RunHistory.h"
#include "shared/core/Redactor.h"
#include "shared/core/Result.h"
#include "shared/domain/Event.h"

#include <QFile>
#include <QJsonObject>
#include <QMutex>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

namespace mergeloom {

/// Writes the journal of one run: `<directory>/journal.jsonl`, one line an event. Everything passes redaction before it is
/// written. append() may be called from any thread; the file is written in order.
class RunRecorder
{
public:
    /// Opens or continues the journal; a torn last line is cut off; other damage is `corrupt` and names the line. What stands
    /// in it is the run's history.
    static Result<std::unique_ptr<RunRecorder>> open(const QString &directory, Redactor redactor);

    /// One event; nothing when the history has it and the run only comes by again. Errors of the disk are kept and come back
    /// from sync(), so that a stage need not ask after each line.
    void append(const QString &type, const QJsonObject &data);
    /// The last event. Where an earlier one could not be written it is tried all the same; where that fails too it is kept
    /// as unwritten().
    void finish(const QJsonObject &data);
    /// The last line, without its end, when the disk does not take it: whoever tells of the run tells it from here.
    std::optional<QByteArray> unwritten() const;
    /// When the disk is full, append() waits until there is room again or `stop` is asked for; `said` is told so once each
    /// time, on the appending thread. Without it, a full disk is an error as any other.
    void waitForSpace(std::stop_token stop, std::function<void(const QString &)> said);
    /// The written events are on disk; called before each effect outside the run directory and at each stage border.
    Result<void> sync();
    /// Called after each append on the appending thread, with the whole line; set before the run starts.
    void onLine(std::function<void(qint64 seq, const QByteArray &line)> callback) { m_onLine = std::move(callback); }

    /// What the run has used by now, with what earlier processes recorded.
    RunUse use() const;
    /// Called after each append that has changed a count of use(), on the appending thread, which may append and ask again.
    /// None: nobody wants to know any more. Set while nothing is appended.
    void onUse(std::function<void()> callback) { m_onUse = std::move(callback); }

    /// Makes all that was written so far history: the run is about to begin again in this process. Nobody may append meanwhile.
    Result<void> lookBack();
    /// Goes back to a checkpoint of an earlier process, and says so: newer ones are gone.
    void rewind(const RunHistory::Checkpoint &checkpoint, const QString &why);
    /// Of earlier processes; does not grow.
    const RunHistory &history() const { return m_history; }
    const Redactor &redactor() const { return m_redactor; }
    /// Knows further secrets from now on. On the thread that uses redactor().
    void hide(const QList<QByteArray> &secrets, const QString &name);
    qint64 lastSeq() const;
    QString path() const { return m_file.fileName(); }
    ~RunRecorder();

private:
    RunRecorder(const QString &path, Redactor redactor);
    Redactor knownSecrets() const;
    Event next(const QString &type, const QJsonObject &clean) const;
    Result<void> write(const QByteArray &line);
    void written(const Event &event, const QByteArray &line);
    bool waitedForSpace();
    mutable QMutex m_mutex;
    QFile m_file;
    qint64 m_size = 0; ///< whole lines
    Redactor m_redactor;
    qint64 m_seq = 0;
    QString m_prev;
    RunHistory m_history;
    std::optional<Error> m_error;
    std::optional<QByteArray> m_unwritten;
    bool m_isFull = false;                 ///< the disk, as the line that is being written found it
    std::optional<std::stop_token> m_stop; ///< of who waits for space
    std::function<void(const QString &)> m_onFullDisk;
    std::function<void(qint64, const QByteArray &)> m_onLine;
    RunUse m_use;
    std::function<void()> m_onUse;
};

} // namespace mergeloom

#pragma once

#include "service/controlplane/ControlPlaneClient.h"
#include "service/journal/JournalReader.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>

namespace mergeloom {

/// Ships one journal to the gateway in order, in batches, at least once, reading the file from where the gateway has it.
/// Lives on the executor's main thread; only wake() may be called from elsewhere. With the gateway away it keeps trying.
class JournalShipper : public QObject
{
    Q_OBJECT

public:
    JournalShipper(ControlPlaneClient &client, RunId run, QString journalPath, QObject *parent = nullptr);

    /// There is something new in the file.
    void wake();
    /// A line, without its end, that belongs behind the last one of the file and is not in it.
    void addLast(QByteArray line) { m_last = std::move(line); }
    /// The newest of the gateway's audit log, as it said with its last answer.
    const protocol::CheckpointNote &checkpoint() const { return m_checkpoint; }
    /// Calls `done` once everything that is in the file by then, and the added line, has been stored by the gateway; or its error, when the
    /// gateway refuses the journal for good.
    void whenShipped(std::function<void(Result<void>)> done);

private:
    void sendNext();
    void takeAnswer(Result<protocol::IngestAnswer> answer);
    void settle(Result<void> result);

    ControlPlaneClient &m_client;
    RunId m_run;
    QString m_path;
    JournalState m_stored;  ///< what the gateway has
    JournalState m_sending; ///< what it has when the batch under way is stored
    protocol::CheckpointNote m_checkpoint;
    QByteArray m_last;
    qint64 m_lastSeq = 0; ///< of the added line, once it is on its way
    std::atomic<bool> m_isWoken = false;
    bool m_isBusy = false;
    std::chrono::milliseconds m_backOff{0};
    QTimer m_retry;
    std::function<void(Result<void>)> m_done;
};

} // namespace mergeloom

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace mergeloom {

/// TERM, INT and HUP as Qt signals on the main thread. One object a process.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void stopRequested(); ///< TERM or INT
    void reloadRequested();

private:
    void read();
    int m_descriptor = -1; ///< of signalfd; the signals are blocked for every thread
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// To be called by main before any thread starts: signals that UnixSignals reads are blocked from then on. SIGPIPE is ignored.
void blockSignalsForUnixSignals();
/// For a child that is to have the usual signals again; async-signal-safe.
void unblockSignalsInChild();

} // namespace mergeloom

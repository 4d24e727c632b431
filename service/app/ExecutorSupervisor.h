#pragma once

#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>

#include <chrono>
#include <memory>
#include <vector>

namespace mergeloom {

/// Starts executor processes and keeps them running: one that ends is started again, ever later while it keeps ending at
/// once. Main thread.
class ExecutorSupervisor : public QObject
{
    Q_OBJECT

public:
    struct Options {
        QString program; ///< this binary
        QString name;    ///< executors are `<name>-1` …
        QString gatewayUrl;
        QString clusterToken;    ///< told by a pipe: neither on disk nor in an environment
        QString certificateFile; ///< of the gateway; empty: without TLS
        QString dataDirectory;
        QString enrollmentToken; ///< with a remote controller, told by a pipe too; empty: none
        int count = 1;
        std::chrono::milliseconds healthyTime{30'000}; ///< who ran that long starts with the shortest back-off again
    };
    explicit ExecutorSupervisor(Options options, QObject *parent = nullptr);
    ~ExecutorSupervisor() override; ///< kills what is left

    void start();
    /// Asks every executor to end its job and go. A second call makes them go at once.
    void stop();

Q_SIGNALS:
    void stopped(); ///< all of them are gone
    /// Executors end again and again right after their start, and what is known of it; empty: that is over.
    void crashLoop(const QString &what);

private:
    struct Child;
    void launch(Child &child);
    void ended(Child &child);
    void reportCrashLoop();

    Options m_options;
    std::vector<std::unique_ptr<Child>> m_children;
    QString m_crashLoop;
    bool m_isStopping = false;
};

} // namespace mergeloom

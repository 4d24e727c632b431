#pragma once

#include "shared/core/Json.h"
#include "shared/core/Result.h"
#include "shared/core/Timestamp.h"
#include "shared/domain/Ids.h"

#include <QStringList>

namespace mergeloom {

/// What can be removed of a run that has ended.
namespace retained_content {
inline constexpr auto transcripts =
    "transcripts"; ///< what was said to and by models, and tool calls with their results
inline constexpr auto commandOutput = "command_output"; ///< what commands printed
inline constexpr auto runs = "runs";                    ///< everything of a run but the fact that it was
} // namespace retained_content

/// The names of all of them.
QStringList retainedContents();
/// Event types that hold such content, besides facts that stay; empty: all of them.
QStringList typesWith(const QString &content);
/// Of an event's `data` what stays when such content is removed. What was kept once is not less for being kept again.
QJsonObject keptData(const QString &content, const QString &type, const QJsonObject &data);

/// One rule of what is kept. A run that has ended falls under it by age, or when runs like it take too much: then the oldest
/// first. Everything is kept where no policy says otherwise.
struct RetentionPolicy {
    QString name; ///< as pages call it
    QString content;
    QStringList outcomes;              ///< of the runs that it is about; empty: all
    std::optional<qint64> afterDays;   ///< since the end of the run
    std::optional<qint64> atMostBytes; ///< of that content of all those runs together

    static constexpr auto jsonName = "RetentionPolicy";
    static constexpr bool isClosed = true; // a misspelled limit must not be read as none
    static constexpr auto fields()
    {
        return fieldList(required("name", &RetentionPolicy::name, "Pages name it where something was removed"),
            required("content", &RetentionPolicy::content,
                "transcripts (what models and tools said), command_output, or runs (everything but the fact that a run was)"),
            optional("outcomes", &RetentionPolicy::outcomes,
                "Only of runs that ended so: completed, blocked, failed, cancelled; empty: of all"),
            optional("after_days", &RetentionPolicy::afterDays, "Removed so many days after the end of the run"),
            optional("at_most_bytes", &RetentionPolicy::atMostBytes,
                "Removed, of the oldest runs first, when that content takes more than this"));
    }
};

/// `invalid_input`, naming policy and field.
Result<void> checkRetentionPolicies(const QList<RetentionPolicy> &policies);

/// What the database keeps of something.
struct KeptAmount {
    qint64 events = 0;
    qint64 bytes = 0;

    KeptAmount &operator+=(const KeptAmount &other)
    {
        events += other.events;
        bytes += other.bytes;
        return *this;
    }
    static constexpr auto jsonName = "KeptAmount";
    static constexpr auto fields()
    {
        return fieldList(required("events", &KeptAmount::events),
            required("bytes", &KeptAmount::bytes, "As they are stored, which may be compressed"));
    }
};

/// A run that has ended, and what is kept of it.
struct KeptRun {
    RunId id;
    QString outcome;
    Timestamp endedAt;
    bool isHeld = false; ///< by a legal hold
    KeptAmount transcripts;
    KeptAmount commandOutput;
    KeptAmount all;

    const KeptAmount &of(const QString &content) const;
};

/// What one policy takes.
struct RetentionShare {
    QString policy;
    QString content;
    int runs = 0;
    KeptAmount removed;
    int heldRuns = 0; ///< that it would take, were there no legal hold

    static constexpr auto jsonName = "RetentionShare";
    static constexpr auto fields()
    {
        return fieldList(required("policy", &RetentionShare::policy), required("content", &RetentionShare::content),
            required("runs", &RetentionShare::runs), required("removed", &RetentionShare::removed),
            required("held_runs", &RetentionShare::heldRuns, "That stay for a legal hold"));
    }
};

/// One thing to do.
struct RetentionStep {
    RunId run;
    QString content;
    QString policy;
    QString why; ///< in words
};

struct RetentionPlan {
    QList<RetentionStep> steps;   ///< whole runs first
    QList<RetentionShare> shares; ///< in the order of the policies
    int runs = 0;                 ///< that lose something
    KeptAmount removed;
    KeptAmount kept; ///< of all runs that have ended, before it
};

/// What the policies take now. Pure.
RetentionPlan planRetention(const QList<RetentionPolicy> &policies, const QList<KeptRun> &runs, const Timestamp &now);

} // namespace mergeloom

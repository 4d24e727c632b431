#pragma once

#include "desktop/pages/TerminalOutput.h"
#include "shared/domain/DiffGuard.h"
#include "shared/domain/Event.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <memory>

namespace mergeloom {

/// One thing that a stage did, as a reader looks at it.
struct ActivityItem {
    enum class Kind { Call, Message, Reasoning, Tool, Command, Source, Validation, Guard, Change, Note, Warning, Said };
    /// Running: not over. Good and Bad are said of what succeeds or fails; Plain of all the rest.
    enum class End { Plain, Running, Good, Bad };

    qint64 id = 0;       ///< of the item, never used again
    qint64 revision = 0; ///< grows when something but the output has changed
    Kind kind = Kind::Note;
    End end = End::Plain;
    qint64 seq = 0; ///< of the event that began it
    Timestamp at;
    QString head;     ///< one line: what
    QString glance;   ///< one line, in code letters: to what
    QString result;   ///< a word or two: `exit 1`, `error`
    qint64 took = -1; ///< milliseconds; -1: not known
    QString text;     ///< what was said; what a tool answered
    QJsonObject input;
    QList<GuardFinding> findings;
    QList<ChangedFileView> files;
    QString commandId;
    std::shared_ptr<TerminalOutput> output; ///< of commands
    qint64 skippedFrom = 0;                 ///< events of the output that were not read; 0: all were
    qint64 skippedTo = 0;
    QString footnote;
    int call = 0;
    bool isLive = false; ///< a piece of an answer that is being written

    /// Whether it has something to show beyond its line.
    bool canOpen() const;
    /// What is bad or still runs is open until somebody closes it.
    bool opensByItself() const;
};

/// The events of a stage as a list of items. Pure; the same events give the same items.
class Activity
{
    Q_DECLARE_TR_FUNCTIONS(Activity)

public:
    void take(const Event &event);
    /// The output of a command was not read; it is when somebody opens the command.
    void markSkipped(const QString &commandId, qint64 from, qint64 to);
    /// Events of that output, in order; `more`: from where on more is left, or 0.
    void fillSkipped(const QString &commandId, const QList<Event> &events, qint64 more);

    const QList<ActivityItem> &items() const { return m_items; }
    const ActivityItem *find(qint64 id) const;
    /// The event that began it; 0: it is not among the items.
    qint64 beginOfCommand(const QString &commandId) const;
    /// Items before this place are the ones that were there when this was last called, though they may have changed.
    qsizetype takeStable() { return std::exchange(m_stable, m_items.size()); }

private:
    using Taker = void (Activity::*)(const Event &event, const QJsonObject &data);
    static const QHash<QString, Taker> &takers();

    void callStarted(const Event &event, const QJsonObject &data);
    void delta(const Event &event, const QJsonObject &data);
    void answered(const Event &event, const QJsonObject &data);
    void toolCalled(const Event &event, const QJsonObject &data);
    void toolAnswered(const Event &event, const QJsonObject &data);
    void commandStarted(const Event &event, const QJsonObject &data);
    void commandOutput(const Event &event, const QJsonObject &data);
    void commandFinished(const Event &event, const QJsonObject &data);
    void source(const Event &event, const QJsonObject &data);
    void validation(const Event &event, const QJsonObject &data);
    void guard(const Event &event, const QJsonObject &data);
    void change(const Event &event, const QJsonObject &data);
    void said(const Event &event, const QJsonObject &data);
    void told(const Event &event, const QJsonObject &data);
    /// Everything that is one line.
    void line(const Event &event, const QJsonObject &data);
    QString lineOf(const Event &event, const QJsonObject &data) const;
    QString steeringLine(const QString &type, const QJsonObject &data) const;

    ActivityItem &add(const Event &event, ActivityItem::Kind kind, const QString &head = {});
    /// Where a policy has removed a text, words stand for it; none: the event says nothing any more.
    std::optional<QJsonObject> inPlace(const Event &event) const;
    ActivityItem *itemOf(const QHash<QString, qint64> &ids, const QString &key);

    QList<ActivityItem> m_items;
    QHash<QString, qint64> m_tools;
    QHash<QString, qint64> m_commands; ///< the item that has the output: a command, or the tool call that asked for it
    QHash<int, qint64> m_calls;
    qint64 m_nextId = 1;
    qsizetype m_stable = 0;
};

/// One line that says what a tool call is about.
QString toolGlance(const QString &name, const QJsonObject &input);

} // namespace mergeloom

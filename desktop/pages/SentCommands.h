#pragma once

#include "shared/api/ActionTypes.h"
#include "shared/domain/Event.h"

#include <QCoreApplication>

namespace mergeloom {

/// What was sent to a run from here, and what became of each. Pure.
class SentCommands
{
    Q_DECLARE_TR_FUNCTIONS(SentCommands)

public:
    enum class Fate { Waiting, Taken, TooLate, Left };
    struct Sent {
        QString id;
        QString command;
        QString text;
        Timestamp at;
        Fate fate = Fate::Waiting;
        Timestamp settledAt; ///< when the run took it, or said why not
        QString why;
    };

    void add(const api::SentCommand &command, const QString &text, const Timestamp &at);
    /// Whether a command was settled by it. An event may come before the answer that says what the command is called.
    bool take(const Event &event);
    /// The run has ended: nothing that waits is taken any more.
    void end(const Timestamp &at);
    void clear() { m_sent.clear(), m_early.clear(); }

    const QList<Sent> &all() const { return m_sent; }
    int waiting() const;
    /// `Message “look at …”, sent 3 s ago, taken 2 s later`
    static QString words(const Sent &sent);

private:
    static bool settle(Sent &sent, const Event &event);
    QList<Sent> m_sent;
    QList<Event> m_early; ///< of commands that are not known yet
};

} // namespace mergeloom

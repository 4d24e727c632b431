#pragma once

#include "tests/service/controller/simulation/World.h"

#include "service/controlplane/LeaseTerm.h"

namespace mergeloom::simulation {

/// A process on a host of its own: a clock that runs a little fast or slow, lives that end and begin, times when it stands
/// still, and calls to the gateway over wires that lose them.
class SimulatedProcess
{
public:
    SimulatedProcess(World &world, Gateway &gateway, const QString &name)
        : up(world), down(world), m_world(world), m_gateway(gateway), m_name(name),
          m_clockRate(world.chance.between(995, 1005)), m_bootedAt(world.chance.between(0, 1'000'000))
    {
    }

    Wire up;
    Wire down;

    bool isUp() const { return m_isUp; }
    void pause() { m_process.pause(); }
    void goOn() { m_process.goOn(); }

protected:
    void beginLife()
    {
        m_world.note(m_name, QStringLiteral("starts"));
        m_isUp = true;
        ++m_life;
    }
    void endLife()
    {
        m_world.note(m_name, QStringLiteral("is gone"));
        m_isUp = false;
        ++m_life;
        m_process.end();
    }

    LeaseTerm::Moment clock() const
    {
        return LeaseTerm::Moment(m_bootedAt + m_world.agenda.now() * m_clockRate / 1000);
    }

    /// In this life of the process only, and not while it stands still.
    void later(qint64 milliseconds, std::function<void()> what)
    {
        m_world.agenda.in(milliseconds, [this, life = m_life, what = std::move(what)] {
            if (life == m_life)
                m_process.act([this, life, what] {
                    if (life == m_life)
                        what();
                });
        });
    }

    template <class Answer>
    using Then = std::function<void(Result<Answer>)>;

    template <class Answer>
    Then<Answer> firstAnswer(Then<Answer> then)
    {
        return [this, life = m_life, isAnswered = std::make_shared<bool>(false), then](const Result<Answer> &answer) {
            if (life != m_life)
                return;
            m_process.act([this, life, isAnswered, then, answer] {
                if (life == m_life && !std::exchange(*isAnswered, true))
                    then(answer);
            });
        };
    }

    /// A call that is answered once: by the queue, by a refused connection, or by the time limit.
    template <class Answer>
    void ask(qint64 limit, std::function<void(Queue &, Then<Answer>)> work, Then<Answer> then)
    {
        const Then<Answer> settle = firstAnswer<Answer>(std::move(then));
        const Then<Answer> reply = [this, settle](Result<Answer> answer) {
            // What fails the commit here is a broken reference; on a full disk it is one of input and output.
            if (!answer && m_world.isDiskFull && !answer.error().details.contains("reason"))
                answer = failure(ErrorCode::Io, QStringLiteral("the disk is full"));
            down.send([settle, answer] { settle(answer); });
        };
        m_world.agenda.in(limit, [settle] { settle(failure(ErrorCode::Timeout, QStringLiteral("no answer"))); });
        up.send([this, work = std::move(work), reply] {
            m_gateway.arrive([work, reply](Queue &queue) { work(queue, reply); },
                [reply] { reply(failure(ErrorCode::Unavailable, QStringLiteral("refused"))); });
        });
    }

    /// What the queue answers to resume.
    using Resumed = std::decay_t<decltype(*std::declval<Queue &>().resume({}, {}, {}))>;

    static bool isLost(const Error &error)
    {
        return error.code == ErrorCode::Conflict || error.code == ErrorCode::NotFound;
    }
    static bool isExpired(const Error &error) { return error.details.value("reason").toString() == u"lease_expired"; }

    World &m_world;
    Gateway &m_gateway;
    QString m_name;
    Pausable m_process;
    int m_life = 0;

private:
    qint64 m_clockRate; ///< thousandths
    qint64 m_bootedAt;
    bool m_isUp = false;
};

} // namespace mergeloom::simulation

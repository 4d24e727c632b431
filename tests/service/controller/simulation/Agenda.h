#pragma once

#include <functional>
#include <map>
#include <vector>
#include <utility>

#include <QtGlobal>

namespace mergeloom::simulation {

/// Numbers that a seed decides alone, on every machine (splitmix64).
class Chance
{
public:
    explicit Chance(quint64 seed) : m_state(seed) {}
    quint64 next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    qint64 between(qint64 least, qint64 most) { return least + qint64(next() % quint64(most - least + 1)); }
    bool oneIn(qint64 times) { return between(1, times) == 1; }

private:
    quint64 m_state;
};

/// What is to come, in the order of simulated time (milliseconds); at the same instant in the order of planning.
class Agenda
{
public:
    qint64 now() const { return m_now; }
    void in(qint64 milliseconds, std::function<void()> what)
    {
        m_items.emplace(std::pair(m_now + milliseconds, m_count++), std::move(what));
    }
    /// Performs the next thing; false when there is none.
    bool step()
    {
        if (m_items.empty())
            return false;
        auto item = m_items.extract(m_items.begin());
        m_now = item.key().first;
        item.mapped()();
        return true;
    }

private:
    qint64 m_now = 0;
    quint64 m_count = 0;
    std::map<std::pair<qint64, quint64>, std::function<void()>> m_items;
};

/// A process that can stand still: what reaches it meanwhile is done, in order, when it goes on.
class Pausable
{
public:
    void act(std::function<void()> what)
    {
        if (m_isPaused)
            m_backlog.push_back(std::move(what));
        else
            what();
    }
    void pause() { m_isPaused = true; }
    void goOn()
    {
        m_isPaused = false;
        for (auto &what : std::exchange(m_backlog, {}))
            act(std::move(what));
    }
    void end() { m_backlog.clear(), m_isPaused = false; }
    bool isPaused() const { return m_isPaused; }

private:
    bool m_isPaused = false;
    std::vector<std::function<void()>> m_backlog;
};

} // namespace mergeloom::simulation

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace mergeloom {

/// The lines of a stream that comes in pieces. A line over the limit is thrown away as it comes, and counted: memory holds
/// one line at most.
class AgentLines
{
public:
    static constexpr qsizetype longestLine = 8 << 20; ///< bytes

    /// Called for each line without its end; `leftOut` is the size of one that was too long, whose text is then empty.
    using OnLine = std::function<void(const QByteArray &line, qint64 leftOut)>;
    explicit AgentLines(OnLine onLine) : m_onLine(std::move(onLine)) {}

    void push(QByteArrayView piece);
    /// The stream has ended; what has no line end is given as a line.
    void finish();

private:
    void take(QByteArrayView part);
    void end();

    OnLine m_onLine;
    QByteArray m_line;
    qint64 m_leftOut = 0;
};

} // namespace mergeloom

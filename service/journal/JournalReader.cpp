#include "service/journal/JournalReader.h"

#include <QFile>

namespace mergeloom {

Result<JournalState> readJournal(const QString &path,
    const std::function<void(const QByteArray &line, const Event &)> &onEvent, const JournalState &expected)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            ErrorCode::Io, QStringLiteral("The journal %1 cannot be read: %2.").arg(path, file.errorString()));
    if (!file.seek(expected.wholeBytes))
        return failure(ErrorCode::Corrupt, QStringLiteral("The journal %1 is shorter than it was.").arg(path));
    JournalState state = expected;
    state.isTorn = false;
    const auto damaged = [&](const QString &what) {
        return failure(ErrorCode::Corrupt,
            QStringLiteral("%1 is damaged at line %2: %3.").arg(path).arg(state.lastSeq + 1).arg(what));
    };
    while (!file.atEnd()) {
        QByteArray line = file.readLine();
        if (!line.endsWith('\n')) {
            state.isTorn = true;
            break;
        }
        line.chop(1);
        auto event = parseJsonAs<Event>(line);
        if (!event)
            return damaged(event.error().message);
        if (event->seq != state.lastSeq + 1)
            return damaged(QStringLiteral("event %1 stands there").arg(event->seq));
        if (event->prev != state.lastHash)
            return damaged(QStringLiteral("it does not follow from the line before"));
        state.lastSeq = event->seq;
        state.lastHash = eventHash(line);
        state.wholeBytes += line.size() + 1;
        onEvent(line, *event);
    }
    return state;
}

} // namespace mergeloom

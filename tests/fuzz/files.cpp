// Files that a person or a crash may have damaged: journals, settings, recordings.
#include "service/journal/JournalReader.h"
#include "service/models/ReplayModel.h"
#include "shared/core/Settings.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

namespace {

void journal(const QString &path, qsizetype size)
{
    int events = 0;
    const auto state = readJournal(path, [&](const QByteArray &, const Event &) { ++events; });
    if (!state)
        return fuzz::demand(!state.error().message.isEmpty(), "an error says what is wrong");
    fuzz::demand(state->lastSeq == events && state->wholeBytes <= size, "a journal is counted right");
    fuzz::demand(state->isTorn == (state->wholeBytes < size), "only a torn line is left out");
}

void settings(const QString &path)
{
    static const QList<SettingRow> rows{{"port", "JCA_WORKER_PORT", "8010", false, "Port."},
        {"name", "JCA_WORKER_NAME", "", false, "Name."},
        {"cluster_token", "JCA_WORKER_CLUSTER_TOKEN", "", true, "Token."}};
    const auto loaded = Settings::load(rows, {{path}, QProcessEnvironment(), {}, {}});
    if (!loaded)
        return fuzz::demand(!loaded.error().message.isEmpty(), "an error says what is wrong");
    if (const auto port = loaded->integer(QStringLiteral("port"), 1, 65535))
        fuzz::demand(*port >= 1 && *port <= 65535, "a number keeps to its borders");
    (void)loaded->flag(QStringLiteral("name"));
}

} // namespace

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const QByteArrayView bytes = input.sliced(1);
    const QString path = fuzz::fileOf(bytes, "file");
    switch (uchar(input[0]) % 3) {
    case 0:
        return journal(path, bytes.size());
    case 1:
        return settings(path);
    default:
        (void)ReplayModel::readRecording(path);
    }
}

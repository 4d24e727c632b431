#include "service/gateway/RunExport.h"

#include "service/gateway/Ingest.h"
#include "service/gateway/RunReader.h"
#include "service/storage/LedgerStore.h"

#include <QFile>

namespace mergeloom {

namespace {

constexpr int eventsOfPiece = 200;
const QByteArray recordMark = QByteArrayLiteral("<script type=\"text/plain\" id=\"record\">\n");
const QByteArray recordEnd = QByteArrayLiteral("</script>");

/// The page around a record: what comes before it, and what after.
Result<std::pair<QByteArray, QByteArray>> bundlePage()
{
    QFile file(QStringLiteral(":/bundle/bundle.html"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "This worker was built without the web pages, so it cannot write bundles. Export JSON instead."));
    const QByteArray page = file.readAll();
    const qsizetype at = page.indexOf(recordMark);
    if (at < 0)
        return failure(ErrorCode::Internal, QStringLiteral("The page of bundles has no place for the record."));
    const qsizetype end = at + recordMark.size();
    return std::pair{page.first(end), page.mid(end)};
}

} // namespace

Result<std::unique_ptr<RunExport>> RunExport::begin(Database &database, const RunId &run, Format format)
{
    std::unique_ptr<RunExport> made(new RunExport(database, format));
    const auto read = database.read([&](const ReadTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, run));
        if (!summary)
            return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
        MERGELOOM_TRY(made->m_view, loadRunView(transaction, run));
        return made->readProof(transaction);
    });
    MERGELOOM_CHECK(read);
    return made;
}

Result<void> RunExport::readProof(const ReadTransaction &transaction)
{
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    MERGELOOM_TRY(const auto newest, LedgerStore::newestCheckpoint(transaction));
    m_origin = ledger.origin;
    m_key = ledger.publicKey;
    m_checkpoint = newest ? newest->note : QByteArray();
    m_proof.clear(); // it may be the second try of a transaction
    if (m_format == Format::Json)
        return {};
    if (!m_view.removals.isEmpty())
        return failure(ErrorCode::Conflict,
            QStringLiteral(
                "A bundle holds the whole record of a run, and parts of %1 were %2. Its JSON has what is left; "
                "`audit prove` gives the proof of each event.")
                .arg(m_view.run.id.text(), removedInWords(m_view.removals.first())));
    MERGELOOM_TRY(const QList<qint64> ids, EventStore::ids(transaction, m_view.run.id.text(), m_view.run.lastSeq));
    if (!newest || ids.isEmpty() || newest->size < ids.last())
        return failure(ErrorCode::Conflict,
            QStringLiteral("No signed checkpoint covers the events of run %1 yet. A running worker signs one within a "
                           "minute; try again then.")
                .arg(m_view.run.id.text()));
    QList<qint64> indices;
    for (const qint64 id : ids)
        indices.append(id - 1);
    MERGELOOM_TRY(m_proof,
        merkle::inclusionProofOfMany(indices, newest->size, merkle::subtreesFrom(LedgerStore::tiles(transaction))));
    return {};
}

Result<QByteArray> RunExport::next()
{
    if (m_isWhole)
        return QByteArray();
    if (m_written < 0) {
        m_written = 0;
        return head();
    }
    const qint64 left = m_view.run.lastSeq - m_written;
    if (left == 0) {
        m_isWhole = true;
        return tail();
    }
    MERGELOOM_TRY(const auto events, m_database.read([&](const ReadTransaction &transaction) {
        return EventStore::ofStream(
            transaction, m_view.run.id.text(), m_written, int(std::min<qint64>(left, eventsOfPiece)));
    }));
    QByteArray piece;
    for (const StoredEvent &event : events) {
        if (event.seq != m_written + 1)
            break;
        piece += entry(event);
        m_written = event.seq;
    }
    if (piece.isEmpty())
        return failure(ErrorCode::Corrupt,
            QStringLiteral("Event %1 of run %2 is missing.").arg(m_written + 1).arg(m_view.run.id.text()));
    return piece;
}

QByteArray RunExport::entry(const StoredEvent &event) const
{
    if (m_format == Format::Bundle)
        return RunRecord::eventLine({event.id - 1, logLeaf(event.stream, event.line), event.line});
    return (event.seq == 1 ? "" : ",\n") + eventEntryJson(event);
}

Result<QByteArray> RunExport::head() const
{
    if (m_format == Format::Bundle) {
        MERGELOOM_TRY(const auto page, bundlePage());
        return page.first + RunRecord::head(m_view.run.id.text(), m_key, m_view.run.lastSeq);
    }
    QByteArray text = compactJson(QJsonObject{{"format", QLatin1StringView(jsonFormat)},
        {"exported_at", Timestamp::now().toString()}, {"worker_version", QStringLiteral(MERGELOOM_VERSION)},
        {"log", QJsonObject{{"origin", m_origin}, {"key", m_key}, {"checkpoint", QString::fromUtf8(m_checkpoint)}}}});
    text.chop(1);
    return text + ",\n\"run\":" + compactJsonOf(m_view) + ",\n\"events\":[\n";
}

Result<QByteArray> RunExport::tail() const
{
    if (m_format == Format::Json)
        return QByteArray("\n]}\n");
    MERGELOOM_TRY(const auto page, bundlePage());
    return RunRecord::tail(m_proof, m_checkpoint) + page.second;
}

QByteArray RunExport::contentType(Format format)
{
    return format == Format::Json ? "application/json; charset=utf-8" : "text/html; charset=utf-8";
}

QString RunExport::fileName(const RunId &run, Format format)
{
    return QStringLiteral("run-%1.%2")
        .arg(run.text(), format == Format::Json ? QStringLiteral("json") : QStringLiteral("html"));
}

Result<OpenedBundle> openBundle(const QByteArray &html)
{
    const qsizetype at = html.indexOf(recordMark);
    const qsizetype begin = at + recordMark.size();
    const qsizetype end = at < 0 ? -1 : html.indexOf(recordEnd, begin);
    if (end < 0)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("This is no bundle of a run, or it was cut off: there is no whole record in it."));
    MERGELOOM_TRY(RunRecord record, parseRunRecord(html.mid(begin, end - begin)));
    const auto page = bundlePage();
    const bool isOwnPage = page && html.first(begin) == page->first && html.mid(end) == page->second;
    return OpenedBundle{std::move(record), isOwnPage};
}

} // namespace mergeloom

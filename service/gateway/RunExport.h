#pragma once

#include "service/ledger/RunRecord.h"
#include "service/storage/Database.h"
#include "shared/domain/RunView.h"

namespace mergeloom {

/// The record of one run as a file for others, piece by piece; what comes after begin() is left out. Blocks on the database;
/// any thread, one at a time.
class RunExport
{
public:
    /// Json: what the pages show of the run, and its events. Bundle: a page that shows the events and checks itself.
    enum class Format { Json, Bundle };
    static constexpr auto jsonFormat = "mergeloom-run-export/1";

    /// `not_found`; of a bundle `conflict` when no checkpoint covers the run's events yet, and `unsupported` when the program
    /// was built without the pages.
    static Result<std::unique_ptr<RunExport>> begin(Database &database, const RunId &run, Format format);
    /// Empty: it is whole.
    Result<QByteArray> next();

    static QByteArray contentType(Format format);
    static QString fileName(const RunId &run, Format format);

private:
    RunExport(Database &database, Format format) : m_database(database), m_format(format) {}
    Result<void> readProof(const ReadTransaction &transaction);
    Result<QByteArray> head() const;
    Result<QByteArray> tail() const;
    QByteArray entry(const StoredEvent &event) const;

    Database &m_database;
    Format m_format;
    RunView m_view;
    QString m_origin;
    QString m_key;
    QByteArray m_checkpoint;
    QList<merkle::Hash> m_proof;
    qint64 m_written = -1; ///< events; below 0: not even the head
    bool m_isWhole = false;
};

/// The record in a bundle, and whether the page around it is the one that this program writes. `invalid_input` when there is no
/// record in it.
struct OpenedBundle {
    RunRecord record;
    bool isOwnPage = false;
};
Result<OpenedBundle> openBundle(const QByteArray &html);

} // namespace mergeloom

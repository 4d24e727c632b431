#include "service/app/StoreCommands.h"

#include "service/app/AuditEvidenceOptions.h"
#include "service/app/DatabaseOptions.h"
#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"
#include "service/platform/SigningKey.h"
#include "service/storage/StoreCopy.h"
#include "shared/core/Log.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QUrlQuery>

namespace mergeloom {

namespace {

/// Tells ten times a second which table it is at, on a terminal.
class CopyProgress
{
public:
    explicit CopyProgress(const Terminal &terminal) : m_terminal(terminal) { m_since.start(); }
    ~CopyProgress() { clear(); }
    CopyProgress(const CopyProgress &) = delete;
    CopyProgress &operator=(const CopyProgress &) = delete;

    OnCopied shown()
    {
        return [this](const QString &table, qint64 rows) {
            if (!m_terminal.isTerminal || (m_since.elapsed() < 100 && table == m_table))
                return;
            m_since.restart();
            m_table = table;
            m_terminal.err(QStringLiteral("\r\x1b[K%1: %2 rows").arg(table).arg(rows).toUtf8());
        };
    }
    void clear() const
    {
        if (m_terminal.isTerminal)
            m_terminal.err("\r\x1b[K");
    }

private:
    const Terminal &m_terminal;
    QElapsedTimer m_since;
    QString m_table;
};

QJsonObject jsonOf(const BackupEnding &content)
{
    return {{"tables", toJson(content.tables)}, {"events", content.events}, {"root", content.root}};
}

void printContent(const BackupEnding &content, const Terminal &terminal)
{
    qint64 rows = 0;
    for (const TableTally &table : content.tables)
        rows += table.rows;
    terminal.line(QStringLiteral("Holds    %1 rows of %2 tables; the audit log with %3 events, root %4")
                      .arg(rows)
                      .arg(content.tables.size())
                      .arg(content.events)
                      .arg(content.root.isEmpty() ? QStringLiteral("unknown: its tiles are damaged") : content.root));
}

/// What a backup leaves out on purpose: with it and these files, whoever has it is the worker.
void printLeftOut(const Settings &settings, const Terminal &terminal)
{
    terminal.line(QStringLiteral("Not in it, to be kept in another place:"));
    terminal.line(QStringLiteral("         %1  opens the provider keys and credentials in it, which are sealed")
                      .arg(settings.text(QStringLiteral("provider_secret_key_path"))));
    terminal.line(
        QStringLiteral("         %1  signs the audit log").arg(settings.text(QStringLiteral("audit_key_path"))));
    terminal.line(QStringLiteral(
        "Nor      the files of tokens (admin_token, cluster_token; a new start makes them), sign-ins of agent "
        "programs, checkouts, and what executors have not shipped yet"));
}

Result<ExitCode> backUp(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, Database::openBeside(databaseOptionsOf(settings)));
    const QString path = invocation.arguments.first();
    CopyProgress progress(terminal);
    MERGELOOM_TRY(const BackupEnding content, writeBackup(*database, path, progress.shown()));
    progress.clear();
    const qint64 size = QFileInfo(path).size();
    if (invocation.isJson()) {
        QJsonObject json = jsonOf(content);
        json.insert(QStringLiteral("file"), path);
        json.insert(QStringLiteral("bytes"), size);
        terminal.json(json);
        return ExitCode::Ok;
    }
    terminal.line(terminal.painted(Style::Good, QStringLiteral("Backup   ")) + path
        + QStringLiteral(", %1 bytes of %2").arg(size).arg(database->shownPlace()));
    printContent(content, terminal);
    printLeftOut(settings, terminal);
    return ExitCode::Ok;
}

/// What the next start would lack; a start makes missing keys anew, and then the old secrets stay shut.
QStringList keyProblems(const BackupHeading &heading, const Settings &settings)
{
    QStringList problems;
    const QString sealing = settings.text(QStringLiteral("provider_secret_key_path"));
    if (!QFileInfo::exists(sealing))
        problems << QStringLiteral(
            "%1 is missing: put the key file back before the worker starts, or provider keys and "
            "credentials have to be entered again.")
                        .arg(sealing);
    const QString signing = settings.text(QStringLiteral("audit_key_path"));
    const auto named = NoteKey::parse(heading.key);
    const auto key =
        QFileInfo::exists(signing) ? SigningKey::open(signing) : Result<SigningKey>(failure(ErrorCode::NotFound, {}));
    if (named && (!key || key->publicKey() != named->publicKey()))
        problems << QStringLiteral(
            "%1 is %2: put the key file back before the worker starts, or run `mergeloom-worker audit "
            "change-key --lost`.")
                        .arg(signing,
                            key ? QStringLiteral("not the key that signed this audit log") : QStringLiteral("missing"));
    return problems;
}

/// The last step of whatever made a database.
Result<AuditReport> verifyResult(
    const Database::Options &options, const AuditEvidence &evidence, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto database, Database::openBeside(options));
    return verifyShown(*database, evidence, terminal);
}

Result<ExitCode> restore(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    const Database::Options target = databaseOptionsOf(settings);
    MERGELOOM_TRY(const auto backup, BackupReader::open(invocation.arguments.first()));
    MERGELOOM_TRY(const AuditEvidence evidence, evidenceOf(invocation, settings, terminal));
    MERGELOOM_TRY(const auto lock, DirectoryLock::take(target.directory));
    const auto present =
        invocation.has(QStringLiteral("force")) ? NewStore::Present::MoveAside : NewStore::Present::Refuse;
    CopyProgress progress(terminal);
    MERGELOOM_TRY(const StoreCopy copy, restoreBackup(*backup, target, present, progress.shown()));
    progress.clear();
    const QStringList problems = keyProblems(backup->heading(), settings);
    if (!invocation.isJson()) {
        terminal.line(terminal.painted(Style::Good, QStringLiteral("Restored "))
            + QStringLiteral("what was backed up at %1 by version %2")
                  .arg(backup->heading().madeAt.toString(), plainText(backup->heading().version)));
        if (!copy.movedAside.isEmpty())
            terminal.line(QStringLiteral("Before   is kept as ") + copy.movedAside);
        printContent(copy.content, terminal);
        for (const QString &problem : problems)
            terminal.line(terminal.painted(Style::Warning, QStringLiteral("KEY      ")) + problem);
    }
    MERGELOOM_TRY(const AuditReport report, verifyResult(target, evidence, terminal));
    if (invocation.isJson()) {
        QJsonObject json = jsonOf(copy.content);
        json.insert(QStringLiteral("moved_aside"), copy.movedAside);
        json.insert(QStringLiteral("key_problems"), QJsonArray::fromStringList(problems));
        json.insert(QStringLiteral("verified"), toJson(report));
        terminal.json(json);
    } else {
        printReport(report, terminal);
    }
    return report.isGood() ? ExitCode::Ok : ExitCode::Failed;
}

struct MoveTarget {
    Database::Options options;
    QString setting; ///< the line to change
};

/// All users of a machine can read the arguments of its programs.
Result<MoveTarget> targetOf(const Invocation &invocation, const Settings &settings, const Terminal &terminal)
{
    const QString directory = settings.text(QStringLiteral("data_dir"));
    const bool isFile = invocation.has(QStringLiteral("to-file"));
    QString url = invocation.text(QStringLiteral("to"));
    if (isFile == !url.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "Say where: --to postgresql://user@host/database, --to-file FILE that holds such a URL, or --to sqlite."));
    if (url == u"sqlite")
        return MoveTarget{{directory}, QStringLiteral("Remove JCA_WORKER_DATABASE_URL from the worker's settings.")};
    const QString file = invocation.text(QStringLiteral("to-file"));
    if (isFile) {
        MERGELOOM_TRY(const QByteArray text, readInput(file, terminal));
        url = QString::fromUtf8(text).trimmed();
    }
    if (url.startsWith(u"postgresql+psycopg://"))
        url.remove(10, 8);
    if (!url.startsWith(u"postgresql://") && !url.startsWith(u"postgres://"))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The new store is to be named by postgresql://user@host/database, or by `sqlite`."));
    const QString password = QUrl(url).password(QUrl::FullyDecoded);
    if (!isFile && (!password.isEmpty() || QUrlQuery(QUrl(url)).hasQueryItem(QStringLiteral("password"))))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "A password on the command line can be read by everybody on this machine. Put the URL into a file of mode 0600 and say --to-file FILE, or leave the password to ~/.pgpass."));
    log::hide(password.toUtf8(), QStringLiteral("database password"));
    log::hide(isFile ? url.toUtf8() : QByteArray(), QStringLiteral("database URL"));
    const QString setting = !isFile ? QStringLiteral("JCA_WORKER_DATABASE_URL=") + url
        : file == u"-"              ? QStringLiteral("JCA_WORKER_DATABASE_URL= the URL that you gave")
                       : QStringLiteral("JCA_WORKER_DATABASE_URL_FILE=") + QFileInfo(file).absoluteFilePath();
    return MoveTarget{{directory, {}, url}, setting};
}

Result<ExitCode> moveStore(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const MoveTarget target, targetOf(invocation, settings, terminal));
    MERGELOOM_TRY(const AuditEvidence evidence, evidenceOf(invocation, settings, terminal));
    const Database::Options from = databaseOptionsOf(settings);
    if (from.url.isEmpty() && !QFileInfo::exists(from.place().path))
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no database %1 to be moved. Name the worker's data directory by --data-dir.")
                .arg(from.place().path));
    MERGELOOM_TRY(auto source, Database::open(from));
    const QString left = source->shownPlace();
    QElapsedTimer time;
    time.start();
    CopyProgress progress(terminal);
    MERGELOOM_TRY(const StoreCopy copy, copyStore(*source, target.options, progress.shown()));
    progress.clear();
    const double seconds = double(time.elapsed()) / 1000;
    MERGELOOM_TRY(const AuditReport report, verifyResult(target.options, evidence, terminal));
    if (invocation.isJson()) {
        QJsonObject json = jsonOf(copy.content);
        json.insert(QStringLiteral("seconds"), seconds);
        json.insert(QStringLiteral("setting"), target.setting);
        json.insert(QStringLiteral("verified"), toJson(report));
        terminal.json(json);
        return report.isGood() ? ExitCode::Ok : ExitCode::Failed;
    }
    for (const TableTally &table : copy.content.tables)
        terminal.line(QStringLiteral("%1 rows  %2").arg(table.rows, 10).arg(table.table));
    terminal.line(terminal.painted(Style::Good, QStringLiteral("Moved    "))
        + QStringLiteral("and compared on both sides, in %1 s; root of the audit log %2")
              .arg(seconds, 0, 'f', 1)
              .arg(copy.content.root));
    printReport(report, terminal);
    terminal.line(QStringLiteral("Change this setting before the worker starts again:"));
    terminal.line(target.setting);
    terminal.line(QStringLiteral(
        "%1 stays as it was. A worker that is started with it again would go on with an old copy of the log: put it away.")
                      .arg(left));
    return report.isGood() ? ExitCode::Ok : ExitCode::Failed;
}

Command storeCommand(const char *name, const char *summary, const char *usage,
    Result<ExitCode> (*action)(const Invocation &, const Terminal &), QList<CommandOption> options)
{
    const auto run = [action](const Invocation &invocation, const Terminal &terminal) {
        const Result<ExitCode> code = action(invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
    return {QString::fromLatin1(name), QString::fromUtf8(summary), QString::fromLatin1(usage), run, std::move(options)};
}

} // namespace

QList<Command> storeCommands()
{
    return {storeCommand("backup", "Write all that the database holds into a file, beside a running worker.", "FILE",
                &backUp, {}),
        storeCommand("restore", "Make the database from a backup and verify its audit log; the worker must be stopped.",
            "FILE", &restore,
            {{"force", "", "Move a database that is there aside"}, trustedKeyOption(), heldCheckpointsOption()}),
        storeCommand("move-store", "Copy everything into PostgreSQL, or back, and compare; the worker must be stopped.",
            "", &moveStore,
            {{"to", "URL", "postgresql://user@host/database, or sqlite"},
                {"to-file", "FILE", "The same from a file, where it holds a password; - for standard input"},
                trustedKeyOption(), heldCheckpointsOption()})};
}

} // namespace mergeloom

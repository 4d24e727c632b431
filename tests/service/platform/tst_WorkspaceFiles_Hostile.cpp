#include "service/platform/WorkspaceFiles.h"

#include "tests/service/platform/BothResolvers.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <thread>

using namespace mergeloom;

/// A workspace that a program has prepared, or changes while it is worked in.
class WorkspaceFilesHostileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void directoryThatBecomesALinkNeverLeads_data();
    void directoryThatBecomesALinkNeverLeads();
    void everySpellingOfGitIsRefused_data();
    void everySpellingOfGitIsRefused();
    void linksAreFollowedAsTheKernelDoes_data();
    void linksAreFollowedAsTheKernelDoes();
    void secondNameOfAFileKeepsItsContent();
    void devicesAreNotOpened();
    void sparseGiantIsRefusedAtOnce();
    void readStopsWhereTheFileEndedWhenItWasLookedAt();
    void namesThatDifferInCaseAreTold();
    void namesThatAreNoTextAreListedAndOutOfReach();
    void crowdedDirectoryIsListedToTheLimit();

private:
    QString outside(const QString &name) const { return m_directory->filePath(QStringLiteral("outside/") + name); }
    QString real(const QString &path) const { return m_directory->filePath(QStringLiteral("root/") + path); }
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    static void put(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::optional<WorkspaceFiles> m_files;
};

void WorkspaceFilesHostileTest::init()
{
    m_files.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    put(real(QStringLiteral(".git/config")), "[core]");
    put(real(QStringLiteral("turn/file")), "inside");
    put(real(QStringLiteral("other")), "moved");
    put(outside(QStringLiteral("file")), "secret");
    auto files = WorkspaceFiles::open(m_directory->filePath(QStringLiteral("root")));
    QVERIFY(files);
    m_files.emplace(std::move(*files));
}

void WorkspaceFilesHostileTest::directoryThatBecomesALinkNeverLeads_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("directory") << "turn/file";
    QTest::newRow("directory in the middle") << "turn/deep/er/file";
    QTest::newRow("by way of a link") << "way/file";
}

void WorkspaceFilesHostileTest::directoryThatBecomesALinkNeverLeads()
{
    QFETCH(QString, path);
    put(real(QStringLiteral("turn/deep/er/file")), "inside");
    put(outside(QStringLiteral("deep/er/file")), "secret");
    QVERIFY(QFile::link(QStringLiteral("turn"), real(QStringLiteral("way"))));
    QVERIFY(QFile::link(outside({}), real(QStringLiteral("evil"))));
    const QByteArray turn = QFile::encodeName(real(QStringLiteral("turn")));
    const QByteArray evil = QFile::encodeName(real(QStringLiteral("evil")));
    std::atomic<int> turns = 0;
    std::jthread turner([&](std::stop_token stop) {
        for (; !stop.stop_requested(); ++turns)
            ::renameat2(AT_FDCWD, turn.constData(), AT_FDCWD, evil.constData(), RENAME_EXCHANGE);
    });
    int inside = 0;
    const QString folder = path.section(u'/', 0, -2);
    for (int i = 0; i < 2000 || (i < 200'000 && (inside == 0 || turns < 1000)); ++i) {
        if (const auto text = m_files->read(path)) {
            QVERIFY2(text->bytes == "inside" || text->bytes == "changed", text->bytes.constData());
            ++inside;
        }
        (void)m_files->write(path, "changed");
        (void)m_files->write(folder + QStringLiteral("/new/file"), "new");
        (void)m_files->rename(QStringLiteral("other"), folder + QStringLiteral("/other"));
        (void)m_files->rename(folder + QStringLiteral("/other"), QStringLiteral("other"));
        (void)m_files->remove(folder + QStringLiteral("/new/file"));
        if (const auto entries = m_files->list(folder, true, 100))
            for (const DirectoryEntry &entry : *entries)
                QVERIFY2(!entry.path.contains(QLatin1String("only-outside")), qPrintable(entry.path));
    }
    turner.request_stop();
    turner.join();
    QVERIFY(inside > 0);
    QCOMPARE(content(outside(QStringLiteral("file"))), QByteArray("secret"));
    QCOMPARE(content(outside(QStringLiteral("deep/er/file"))), QByteArray("secret"));
    QCOMPARE(QDir(outside({})).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 2);
}

void WorkspaceFilesHostileTest::everySpellingOfGitIsRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
        {".git", ".GIT", ".Git", "git~1", "GIT~1", ".git.", ".git ", ".git...", ".git::$INDEX_ALLOCATION", ".git:x",
            ".g\xe2\x80\x8cit", "\xef\xbb\xbf.git", ".gi\xe2\x80\xaet", ".git\xe2\x81\xaf"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void WorkspaceFilesHostileTest::everySpellingOfGitIsRefused()
{
    QFETCH(QString, name);
    for (const QString &path : {name + QStringLiteral("/config"), name, QStringLiteral("turn/") + name,
             QStringLiteral("turn/") + name + QStringLiteral("/hooks/post-checkout")}) {
        for (const auto &refused : {m_files->write(path, "x"), m_files->remove(path),
                 m_files->rename(QStringLiteral("other"), path), m_files->rename(path, QStringLiteral("new"))}) {
            QVERIFY2(!refused, qPrintable(path));
            QCOMPARE(refused.error().code, ErrorCode::Forbidden);
        }
        QVERIFY(!m_files->read(path) && !m_files->list(path, false, 1));
    }
    QCOMPARE(content(real(QStringLiteral(".git/config"))), QByteArray("[core]"));
    // What stands there already is not shown.
    QVERIFY(QDir().mkpath(real(QStringLiteral("turn/") + name)));
    const auto entries = m_files->list(QStringLiteral("turn"), true, 100);
    QVERIFY(entries && entries->size() == 1);
}

void WorkspaceFilesHostileTest::linksAreFollowedAsTheKernelDoes_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected"); // empty: refused
    QTest::newRow("up and down") << "a/b/up"
                                 << "inside";
    QTest::newRow("link to a link") << "a/b/chain"
                                    << "inside";
    QTest::newRow("directory link in the middle") << "a/b/dir/file"
                                                  << "inside";
    QTest::newRow("slashes and dots") << "a/b/messy"
                                      << "inside";
    QTest::newRow("through another link's parent") << "a/b/dir/../other"
                                                   << "";
    QTest::newRow("over the root and back") << "a/b/over"
                                            << "";
    QTest::newRow("over the root") << "a/b/out"
                                   << "";
    QTest::newRow("absolute into the workspace") << "a/absolute"
                                                 << "";
    QTest::newRow("to git") << "a/b/git"
                            << "";
    QTest::newRow("forty-one links") << "l0"
                                     << "";
    QTest::newRow("thirty-nine links") << "l2"
                                       << "inside";
}

void WorkspaceFilesHostileTest::linksAreFollowedAsTheKernelDoes()
{
    QFETCH(QString, path);
    QFETCH(QString, expected);
    QVERIFY(QDir().mkpath(real(QStringLiteral("a/b"))));
    const auto link = [this](const QString &target, const QString &name) { return QFile::link(target, real(name)); };
    QVERIFY(link("../../turn/file", "a/b/up") && link("up", "a/b/chain") && link("../../turn", "a/b/dir"));
    QVERIFY(link(".././/../turn/../turn//file", "a/b/messy") && link("../../../root/turn/file", "a/b/over"));
    QVERIFY(link("../../../outside/file", "a/b/out") && link(real("turn/file"), "a/absolute"));
    QVERIFY(link("../../.git/config", "a/b/git"));
    for (int i = 0; i < 41; ++i)
        QVERIFY(link(
            i == 40 ? QStringLiteral("turn/file") : QStringLiteral("l%1").arg(i + 1), QStringLiteral("l%1").arg(i)));
    const auto text = m_files->read(path);
    if (!expected.isEmpty()) {
        QVERIFY2(text, text ? "" : qPrintable(text.error().message));
        QCOMPARE(QString::fromUtf8(text->bytes), expected);
        return;
    }
    QVERIFY(!text);
    QVERIFY(text.error().code == ErrorCode::Forbidden || text.error().code == ErrorCode::NotFound);
}

void WorkspaceFilesHostileTest::secondNameOfAFileKeepsItsContent()
{
    QCOMPARE(::link(QFile::encodeName(outside("file")).constData(), QFile::encodeName(real("hard")).constData()), 0);
    QVERIFY(m_files->write(QStringLiteral("hard"), "changed"));
    QCOMPARE(content(outside(QStringLiteral("file"))), QByteArray("secret"));
    QCOMPARE(content(real(QStringLiteral("hard"))), QByteArray("changed"));
    QCOMPARE(::link(QFile::encodeName(outside("file")).constData(), QFile::encodeName(real("gone")).constData()), 0);
    QVERIFY(m_files->remove(QStringLiteral("gone")));
    QCOMPARE(content(outside(QStringLiteral("file"))), QByteArray("secret"));
}

void WorkspaceFilesHostileTest::devicesAreNotOpened()
{
    const QByteArray device = QFile::encodeName(real(QStringLiteral("zero")));
    if (::mknod(device.constData(), S_IFCHR | 0666, makedev(1, 5)) != 0)
        QSKIP("a device can only be made by root");
    QCOMPARE(m_files->read(QStringLiteral("zero")).error().code, ErrorCode::Forbidden);
    QCOMPARE(m_files->write(QStringLiteral("zero"), "x").error().code, ErrorCode::Forbidden);
    QCOMPARE(m_files->remove(QStringLiteral("zero")).error().code, ErrorCode::Forbidden);
}

void WorkspaceFilesHostileTest::sparseGiantIsRefusedAtOnce()
{
    QFile giant(real(QStringLiteral("giant")));
    QVERIFY(giant.open(QIODevice::WriteOnly));
    if (::ftruncate(giant.handle(), off_t(1) << 40) != 0)
        QVERIFY(::ftruncate(giant.handle(), off_t(1) << 33) == 0);
    QElapsedTimer timer;
    timer.start();
    const auto text = m_files->read(QStringLiteral("giant"));
    QCOMPARE(text.error().code, ErrorCode::Rejected);
    QVERIFY(timer.elapsed() < 2000);
    QVERIFY(m_files->write(QStringLiteral("giant"), "small")); // what replaces it may be written
    QCOMPARE(content(real(QStringLiteral("giant"))), QByteArray("small"));
}

void WorkspaceFilesHostileTest::readStopsWhereTheFileEndedWhenItWasLookedAt()
{
    std::jthread writer([this](std::stop_token stop) {
        QFile growing(real(QStringLiteral("turn/file")));
        if (!growing.open(QIODevice::Append))
            return;
        for (qint64 size = 0; !stop.stop_requested() && size < (64 << 20); size += 4096) {
            growing.write(QByteArray(4096, 'x'));
            growing.flush();
        }
    });
    for (int i = 0; i < 200; ++i)
        if (const auto text = m_files->read(QStringLiteral("turn/file"), 1 << 20))
            QVERIFY(text->bytes.size() <= 1 << 20);
}

void WorkspaceFilesHostileTest::namesThatDifferInCaseAreTold()
{
    const auto conflicts = [](const Result<void> &result, const char *twin) {
        return !result && result.error().code == ErrorCode::Conflict
            && result.error().message.contains(QString::fromUtf8(twin));
    };
    put(real(QStringLiteral("README.md")), "x");
    put(real(QString::fromUtf8("gr\xc3\xb6\xc3\x9f"
                               "e")),
        "x");
    QVERIFY(conflicts(m_files->write(QStringLiteral("readme.md"), "y"), "README.md"));
    QVERIFY(conflicts(m_files->write(QStringLiteral("TURN/new"), "y"), "turn"));
    QVERIFY(conflicts(m_files->write(QString::fromUtf8("gro\xcc\x88\xc3\x9f"
                                                       "e"),
                          "y"),
        "gr"));
    QVERIFY(conflicts(m_files->rename(QStringLiteral("other"), QStringLiteral("Readme.MD")), "README.md"));
    QVERIFY(m_files->rename(QStringLiteral("README.md"), QStringLiteral("readme.md"))); // only its case changes
    // Both are there already: each is what it is.
    put(real(QStringLiteral("Twin")), "1");
    put(real(QStringLiteral("twin")), "2");
    QCOMPARE(m_files->read(QStringLiteral("Twin"))->bytes, QByteArray("1"));
    QVERIFY(m_files->write(QStringLiteral("twin"), "3"));
    QCOMPARE(content(real(QStringLiteral("Twin"))), QByteArray("1"));
}

void WorkspaceFilesHostileTest::namesThatAreNoTextAreListedAndOutOfReach()
{
    const QByteArray folder = QFile::encodeName(real(QStringLiteral("turn/")));
    const int file = ::open((folder
                                + "bad\xff"
                                  "name")
                                .constData(),
        O_WRONLY | O_CREAT, 0600);
    QVERIFY(file >= 0);
    ::close(file);
    const auto entries = m_files->list(QStringLiteral("turn"), false, 100);
    QVERIFY(entries && entries->size() == 2);
    QVERIFY(entries->at(0).path.contains(QChar(QChar::ReplacementCharacter)));
    QCOMPARE(m_files->read(entries->at(0).path).error().code, ErrorCode::NotFound);
    for (const QString &name :
        {QString(255, u'x'), QStringLiteral("-rf"), QStringLiteral("a\nb"), QString(u'\u202e') + u'x'})
        QVERIFY2(m_files->write(name, "x") && m_files->read(name), qPrintable(name));
    QCOMPARE(m_files->write(QString(256, u'x'), "x").error().code, ErrorCode::InvalidInput);
    QCOMPARE(
        m_files->write(QStringList(3000, QStringLiteral("dd")).join(u'/'), "x").error().code, ErrorCode::InvalidInput);
}

void WorkspaceFilesHostileTest::crowdedDirectoryIsListedToTheLimit()
{
    QVERIFY(QDir().mkpath(real(QStringLiteral("crowd"))));
    const QByteArray folder = QFile::encodeName(real(QStringLiteral("crowd/")));
    for (int i = 0; i < 20'000; ++i)
        ::close(::open((folder + QByteArray::number(i)).constData(), O_WRONLY | O_CREAT, 0600));
    QElapsedTimer timer;
    timer.start();
    const auto entries = m_files->list(QStringLiteral("crowd"), true, 1000);
    QVERIFY(entries && entries->size() == 1000);
    QVERIFY(m_files->write(QStringLiteral("crowd/one-more"), "x"));
    QVERIFY(timer.elapsed() < 5000);
}

int main(int argc, char **argv) { return runWithAndWithoutOpenat2<WorkspaceFilesHostileTest>(argc, argv); }

#include "tst_WorkspaceFiles_Hostile.moc"

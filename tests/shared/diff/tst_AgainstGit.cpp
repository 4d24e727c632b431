// What this room makes of the commits of a repository, against `git diff`: with MERGELOOM_DIFF_REPOSITORY (a folder of git's own) the
// last MERGELOOM_DIFF_COMMITS of it, else some hundred random ones.
#include "shared/diff/DiffLayout.h"
#include "shared/diff/Hunks.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"
#include "tests/shared/diff/GeneratedRepository.h"

#include <QRegularExpression>
#include <QTest>

using namespace mergeloom;

namespace {

/// Without what git writes behind the second @@: the beginning of the function, as it sees it.
QByteArray withoutHeadings(const QByteArray &patch)
{
    QByteArray made;
    for (qsizetype at = 0; at < patch.size();) {
        qsizetype end = patch.indexOf('\n', at);
        end = end < 0 ? patch.size() : end + 1;
        const QByteArrayView line = QByteArrayView(patch).sliced(at, end - at);
        const qsizetype heading = line.startsWith("@@ -") ? line.indexOf(" @@ ", 3) : -1;
        made += heading > 0 ? line.first(heading + 3).toByteArray() + '\n' : line.toByteArray();
        at = end;
    }
    return made;
}

bool endsWithOneCharacter(const Text &text)
{
    return text.count() > 0 && text.lineWithEnd(text.count() - 1).size() == 1
        && text.end(text.count() - 1) == LineEnd::None;
}

} // namespace

class TestAgainstGit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = qEnvironmentVariable("MERGELOOM_DIFF_REPOSITORY");
        m_commits = qEnvironmentVariable("MERGELOOM_DIFF_COMMITS", QStringLiteral("300")).toInt();
        if (m_folder.isEmpty()) {
            QVERIFY(m_generated.make(m_commits));
            m_folder = m_generated.path();
        }
        m_git = std::make_unique<TestGit>(m_folder);
    }

    void cleanupTestCase() { m_git.reset(); }

    void showsTheSameHunks_data()
    {
        QTest::addColumn<Whitespace>("mode");
        QTest::addColumn<QString>("option");
        QTest::addColumn<int>("share");
        QTest::newRow("exact") << Whitespace::Exact << QString() << 1;
        QTest::newRow("end") << Whitespace::IgnoreAtEnd << QStringLiteral("--ignore-space-at-eol") << 3;
        QTest::newRow("amount") << Whitespace::IgnoreAmount << QStringLiteral("-b") << 3;
        QTest::newRow("all") << Whitespace::IgnoreAll << QStringLiteral("-w") << 3;
        QTest::newRow("blank") << Whitespace::IgnoreBlankLines << QStringLiteral("--ignore-blank-lines") << 3;
    }

    void showsTheSameHunks()
    {
        QFETCH(Whitespace, mode);
        QFETCH(QString, option);
        QFETCH(int, share);
        const int commits = std::max(1, m_commits / share);
        const QByteArrayList exact = patches(commits, {});
        const QByteArrayList asked = option.isEmpty() ? exact : patches(commits, {option});
        QCOMPARE(asked.size(), exact.size());
        for (qsizetype commit = 0; commit < exact.size(); ++commit)
            compareCommit(exact[commit], asked[commit], mode);
        qInfo("%lld commits, %d files, %d hunks, %d differ", exact.size(), m_files, m_hunks, m_different);
        QVERIFY(m_files > 0 && m_hunks > 0);
        QCOMPARE(m_different, 0);
        m_files = m_hunks = m_different = 0;
    }

    void writesWhatItReads()
    {
        int files = 0;
        for (const QByteArray &patch : patches(m_commits, {QStringLiteral("--binary")})) {
            const auto document = readPatch(patch);
            if (!document)
                continue; // a commit without changes of content
            for (const FileDiff &file : document->files) {
                const auto written = writePatch(file);
                QVERIFY2(written.has_value() || file.isBinary, qPrintable(file.afterPath));
                if (!file.isBinary)
                    QVERIFY2(withoutHeadings(patch).contains(*written), written->constData());
                else if (file.isWhole && file.status != FileStatus::Deleted)
                    QCOMPARE(file.afterBytes, m_git->blob(file.afterId));
                ++files;
            }
            QVERIFY2(document->notices.isEmpty(), qPrintable(document->notices.join('\n') + patch.left(200)));
        }
        QVERIFY(files > 0);
    }

    void findsTheSameMovedLines()
    {
        const int commits = std::max(1, m_commits / 3);
        const QByteArrayList coloured = patches(commits,
            {QStringLiteral("--color=always"), QStringLiteral("--color-moved=blocks"),
                QStringLiteral("--ws-error-highlight=none")});
        const QByteArrayList plain = patches(commits, {});
        QCOMPARE(coloured.size(), plain.size());
        int moved = 0;
        int different = 0;
        for (qsizetype at = 0; at < plain.size(); ++at) {
            const auto document = readPatch(plain[at]);
            if (!document || plain[at].contains('\x1b') || plain[at].contains("\\ No newline"))
                continue;
            const QString expected = movedByGit(coloured[at]);
            const QString found = movedLines(*document);
            moved += expected.count(u'M');
            different += expected != found;
            if (expected != found)
                qWarning("%s\n%s\n%s", plain[at].left(300).constData(), qPrintable(expected), qPrintable(found));
        }
        qInfo("%lld commits, %d moved lines", plain.size(), moved);
        QVERIFY(moved > 0);
        QCOMPARE(different, 0);
    }

private:
    QByteArrayList patches(int commits, const QStringList &options)
    {
        static const QByteArray mark = QByteArray("\0\1commit\n", 9);
        QStringList arguments{QStringLiteral("log"), QStringLiteral("--no-merges"), QStringLiteral("-n%1").arg(commits),
            QStringLiteral("--format=%x00%x01commit"), QStringLiteral("-p"), QStringLiteral("-U3"),
            QStringLiteral("--full-index"), QStringLiteral("--find-renames"), QStringLiteral("-l0"),
            QStringLiteral("--no-color"), QStringLiteral("--no-ext-diff"), QStringLiteral("--no-textconv")};
        const QByteArray log = m_git->run(arguments + options);
        QByteArrayList parts;
        for (qsizetype at = log.indexOf(mark); at >= 0;) {
            const qsizetype next = log.indexOf(mark, at + 1);
            parts.append(log.sliced(at + mark.size(), (next < 0 ? log.size() : next) - at - mark.size()));
            at = next;
        }
        return parts;
    }

    static QMap<QString, FileDiff> byName(const QByteArray &patch)
    {
        QMap<QString, FileDiff> files;
        if (const auto document = readPatch(patch)) {
            for (const FileDiff &file : document->files)
                files[file.beforePath + u'\n' + file.afterPath + u'\n' + QString::number(int(file.status))] = file;
        }
        return files;
    }

    void compareCommit(const QByteArray &exact, const QByteArray &asked, Whitespace mode)
    {
        const QByteArray expected = withoutHeadings(asked);
        const QMap<QString, FileDiff> shown = byName(asked);
        const QMap<QString, FileDiff> all = byName(exact);
        for (auto at = all.cbegin(); at != all.cend(); ++at) {
            const FileDiff &file = at.value();
            if (file.isBinary || file.beforeMode == 0160000 || file.afterMode == 0160000 || file.beforeId.isEmpty())
                continue;
            compareFile(file, expected, shown.value(at.key()).changes.isEmpty(), mode);
        }
    }

    void compareFile(const FileDiff &patched, const QByteArray &expected, bool isHidden, Whitespace mode)
    {
        FileDiff whole = patched;
        whole.before = Text::of(patched.status == FileStatus::Added ? QByteArray() : m_git->blob(patched.beforeId));
        whole.after = Text::of(patched.status == FileStatus::Deleted ? QByteArray() : m_git->blob(patched.afterId));
        if (whole.before->encoding() == Encoding::Utf16Le || whole.after->encoding() == Encoding::Utf16Le)
            return; // binary to git
        // git takes a last line of one character without a newline for an empty one, and hides it; here it is shown.
        if (mode == Whitespace::IgnoreBlankLines
            && (endsWithOneCharacter(*whole.before) || endsWithOneCharacter(*whole.after)))
            return;
        whole.gaps.clear();
        whole.changes = lineDiff(*whole.before, *whole.after, mode);
        const qsizetype hunks = hunksOf(whole, whole.changes, 3).size();
        ++m_files;
        m_hunks += int(hunks);
        const QByteArray written = writePatch(whole).value();
        if ((hunks == 0 ? isHidden : expected.contains(written)) && areCountsOf(written, whole, mode))
            return;
        ++m_different;
        qWarning("%s %s %s: other hunks than git's:\n%s", qPrintable(patched.afterPath), patched.beforeId.constData(),
            patched.afterId.constData(), written.left(2000).constData());
    }

    /// Whether a layout counts as many lines as the patch, which is git's, has.
    static bool areCountsOf(const QByteArray &patch, FileDiff file, Whitespace mode)
    {
        file.changes = lineDiff(*file.before, *file.after, Whitespace::Exact);
        LayoutOptions options;
        options.whitespace = mode;
        const auto layout = DiffLayout::of(file, options);
        const qsizetype body = patch.indexOf("\n@@ -");
        const QByteArray hunks = body < 0 ? QByteArray() : patch.sliced(body);
        return layout->added() == hunks.count("\n+") && layout->removed() == hunks.count("\n-");
    }

    /// M for each moved line and . for each other changed line, in the order of the patch.
    static QString movedByGit(const QByteArray &coloured)
    {
        QString marks;
        bool isInHunk = false;
        for (const QByteArray &line : coloured.split('\n')) {
            if (line.startsWith("\x1b[1m"))
                isInHunk = false;
            else if (line.startsWith("\x1b[36m@@"))
                isInHunk = true;
            else if (isInHunk && (line.startsWith("\x1b[1;35m-") || line.startsWith("\x1b[1;36m+")))
                marks += u'M';
            else if (isInHunk && (line.startsWith("\x1b[31m-") || line.startsWith("\x1b[32m+")))
                marks += u'.';
        }
        return marks;
    }

    static QString movedLines(const DiffDocument &document)
    {
        const auto blocks = movedBlocks(document, Whitespace::Exact);
        QString marks;
        for (qsizetype index = 0; index < document.files.size(); ++index) {
            const auto isMoved = [&](Side side, qsizetype line) {
                return std::any_of(blocks[index].begin(), blocks[index].end(), [&](const MovedBlock &block) {
                    return block.side == side && line >= block.line && line < block.line + block.count;
                });
            };
            for (const Change &change : document.files[index].changes) {
                for (qsizetype line = change.before; line < change.before + change.removed; ++line)
                    marks += isMoved(Side::Before, line) ? u'M' : u'.';
                for (qsizetype line = change.after; line < change.after + change.added; ++line)
                    marks += isMoved(Side::After, line) ? u'M' : u'.';
            }
        }
        return marks;
    }

    GeneratedRepository m_generated{7};
    QString m_folder;
    int m_commits = 0;
    std::unique_ptr<TestGit> m_git;
    int m_files = 0;
    int m_hunks = 0;
    int m_different = 0;
};

QTEST_GUILESS_MAIN(TestAgainstGit)
#include "tst_AgainstGit.moc"

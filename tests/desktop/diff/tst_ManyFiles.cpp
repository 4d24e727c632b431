#include "desktop/diff/CommitRange.h"
#include "desktop/diff/FileTree.h"
#include "shared/diff/PatchWriter.h"
#include "tests/desktop/diff/Fixture.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace mergeloom;

namespace {

constexpr int fileCount = 300;

/// Three changes in each of many files, in folders of ten.
class ManyFiles
{
public:
    ManyFiles()
    {
        git({"init", "-q", "-b", "main"});
        write("line");
        commit();
        write("line 60\nand one more");
        commit();
    }
    QString path() const { return m_folder.path(); }
    QByteArray git(const QStringList &arguments)
    {
        QProcess git;
        git.setWorkingDirectory(m_folder.path());
        git.start("git", arguments);
        return git.waitForFinished() && git.exitCode() == 0 ? git.readAllStandardOutput() : QByteArray();
    }

private:
    void commit()
    {
        git({"add", "-A"});
        git({"-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "Change"});
    }
    void write(const QByteArray &inTheMiddle)
    {
        for (int number = 0; number < fileCount; ++number) {
            const QString folder = m_folder.filePath(QStringLiteral("part%1").arg(number / 10, 2, 10, QChar(u'0')));
            QDir().mkpath(folder);
            QFile file(QStringLiteral("%1/file%2.cpp").arg(folder).arg(number, 3, 10, QChar(u'0')));
            QVERIFY(file.open(QIODevice::WriteOnly));
            const QByteArray other = inTheMiddle + '\n';
            file.write(other + numberedLines(60, "// a") + other + numberedLines(60, "// b") + other);
        }
    }
    QTemporaryDir m_folder;
};

} // namespace

class TestManyFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachOfThreeHundredFilesIsInTheTreeAndReachedByKey();
};

void TestManyFiles::eachOfThreeHundredFilesIsInTheTreeAndReachedByKey()
{
    ManyFiles files;
    ShownView shown;
    QVERIFY(shown.open(std::make_shared<CommitRange>(files.path(), QStringLiteral("HEAD~1..HEAD"))));
    const auto document = shown.view.document();
    QVERIFY2(document, qPrintable(shown.view.notice()));
    QCOMPARE(document->files.size(), fileCount);
    // From the first change of the first file to the last of the last.
    QSet<int> seen{shown.view.currentFile()};
    int steps = 0;
    for (qsizetype row = -1; steps < fileCount * 3 + 1; ++steps) {
        const auto before = std::pair(shown.view.currentFile(), row);
        shown.key(Qt::Key_F8);
        row = shown.view.canvas()->selection().caret.row;
        seen << shown.view.currentFile();
        if (std::pair(shown.view.currentFile(), row) == before)
            break;
    }
    QCOMPARE(seen.size(), fileCount);
    QCOMPARE(shown.view.currentFile(), fileCount - 1);
    QCOMPARE(shown.view.canvas()->diff()->changeStarts().size(), 3);
    // And what git says of them all is what is shown.
    QString patch = QString::fromUtf8(files.git({"diff", "--no-color", "--full-index", "HEAD~1", "HEAD"}));
    static const QRegularExpression place(
        QStringLiteral("^(@@ .* @@) .*$"), QRegularExpression::MultilineOption); // with the line of a function
    patch.replace(place, QStringLiteral("\\1"));
    QCOMPARE(QString::fromUtf8(writePatch(*document).value()), patch);
}

QTEST_MAIN(TestManyFiles)
#include "tst_ManyFiles.moc"

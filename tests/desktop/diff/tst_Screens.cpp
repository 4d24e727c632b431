#include "tests/desktop/diff/Fixture.h"

#include "desktop/diff/DiffBar.h"
#include "desktop/diff/FileTree.h"
#include "desktop/diff/FindBar.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/widgets/Theme.h"

#include <QBuffer>
#include <QLineEdit>
#include <QPainter>

using namespace mergeloom;

namespace {

const QByteArray oldQueue = R"(#include "service/controller/Queue.h"

#include <algorithm>

namespace mergeloom {

/// Jobs wait here until an executor asks for one.
Result<Lease> Queue::lease(const ExecutorId &executor)
{
    MERGELOOM_TRY(auto jobs, m_store.waiting());
    if (jobs.isEmpty())
        return failure(ErrorCode::NotFound, tr("No job waits."));
    const Job job = jobs.first();
    const qint64 until = m_clock.now() + 60000;
    MERGELOOM_CHECK(m_store.setLease(job.id, executor, until));
    return Lease{job, until};
}

void Queue::add(const Job &job)
{
    m_store.insert(job);
    Q_EMIT changed();
}

// How many may run at once on one machine, counted anew each time.
int Queue::roomFor(const ExecutorId &executor) const
{
    const int running = m_store.running(executor);
    const int limit = m_settings.limit();
    return std::max(0, limit - running);
}

Result<void> Queue::cancel(const JobId &id)
{
    MERGELOOM_TRY(auto job, m_store.job(id));
    if (job.state == JobState::Ended)
        return failure(ErrorCode::Conflict, tr("The job has ended."));
    return m_store.setState(id, JobState::Cancelled);
}

} // namespace mergeloom
)";

const QByteArray newQueue = R"(#include "service/controller/Queue.h"

#include <algorithm>

namespace mergeloom {

/// Jobs wait here until an executor asks for one.
Result<Lease> Queue::lease(const ExecutorId &executor)
{
    MERGELOOM_TRY(auto jobs, m_store.waiting(executor));
    if (jobs.isEmpty())
        return failure(ErrorCode::NotFound, tr("No job waits for this executor."));
    const Job job = *std::min_element(jobs.begin(), jobs.end(), byPriority);
    const qint64 until = m_clock.now() + leaseMilliseconds;
    MERGELOOM_CHECK(m_store.setLease(job.id, executor, until));
    return Lease{job, until, m_settings.heartbeat()};
}

Result<void> Queue::cancel(const JobId &id)
{
    MERGELOOM_TRY(auto job, m_store.job(id));
    if (job.state == JobState::Ended)
        return failure(ErrorCode::Conflict, tr("The job has ended."));
    return m_store.setState(id, JobState::Cancelled);
}

void Queue::add(const Job &job)
{
    if (m_store.contains(job.key)) // asked for twice
        return;
    m_store.insert(job);
    Q_EMIT changed();
}

// How many may run at once on one machine, counted anew each time.
int Queue::roomFor(const ExecutorId &executor) const
{
    const int running = m_store.running(executor);
    const int limit = m_settings.limit();
    return std::max(0, limit - running);
}

} // namespace mergeloom
)";

QByteArray picture(const QColor &colour, QSize size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colour);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(image.rect().adjusted(8, 8, -8, -8));
    painter.setPen(QPen(Qt::white, size.width() / 14.0));
    painter.drawLine(size.width() / 3, size.height() / 2, size.width() / 2, size.height() * 2 / 3);
    painter.drawLine(size.width() / 2, size.height() * 2 / 3, size.width() * 3 / 4, size.height() / 3);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

FileDiff renamedFile()
{
    FileDiff file =
        differenceOf(FileContent{QStringLiteral("service/controller/JobQueue.cpp"), 0100644, oldQueue, oldQueue.size()},
            FileContent{QStringLiteral("service/controller/Queue.cpp"), 0100644, newQueue, newQueue.size()});
    file.status = FileStatus::Renamed;
    file.similarity = 78;
    return file;
}

QList<FileDiff> someFiles()
{
    QByteArray longBefore = numberedLines(80, "value");
    QByteArray longAfter = longBefore;
    longAfter.replace("value 40\n", "value forty\nvalue between\n");
    QByteArray script =
        "#!/usr/bin/env python3\n\"\"\"Counts what runs cost.\"\"\"\nimport json\n\n\ndef total(runs):\n    return sum(run[\"usd\"] for run in runs)\n";
    QByteArray scriptAfter = script;
    scriptAfter.replace(
        "sum(run[\"usd\"] for run in runs)", "round(sum(run[\"usd\"] for run in runs if run[\"ended\"]), 2)");
    QList<FileDiff> files{renamedFile(),
        changedFile(QStringLiteral("service/controller/limits.txt"), longBefore, longAfter),
        changedFile(QStringLiteral("tools/cost.py"), script, scriptAfter),
        changedFile(QStringLiteral("resources/icons/worker.png"), picture(QColor(0x3056d3), QSize(128, 128)),
            picture(QColor(0x1a7f4b), QSize(256, 256)))};
    files.append(differenceOf(
        {}, FileContent{QStringLiteral("resources/web/src/pages/queue.ts"), 0100644, "export const limit = 4;\n", 24}));
    files.append(
        differenceOf(FileContent{QStringLiteral("installer/old.sh"), 0100755, "#!/bin/sh\necho old\n", 19}, {}));
    return files;
}

} // namespace

/// Paints what the reader sees, on light and dark ground. MERGELOOM_SHOTS names a folder that keeps the pictures.
class TestScreens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyViewIsPaintedInBothThemes_data();
    void everyViewIsPaintedInBothThemes();

private:
    void keep(QWidget &view, const QString &name);
    std::unique_ptr<Theme> m_theme;
};

void TestScreens::initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }

void TestScreens::keep(QWidget &view, const QString &name)
{
    if (const QString folder = qEnvironmentVariable("MERGELOOM_SHOTS"); !folder.isEmpty())
        QVERIFY(view.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

void TestScreens::everyViewIsPaintedInBothThemes_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(ThemeChoice::Light);
    QTest::newRow("dark") << int(ThemeChoice::Dark);
}

void TestScreens::everyViewIsPaintedInBothThemes()
{
    QFETCH(int, theme);
    m_theme->choose(ThemeChoice(theme));
    const QString suffix = theme == int(ThemeChoice::Light) ? QStringLiteral("-light") : QStringLiteral("-dark");
    const QPalette palette = QApplication::palette();
    const DiffColours &colours = DiffColours::of(palette);
    QCOMPARE(colours.look.isDark, theme == int(ThemeChoice::Dark));
    ShownView shown(QSize(1400, 860));
    QVERIFY(shown.open(someFiles()));
    const auto holds = [&](const QColor &colour) {
        const QImage image = shown.view.canvas()->grab().toImage();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y) == colour)
                    return true;
        return false;
    };

    shown.view.showFile(0);
    QVERIFY(shown.settle());
    QCOMPARE(shown.view.canvas()->geometry().arrangement, Arrangement::SideBySide);
    for (const QColor &colour : {colours.look.surface, colours.look.added, colours.look.addedSpan, colours.look.removed,
             colours.look.removedSpan, colours.look.moved})
        QTRY_VERIFY2(holds(colour), qPrintable(colour.name()));
    QTRY_VERIFY2(holds(colours.syntax[int(SyntaxClass::Keyword)]), "keywords have their colour");
    keep(shown.view, QStringLiteral("rename-moved") + suffix);

    shown.view.bar()->setArrangement(ArrangementChoice::Unified);
    QVERIFY(shown.settle());
    QVERIFY(holds(colours.look.addedSpan));
    keep(shown.view, QStringLiteral("unified") + suffix);

    shown.view.bar()->setArrangement(ArrangementChoice::Automatic);
    shown.view.showFile(1);
    QVERIFY(shown.settle());
    QVERIFY(holds(colours.look.accent)); // the links of a fold
    keep(shown.view, QStringLiteral("side-by-side") + suffix);

    shown.view.showFile(0);
    QVERIFY(shown.settle());
    shown.view.openFind();
    shown.view.findBar()->field()->setText(QStringLiteral("executor"));
    QVERIFY(shown.settle());
    QVERIFY(holds(colours.found));
    QVERIFY(holds(colours.foundCurrent));
    keep(shown.view, QStringLiteral("find") + suffix);

    shown.view.showFile(3);
    QVERIFY(QTest::qWaitFor([&] { return shown.view.images()->isReady(); }));
    keep(shown.view, QStringLiteral("images") + suffix);
}

QTEST_MAIN(TestScreens)
#include "tst_Screens.moc"

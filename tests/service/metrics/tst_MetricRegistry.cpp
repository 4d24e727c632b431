#include "service/metrics/Metrics.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace mergeloom;

namespace {

/// What the parser of the Prometheus project's own Python client reads from a text; its families in one list of JSON. A text that
/// it does not understand gives none.
QJsonArray parsed(const QByteArray &text)
{
    QProcess parser;
    parser.start(QStringLiteral("/usr/bin/python3"), // whose packages are those of the system
        {QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/servers/metrics.py")});
    parser.write(text);
    parser.closeWriteChannel();
    if (!parser.waitForFinished(30'000) || parser.exitCode() != 0)
        qWarning("%s", parser.readAllStandardError().constData());
    return QJsonDocument::fromJson(parser.readAllStandardOutput()).array();
}

QJsonObject family(const QJsonArray &families, const QString &name)
{
    for (const QJsonValue &each : families)
        if (each.toObject().value("name").toString() == name)
            return each.toObject();
    return {};
}

QStringList namesIn(const QByteArray &text)
{
    QStringList names;
    for (const QByteArray &line : text.split('\n'))
        if (line.startsWith("# TYPE "))
            names << QString::fromUtf8(line.split(' ').at(2));
    return names;
}

} // namespace

class TestMetricRegistry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesFollowTheRulesOfPrometheus();
    void anotherParserReadsWhatWasCounted();
    void labelsOfHostileNamesAreReadAsTheyWere();
    void namesWithoutEndDoNotMakeSeriesWithoutEnd();
    void valuesThatAreNoAmountsAreNotTaken();
    void aCounterKeptElsewhereNeverGoesBack();
    void eachRowIsServedWithItsNameKindAndHelp();
    void readmeHasTheTable();
    void routesHaveFewClasses_data();
    void routesHaveFewClasses();
};

void TestMetricRegistry::namesFollowTheRulesOfPrometheus()
{
    QSet<QString> names;
    static const QRegularExpression rule(QStringLiteral("^[a-z][a-z_]*$"));
    for (const MetricRow &row : metricTable()) {
        const QString name = QString::fromLatin1(row.name);
        QVERIFY2(rule.match(name).hasMatch(), row.name);
        QVERIFY2(!names.contains(name), row.name);
        names.insert(name);
        QCOMPARE(name.endsWith(u"_total"), row.kind == MetricKind::Counter);
        QCOMPARE(row.buckets != nullptr, row.kind == MetricKind::Histogram);
        if (row.buckets)
            QVERIFY2(std::is_sorted(row.buckets->begin(), row.buckets->end()), row.name);
        for (const char *label : row.labels)
            QVERIFY2(rule.match(QString::fromLatin1(label)).hasMatch() && qstrcmp(label, "le") != 0, label);
    }
    QCOMPARE(int(names.size()), int(Metric::Release) + 1); // each value of the enumeration has its row
}

void TestMetricRegistry::anotherParserReadsWhatWasCounted()
{
    MetricRegistry registry;
    registry.count(Metric::RunsFinished, {"failed", "provider_failed"}, 3);
    registry.set(Metric::QueueJobs, {"queued"}, 7);
    registry.observe(Metric::LeaseLatency, {}, 0.02);
    registry.observe(Metric::LeaseLatency, {}, 20);
    registry.observe(Metric::LeaseLatency, {}, 1e6);
    const QJsonArray families = parsed(registry.text());

    const QJsonObject runs = family(families, "mergeloom_runs_finished");
    QCOMPARE(runs.value("type").toString(), QStringLiteral("counter"));
    QCOMPARE(runs.value("samples").toArray().size(), 1);
    const QJsonObject sample = runs.value("samples").toArray().first().toObject();
    QCOMPARE(sample.value("labels").toObject(), (QJsonObject{{"outcome", "failed"}, {"reason", "provider_failed"}}));
    QCOMPARE(sample.value("value").toDouble(), 3.0);
    QCOMPARE(family(families, "mergeloom_jobs").value("type").toString(), QStringLiteral("gauge"));

    QMap<QString, double> buckets;
    for (const QJsonValue &value : family(families, "mergeloom_lease_latency_seconds").value("samples").toArray()) {
        const QJsonObject one = value.toObject();
        buckets.insert(
            one.value("name").toString().section(u'_', -1) + one.value("labels").toObject().value("le").toString(),
            one.value("value").toDouble());
    }
    QCOMPARE(buckets.value("bucket0.01"), 0.0);
    QCOMPARE(buckets.value("bucket0.05"), 1.0);
    QCOMPARE(buckets.value("bucket15"), 1.0);
    QCOMPARE(buckets.value("bucket60"), 2.0);
    QCOMPARE(buckets.value("bucket86400"), 2.0);
    QCOMPARE(buckets.value("bucket+Inf"), 3.0);
    QCOMPARE(buckets.value("count"), 3.0);
    QCOMPARE(buckets.value("sum"), 1000020.02);
}

void TestMetricRegistry::labelsOfHostileNamesAreReadAsTheyWere()
{
    MetricRegistry registry;
    const QString hostile = QStringLiteral("a\"} 1e9 \\ b\\n{x=\"y\"},# HELP");
    registry.count(Metric::ProviderCalls, {hostile, QString::fromUtf8("schlüssel-模型")}, 2);
    registry.count(Metric::ProviderCalls, {QStringLiteral("two\nlines\r\tand\x01 more"), QString(1000, u'x')}, 5);
    registry.count(Metric::ProviderCalls, {QString(), QString(QChar(0xd800))}, 1);
    QMap<QString, QPair<QString, double>> found;
    for (const QJsonValue &value :
        family(parsed(registry.text()), "mergeloom_provider_calls").value("samples").toArray()) {
        const QJsonObject labels = value.toObject().value("labels").toObject();
        found.insert(labels.value("provider").toString(),
            {labels.value("model").toString(), value.toObject().value("value").toDouble()});
    }
    QCOMPARE(found.size(), 3);
    QCOMPARE(found.value(hostile), qMakePair(QString::fromUtf8("schlüssel-模型"), 2.0));
    QCOMPARE(found.value("two?lines??and? more"), qMakePair(QString(100, u'x'), 5.0));
    QCOMPARE(found.value(""), qMakePair(QStringLiteral("?"), 1.0));
}

void TestMetricRegistry::namesWithoutEndDoNotMakeSeriesWithoutEnd()
{
    MetricRegistry registry;
    for (int n = 0; n < 5000; ++n) {
        registry.count(Metric::ProviderCalls, {QStringLiteral("p%1").arg(n), QStringLiteral("m\n%1").arg(n)});
        registry.observe(Metric::ProviderSeconds, {QStringLiteral("p%1").arg(n), QStringLiteral("m")}, 1);
    }
    registry.count(Metric::ProviderCalls, {"p0", "m\n0"}); // known ones count on as before
    double sum = 0;
    double others = 0;
    const QJsonArray samples = family(parsed(registry.text()), "mergeloom_provider_calls").value("samples").toArray();
    for (const QJsonValue &value : samples) {
        const QJsonObject sample = value.toObject();
        const QJsonObject labels = sample.value("labels").toObject();
        sum += sample.value("value").toDouble();
        if (labels.value("provider").toString() == QLatin1StringView(MetricRegistry::other))
            others += sample.value("value").toDouble();
        if (labels.value("provider").toString() == u"p0")
            QCOMPARE(sample.value("value").toDouble(), 2.0);
    }
    QCOMPARE(samples.size(), MetricRegistry::mostSeries + 1);
    QCOMPARE(sum, 5001.0);
    QCOMPARE(others, double(5000 - MetricRegistry::mostSeries));
}

void TestMetricRegistry::valuesThatAreNoAmountsAreNotTaken()
{
    MetricRegistry registry;
    registry.count(Metric::JobsQueued, {}, 4);
    registry.count(Metric::JobsQueued, {}, -3);
    registry.count(Metric::JobsQueued, {}, std::nan(""));
    registry.count(Metric::JobsQueued, {}, std::numeric_limits<double>::infinity());
    registry.count(Metric::JobsQueued, {"too", "many"}, 5);
    registry.observe(Metric::LeaseLatency, {}, -20);
    registry.observe(Metric::LeaseLatency, {}, std::nan(""));
    const QByteArray text = registry.text();
    QVERIFY2(text.contains("\nmergeloom_jobs_queued_total 4\n"), text.constData());
    QVERIFY2(text.contains("\nmergeloom_lease_latency_seconds_count 1\n"), text.constData());
    QVERIFY2(text.contains("\nmergeloom_lease_latency_seconds_sum 0\n"), text.constData());
}

void TestMetricRegistry::aCounterKeptElsewhereNeverGoesBack()
{
    MetricRegistry registry;
    registry.set(Metric::ProcessCpu, {}, 12);
    registry.set(Metric::ProcessCpu, {}, 11);
    QVERIFY(registry.text().contains("\nprocess_cpu_seconds_total 12\n"));
    registry.set(Metric::ProcessCpu, {}, 15);
    QVERIFY(registry.text().contains("\nprocess_cpu_seconds_total 15\n"));
}

void TestMetricRegistry::eachRowIsServedWithItsNameKindAndHelp()
{
    MetricRegistry registry;
    QStringList names;
    for (const MetricRow &row : metricTable()) {
        const QStringList labels(row.labels.size(), QStringLiteral("x"));
        registry.count(row.metric, labels);
        registry.set(row.metric, labels, 1);
        registry.observe(row.metric, labels, 1);
        names << QString::fromLatin1(row.name);
        const QByteArray text = registry.text();
        QVERIFY2(text.contains(QByteArray("# HELP ") + row.name + ' ' + row.help + '\n'), row.name);
    }
    QStringList served = namesIn(registry.text());
    names.sort();
    served.sort();
    QCOMPARE(served, names);
}

void TestMetricRegistry::readmeHasTheTable()
{
    QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString readme = QString::fromUtf8(file.readAll());
    const QString told =
        readme.section(QStringLiteral("<!-- metrics -->"), 1).section(QStringLiteral("<!-- /metrics -->"), 0, 0);
    if (told.trimmed() != metricsMarkdown().trimmed()) {
        std::puts(qPrintable(metricsMarkdown()));
        QFAIL("README.md has other metrics: put the lines above between <!-- metrics --> and <!-- /metrics -->");
    }
}

void TestMetricRegistry::routesHaveFewClasses_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a resource") << "/api/v1/runs/{id}/events"
                                << "runs";
    QTest::newRow("executors") << "/api/gateway/v1/runs/{id}/events"
                               << "gateway";
    QTest::newRow("a probe") << "/healthz"
                             << "healthz";
    QTest::newRow("no route") << ""
                              << "pages";
    QTest::newRow("the root of the API") << "/api/v1"
                                         << "other";
}

void TestMetricRegistry::routesHaveFewClasses()
{
    QFETCH(QString, path);
    QTEST(Metrics::routeClass(path), "expected");
}

QTEST_GUILESS_MAIN(TestMetricRegistry)
#include "tst_MetricRegistry.moc"

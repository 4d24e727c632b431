#include "service/controlplane/LeaseTerm.h"

#include <QFile>
#include <QTest>

using namespace mergeloom;
using namespace std::chrono_literals;

class TestLeaseTerm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itEndsBeforeTheControllersCountDoes()
    {
        LeaseTerm term;
        QVERIFY(!term.holds(0ms));
        term.renew(1000ms, 60s);
        QVERIFY(term.holds(57'999ms));
        QVERIFY2(!term.holds(58'000ms), "a twentieth is left for a clock that runs slow");
    }

    void anAnswerThatComesLateTakesNothingAway()
    {
        LeaseTerm term;
        term.renew(20'000ms, 60s);
        const auto end = term.end();
        term.renew(5'000ms, 60s);
        QCOMPARE(term.end().count(), end.count());
    }

    void hoursOfSleepCount()
    {
        // The first number is the time since the start of the host, sleep included.
        QFile file("/proc/uptime");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const double seconds = file.readAll().split(' ').first().toDouble();
        QVERIFY(std::abs(double(LeaseTerm::now().count()) / 1000 - seconds) < 5);
    }
};

QTEST_GUILESS_MAIN(TestLeaseTerm)
#include "tst_LeaseTerm.moc"

#include "service/executor/LeaseKeeper.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace mergeloom;
using namespace std::chrono_literals;

class TestLeaseKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory.emplace();
        m_recorder = RunRecorder::open(m_directory->path(), Redactor()).value();
        m_control = std::make_unique<RunControl>(*m_recorder);
    }

    void aPushWaitsForALeaseThatIsRenewedAfterItAsked()
    {
        std::atomic<bool> isAsked = false;
        LeaseKeeper keeper([&] { isAsked = true; });
        keeper.renewed(LeaseTerm::now() - 1s, 60s);
        const Held held(keeper, scope());
        QTRY_VERIFY(isAsked);
        keeper.renewed(LeaseTerm::now() - 10s, 60s);
        QVERIFY2(!held.isThere(), "that request went out before");
        keeper.renewed(LeaseTerm::now() + 1ms, 60s);
        QTRY_VERIFY(held.isThere());
        QVERIFY(!held.token().stop_requested());
    }

    void aRenewalThatCameTooLateToBeOfUseIsNone()
    {
        std::atomic<bool> isAsked = false;
        LeaseKeeper keeper([&] { isAsked = true; });
        const Held held(keeper, scope());
        QTRY_VERIFY(isAsked); // else the renewals below may be older than the question
        keeper.renewed(LeaseTerm::now(), 0s);
        QVERIFY(!held.isThere());
        keeper.renewed(LeaseTerm::now() + 1ms, 60s);
        QTRY_VERIFY(held.isThere());
    }

    void whatGoesOnEndsWhenTheLeaseRunsOut()
    {
        LeaseKeeper keeper([&] { keeper.renewed(LeaseTerm::now() + 1ms, 60s); });
        const std::stop_token held = keeper.hold(scope());
        keeper.look(LeaseTerm::now() + 50s);
        QVERIFY(!held.stop_requested());
        keeper.look(LeaseTerm::now() + 58s);
        QVERIFY(held.stop_requested());
        QVERIFY2(!keeper.hold(scope()).stop_requested(), "a lease that is renewed is another one");
    }

    void aRunThatIsStoppedWaitsNoLongerAndPushesNothing()
    {
        LeaseKeeper keeper([] {});
        const Held held(keeper, scope());
        m_stop.request_stop();
        QTRY_VERIFY(held.isThere());
        QVERIFY(held.token().stop_requested());
    }

    void cleanup()
    {
        m_stop.request_stop();
        m_stop = std::stop_source();
        m_recorder.reset();
    }

private:
    /// hold() on a thread of its own, as the run asks.
    class Held
    {
    public:
        Held(LeaseKeeper &keeper, StageScope scope)
            : m_thread([this, &keeper, scope] {
                  m_token = keeper.hold(scope);
                  m_isThere = true;
              })
        {
        }
        bool isThere() const { return m_isThere; }
        const std::stop_token &token() const { return m_token; }

    private:
        std::stop_token m_token;
        std::atomic<bool> m_isThere = false;
        std::jthread m_thread;
    };

    StageScope scope()
    {
        return {*m_recorder, *m_control, m_stop.get_token(), [] { return Reason::Cancelled; }};
    }

    std::optional<QTemporaryDir> m_directory;
    std::unique_ptr<RunRecorder> m_recorder;
    std::unique_ptr<RunControl> m_control;
    std::stop_source m_stop;
};

QTEST_GUILESS_MAIN(TestLeaseKeeper)
#include "tst_LeaseKeeper.moc"

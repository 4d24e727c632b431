#include "service/network/Address.h"
#include "service/network/NetworkPolicy.h"

#include <QTest>

using namespace mergeloom;

class TestHostList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEntryCoversWhatItSays_data();
    void anEntryCoversWhatItSays();
    void nonsenseIsRefusedWithTheEntry_data();
    void nonsenseIsRefusedWithTheEntry();
    void onlyTheOpenInternetIsPublic_data();
    void onlyTheOpenInternetIsPublic();
    void oddSpellingsOfAddressesAreNeitherAddressNorName_data();
    void oddSpellingsOfAddressesAreNeitherAddressNorName();
    void theNarrowerOfRepositoryAndWorkerCounts_data();
    void theNarrowerOfRepositoryAndWorkerCounts();
    void bothListsMustHoldTheHost();
    void aPrivateAddressMustBeNamedByBoth();
    void whatWasOpenBecomesTheListOfTheWorker();
};

void TestHostList::anEntryCoversWhatItSays_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("isCovered");
    const auto row = [](const char *entry, const char *host, int port, bool isCovered) {
        QTest::addRow("%s: %s:%d", entry, host, port) << entry << host << port << isCovered;
    };
    row("a.example", "a.example", 443, true);
    row("a.example", "a.example", 80, true);
    row("a.example", "a.example", 22, false);
    row("a.example", "b.a.example", 443, false);
    row("a.example", "xa.example", 443, false);
    row("A.Example.", "a.example", 443, true);
    row("a.example", "A.EXAMPLE.", 443, true);
    row("a.example:8443", "a.example", 8443, true);
    row("a.example:8443", "a.example", 443, false);
    row("a.example:*", "a.example", 9, true);
    row("*.example", "a.example", 443, true);
    row("*.example", "b.a.example", 443, true);
    row("*.example", "example", 443, false);
    row("*.example", "badexample", 443, false);
    row("*", "anything.example", 443, true);
    row("*", "anything.example", 25, false);
    row("*:*", "anything.example", 25, true);
    row("*", "10.0.0.1", 443, false);
    row("*", "::1", 443, false);
    row("*", "93.184.215.14", 443, true);
    row("bücher.example", "xn--bcher-kva.example", 443, true);
    row("BÜCHER.example", "xn--bcher-kva.example", 443, true);
    row("10.1.2.3", "10.1.2.3", 443, true);
    row("10.1.2.3", "10.1.2.4", 443, false);
    row("10.0.0.0/8", "10.200.1.1", 443, true);
    row("10.0.0.0/8:8080", "10.200.1.1", 8080, true);
    row("10.0.0.0/8", "11.0.0.1", 443, false);
    row("10.0.0.0/8", "::ffff:10.0.0.1", 443, true);
    row("[fd00::1]:8080", "fd00::1", 8080, true);
    row("fd00::1", "FD00:0::1", 443, true);
    row("[fd00::]/8:81", "fd12::7", 81, true);
    row("fd00::/8", "fe80::1", 443, false);
    row("a.example", "a.example.evil.test", 443, false);
}

void TestHostList::anEntryCoversWhatItSays()
{
    QFETCH(QString, entry);
    QFETCH(QString, host);
    QFETCH(int, port);
    const auto list = HostList::parse({entry});
    QVERIFY2(list, list ? "" : qPrintable(list.error().message));
    const auto address = addressFrom(host);
    QTEST(address ? list->listsAddress(*address, port) : list->listsName(comparableHost(host), port), "isCovered");
}

void TestHostList::nonsenseIsRefusedWithTheEntry_data()
{
    QTest::addColumn<QString>("entry");
    for (const char *text : {"", " ", "https://a.example/", "a.example:", "a.example:0", "a.example:65536",
             "a.example:x", "a..example", "a example", "*a.example", "a.*.example", "10.0.0.0/33", "10.0.0.0/-1",
             "10.0.0/8", "fd00::/129", "[fd00::1", "[a.example]:80", "1.2.3", "127.1", "0x7f000001", "a.example/path",
             "*.*", "*.", "user@a.example", "a.example:80:81", "[fd00::1]x", "999.1.1.1"})
        QTest::addRow("\"%s\"", text) << text;
}

void TestHostList::nonsenseIsRefusedWithTheEntry()
{
    QFETCH(QString, entry);
    const auto list = HostList::parse({entry});
    QVERIFY(!list);
    QCOMPARE(list.error().code, ErrorCode::InvalidInput);
    QVERIFY(list.error().message.contains(entry.trimmed()));
}

void TestHostList::onlyTheOpenInternetIsPublic_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isPublic");
    for (const char *text : {"127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
             "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
             "224.0.0.1", "255.255.255.255", "240.0.0.1", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1",
             "::ffff:8.8.8.8", "::127.0.0.1", "fd00:ec2::254", "fc00::1", "fe80::1", "fec0::1", "ff02::1",
             "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "2001::1", "100::1"})
        QTest::addRow("%s", text) << text << (QByteArray(text) == "::ffff:8.8.8.8");
    for (const char *text : {"8.8.8.8", "93.184.215.14", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1",
             "2606:4700::1111", "2a00:1450:4001::200e"})
        QTest::addRow("%s", text) << text << true;
}

void TestHostList::onlyTheOpenInternetIsPublic()
{
    QFETCH(QString, address);
    QTEST(isPublicAddress(QHostAddress(address)), "isPublic");
}

void TestHostList::oddSpellingsOfAddressesAreNeitherAddressNorName_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"127.1", "0x7f000001", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.01", "127.0.0.1.",
             "1.2.3.4.5", "256.1.1.1", "fe80::1%eth0", "::1%lo", "a.0x10", "a.1", "", ".", "a b", "a\tb", "a/b", "a@b"})
        QTest::addRow("%s", text) << text;
}

void TestHostList::oddSpellingsOfAddressesAreNeitherAddressNorName()
{
    QFETCH(QString, text);
    QVERIFY(!addressFrom(text));
    QCOMPARE(comparableHost(text), QString());
}

void TestHostList::theNarrowerOfRepositoryAndWorkerCounts_data()
{
    QTest::addColumn<NetworkMode>("asked");
    QTest::addColumn<NetworkMode>("given");
    QTest::addColumn<NetworkMode>("effective");
    const QList<NetworkMode> modes{NetworkMode::None, NetworkMode::Allowlist, NetworkMode::Open};
    for (const NetworkMode asked : modes)
        for (const NetworkMode given : modes)
            QTest::addRow("%s of %s", qPrintable(enumName(asked)), qPrintable(enumName(given)))
                << asked << given << modes.at(std::min(modes.indexOf(asked), modes.indexOf(given)));
}

void TestHostList::theNarrowerOfRepositoryAndWorkerCounts()
{
    QFETCH(NetworkMode, asked);
    QFETCH(NetworkMode, given);
    for (const CommandKind kind : {CommandKind::Setup, CommandKind::Validation, CommandKind::Agent}) {
        const NetworkSettings repository{asked, asked, asked, {}};
        const NetworkSettings worker{given, given, given, {"*:*"}};
        const auto policy = NetworkPolicy::of(kind, repository, worker);
        QVERIFY(policy);
        QTEST(policy->mode(), "effective");
        QCOMPARE(policy->narrowed().isEmpty(), policy->mode() == asked);
        if (policy->mode() != asked)
            QVERIFY(policy->narrowed().contains(enumName(kind).toUpper()));
    }
}

namespace {
NetworkPolicy listed(const QStringList &repository, const QStringList &worker)
{
    return *NetworkPolicy::of(
        CommandKind::Setup, {NetworkMode::Allowlist, {}, {}, repository}, {NetworkMode::Allowlist, {}, {}, worker});
}

QString reasonOf(const std::optional<NetworkRefusal> &refusal) { return refusal ? refusal->reason : QString(); }
} // namespace

void TestHostList::bothListsMustHoldTheHost()
{
    const NetworkPolicy policy =
        listed({"packages.example", "a.example", "b.example"}, {"packages.example", "*.example:8443", "a.example"});
    QCOMPARE(reasonOf(policy.judge("packages.example", 443)), QString());
    QCOMPARE(reasonOf(policy.judge("A.Example.", 443)), QString());
    QCOMPARE(reasonOf(policy.judge("b.example", 443)), QStringLiteral("not_listed_by_worker"));
    QCOMPARE(reasonOf(policy.judge("c.example", 443)), QStringLiteral("not_listed"));
    QCOMPARE(reasonOf(policy.judge("127.1", 443)), QStringLiteral("bad_request"));
    QVERIFY(policy.judge("c.example", 443)->text.contains("c.example"));
    QVERIFY(listed({}, {"*"}).reachesNothing());
    QVERIFY(!policy.reachesNothing());
}

void TestHostList::aPrivateAddressMustBeNamedByBoth()
{
    const QHostAddress inside("10.1.2.3");
    const NetworkPolicy named = listed({"pkg.example:8081", "10.0.0.0/8"}, {"*:*", "10.1.2.0/24"});
    QCOMPARE(named.reachable({inside, QHostAddress("8.8.8.8"), QHostAddress("10.9.9.9")}, 8081),
        (QList<QHostAddress>{inside, QHostAddress("8.8.8.8")}));
    QVERIFY(listed({"pkg.example", "10.0.0.0/8"}, {"*:*"}).reachable({inside}, 443).isEmpty());
    QVERIFY(listed({"pkg.example"}, {"*:*", "10.0.0.0/8"}).reachable({inside}, 443).isEmpty());
    QVERIFY(listed({"pkg.example", "10.0.0.0/8:80"}, {"*:*", "10.0.0.0/8"}).reachable({inside}, 443).isEmpty());
    // An address that was asked for itself.
    QCOMPARE(reasonOf(listed({"10.1.2.3"}, {"*:*", "10.1.2.3"}).judge("10.1.2.3", 443)), QString());
    QCOMPARE(reasonOf(listed({"10.1.2.3"}, {"*:*"}).judge("10.1.2.3", 443)), QStringLiteral("not_listed_by_worker"));
    QCOMPARE(reasonOf(listed({"*:*"}, {"*:*"}).judge("169.254.169.254", 80)), QStringLiteral("not_listed"));
    QCOMPARE(reasonOf(listed({"*:*"}, {"*:*"}).judge("::ffff:169.254.169.254", 80)), QStringLiteral("not_listed"));
}

void TestHostList::whatWasOpenBecomesTheListOfTheWorker()
{
    const auto policy = NetworkPolicy::of(
        CommandKind::Setup, {NetworkMode::Open, {}, {}, {}}, {NetworkMode::Allowlist, {}, {}, {"a.example"}});
    QVERIFY(policy);
    QCOMPARE(reasonOf(policy->judge("a.example", 443)), QString());
    QCOMPARE(reasonOf(policy->judge("b.example", 443)), QStringLiteral("not_listed"));
}

QTEST_GUILESS_MAIN(TestHostList)
#include "tst_HostList.moc"

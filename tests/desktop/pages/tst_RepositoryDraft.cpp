#include "desktop/pages/RepositoryDraft.h"

#include <QTest>

using namespace mergeloom;

/// What is typed into the form of a repository, and what is sent of it.
class RepositoryDraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void an_alias_is_suggested_by_the_address_data();
    void an_alias_is_suggested_by_the_address();
    void what_is_typed_is_sent_as_the_api_has_it();
    void what_nobody_touched_stays_as_it_is();
    void a_wrong_number_is_an_error_of_its_field();
    void what_the_environment_fixes_is_locked_with_its_source();
    void a_sign_in_is_asked_for_as_the_address_needs_it();
    void differences_name_both_values();

private:
    static RepositoryField field(const QList<RepositorySection> &sections, const QString &name)
    {
        for (const RepositorySection &section : sections)
            for (const RepositoryField &one : section.fields)
                if (one.name == name)
                    return one;
        return {};
    }
    static api::RepositoryView view()
    {
        api::RepositoryView view;
        view.alias = QStringLiteral("shop");
        view.cloneUrl = QStringLiteral("https://host/shop.git");
        view.username = QStringLiteral("robot");
        view.hasSecret = true;
        view.settings.validationCommands = {QStringLiteral("make test"), QStringLiteral("make lint")};
        view.settings.maximumRepairs = 3;
        view.settings.budgets.wallSeconds = 90;
        view.settings.diffGuard.rules.insert(QStringLiteral("ci_files"), GuardAction::Block);
        view.settings.network.validation = NetworkMode::Open;
        return view;
    }
    const QList<RepositorySection> m_sections = RepositoryFields::of(
        {{{"other", "Other model"}}, {{"ci_files", "Files of CI", "Workflows", GuardAction::Flag}}, std::nullopt, {}});
};

void RepositoryDraftTest::an_alias_is_suggested_by_the_address_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("alias");
    QTest::newRow("https") << "https://host/team/Shop-API.git"
                           << "shop-api";
    QTest::newRow("ssh") << "git@host:team/shop.git/"
                         << "shop";
    QTest::newRow("short ssh") << "git@host:shop"
                               << "shop";
    QTest::newRow("path") << "/srv/git/_my shop/"
                          << "my-shop";
    QTest::newRow("nothing") << ""
                             << "";
}

void RepositoryDraftTest::an_alias_is_suggested_by_the_address()
{
    QFETCH(QString, address);
    QTEST(RepositoryDraft::aliasOf(address), "alias");
}

void RepositoryDraftTest::what_is_typed_is_sent_as_the_api_has_it()
{
    RepositoryDraft draft;
    const auto type = [&](const char *name, const QString &value) { draft.setValue(QLatin1StringView(name), value); };
    type("clone_url", QStringLiteral(" https://host/shop.git "));
    type("alias", QStringLiteral("shop"));
    type("is_enabled", QStringLiteral("no"));
    type("password", QStringLiteral(" a secret "));
    type("ssh_key", QStringLiteral("of another address"));
    type("settings.validation_commands", QStringLiteral("make test\n\n  make lint  \n"));
    type("settings.validation_mode", QStringLiteral("advisory"));
    type("settings.network.hosts", QStringLiteral("a.example.org, b.example.org\n*.c.example.org"));
    type("settings.maximum_repairs", QStringLiteral("2"));
    type("settings.budgets.wall_seconds", QStringLiteral("2,5"));
    type("settings.budgets.cost_usd", QStringLiteral("0.123456"));
    type("settings.day_budgets.tokens", QStringLiteral("1000"));
    type("settings.approval.before_publish", QStringLiteral("yes"));
    type("settings.approval.timeout_seconds", QStringLiteral("30"));
    type("settings.diff_guard.rules.ci_files", QStringLiteral("block"));
    const auto [request, errors] = draft.request(m_sections);
    QVERIFY2(errors.isEmpty(), qPrintable(errors.values().join(u'\n')));
    QCOMPARE(request.cloneUrl, QStringLiteral("https://host/shop.git"));
    QVERIFY(!request.isEnabled);
    QCOMPARE(request.password.value_or(QString()), QStringLiteral(" a secret ")); // as it is
    QVERIFY(!request.sshKey);
    QVERIFY(!request.knownHosts);
    QCOMPARE(request.settings.validationCommands, (QStringList{"make test", "make lint"}));
    QCOMPARE(request.settings.validationMode, ValidationMode::Advisory);
    QCOMPARE(request.settings.network.hosts, (QStringList{"a.example.org", "b.example.org", "*.c.example.org"}));
    QCOMPARE(request.settings.maximumRepairs, 2);
    QCOMPARE(request.settings.budgets.wallSeconds, 150);
    QCOMPARE(request.settings.budgets.costUsd, 0.1235);
    QCOMPARE(request.settings.dayBudgets.tokens, qint64(1000));
    QVERIFY(request.settings.approval.isBeforePublish);
    QCOMPARE(request.settings.approval.timeoutSeconds, 1800);
    QCOMPARE(request.settings.diffGuard.rules.value(QStringLiteral("ci_files")), GuardAction::Block);
}

void RepositoryDraftTest::what_nobody_touched_stays_as_it_is()
{
    RepositoryDraft draft(view());
    draft.setValue(QStringLiteral("settings.model"), QStringLiteral("big"));
    draft.setValue(QStringLiteral("settings.diff_guard.rules.ci_files"), QString()); // as usual again
    const auto [request, errors] = draft.request(m_sections);
    QVERIFY(errors.isEmpty());
    RepositorySettings expected = view().settings;
    expected.model = QStringLiteral("big");
    expected.diffGuard.rules.clear();
    QCOMPARE(toJson(request.settings), toJson(expected));
    QCOMPARE(request.username.value_or(QString()), QStringLiteral("robot"));
    QVERIFY2(!request.password && !request.sshKey && !request.knownHosts, "absent keeps what is stored");
    QCOMPARE(draft.value(field(m_sections, QStringLiteral("settings.budgets.wall_seconds"))), QStringLiteral("1.5"));
    QCOMPARE(draft.value(field(m_sections, QStringLiteral("settings.validation_commands"))),
        QStringLiteral("make test\nmake lint"));
}

void RepositoryDraftTest::a_wrong_number_is_an_error_of_its_field()
{
    RepositoryDraft draft(view());
    draft.setValue(QStringLiteral("settings.budgets.tokens"), QStringLiteral("lots"));
    draft.setValue(QStringLiteral("settings.maximum_repairs"), QStringLiteral("-2"));
    draft.setValue(QStringLiteral("settings.diff_guard.maximum_files"), QString());
    draft.setValue(QStringLiteral("alias"), QStringLiteral("  "));
    const QMap<QString, QString> errors = draft.request(m_sections).errors;
    QCOMPARE(errors.keys(),
        (QStringList{
            "alias", "settings.budgets.tokens", "settings.diff_guard.maximum_files", "settings.maximum_repairs"}));
    QVERIFY(errors.value(QStringLiteral("settings.budgets.tokens")).contains(QStringLiteral("lots")));
}

void RepositoryDraftTest::what_the_environment_fixes_is_locked_with_its_source()
{
    NetworkSettings most;
    most.validation = NetworkMode::None;
    most.agent = NetworkMode::Allowlist;
    most.setup = NetworkMode::Open;
    const QList<RepositorySection> sections = RepositoryFields::of({{}, {}, most, {}});
    const RepositoryField locked = field(sections, QStringLiteral("settings.network.validation"));
    QCOMPARE(locked.lockedBy, QStringLiteral("JCA_WORKER_NETWORK_VALIDATION"));
    QCOMPARE(locked.lockedValue, QStringLiteral("none"));
    QVERIFY(field(sections, QStringLiteral("settings.network.agent"))
                .help.contains(QStringLiteral("JCA_WORKER_NETWORK_AGENT")));
    QVERIFY(field(sections, QStringLiteral("settings.network.setup")).help.isEmpty());
    RepositoryDraft draft(view());
    draft.setValue(locked.name, QStringLiteral("allowlist"));
    QCOMPARE(draft.request(sections).request.settings.network.validation, NetworkMode::Open); // what is stored stays
}

void RepositoryDraftTest::a_sign_in_is_asked_for_as_the_address_needs_it()
{
    RepositoryDraft draft;
    const auto asked = [&](const QString &address) {
        draft.setValue(QStringLiteral("clone_url"), address);
        return std::pair{draft.isAsked(QStringLiteral("password")), draft.isAsked(QStringLiteral("ssh_key"))};
    };
    QCOMPARE(asked(QStringLiteral("https://host/a.git")), (std::pair{true, false}));
    QCOMPARE(asked(QStringLiteral("git@host:a.git")), (std::pair{false, true}));
    QCOMPARE(asked(QStringLiteral("ssh://host/a.git")), (std::pair{false, true}));
    QCOMPARE(asked(QStringLiteral("/srv/a.git")), (std::pair{false, false}));
    QVERIFY(!draft.isAsked(QStringLiteral("settings.approval.timeout_seconds")));
    draft.setValue(QStringLiteral("settings.approval.on_guard_flags"), QStringLiteral("yes"));
    QVERIFY(draft.isAsked(QStringLiteral("settings.approval.timeout_seconds")));
}

void RepositoryDraftTest::differences_name_both_values()
{
    RepositoryDraft draft(view());
    draft.setValue(QStringLiteral("settings.model"), QStringLiteral("mine"));
    api::RepositoryView theirs = view();
    theirs.settings.model = QStringLiteral("theirs");
    theirs.defaultBranch = QStringLiteral("next");
    const QList<RepositoryDraft::Difference> found = draft.differences(theirs, m_sections);
    QCOMPARE(found,
        (QList<RepositoryDraft::Difference>{
            {QStringLiteral("Branch to start from (optional)"), QStringLiteral("next"), {}},
            {QStringLiteral("Model (optional)"), QStringLiteral("theirs"), QStringLiteral("mine")}}));
}

QTEST_MAIN(RepositoryDraftTest)
#include "tst_RepositoryDraft.moc"

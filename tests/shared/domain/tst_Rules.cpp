#include "shared/domain/Directives.h"
#include "shared/domain/Outcome.h"
#include "shared/domain/Repository.h"
#include "shared/domain/Ticket.h"

#include <QTest>

using namespace mergeloom;

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void branchesAreWhatGitTakes_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("branch");
        QTest::newRow("plain") << "LOCAL-12"
                               << "tickets/local-12";
        QTest::newRow("odd") << "PROJ 7/ü:x"
                             << "tickets/proj-7---x";
        QTest::newRow("dots") << "..a..b."
                              << "tickets/-.a.-b";
        QTest::newRow("lock") << "a.lock"
                              << "tickets/a";
        QTest::newRow("empty") << ""
                               << "tickets/ticket";
    }
    void branchesAreWhatGitTakes()
    {
        QFETCH(const QString, key);
        QTEST(ticketBranch(key), "branch");
    }
    void aliasesAreChecked()
    {
        for (const char *good : {"a", "0x", "my-repo_1.x"})
            QVERIFY2(isRepositoryAlias(QString::fromLatin1(good)), good);
        for (const char *bad : {"", "-a", ".a", "A", "a b", "a/b", "ä"})
            QVERIFY2(!isRepositoryAlias(QString::fromUtf8(bad)), bad);
        QVERIFY(!isRepositoryAlias(QString(65, u'a')));
    }
    void everyReasonHasAnOutcome()
    {
        for (const auto &[reason, name] : EnumNames<Reason>::names)
            QCOMPARE(outcomeOf(reason) == Outcome::Completed, reason == Reason::None);
        QCOMPARE(outcomeOf(Reason::DirectiveInvalid), Outcome::Blocked);
        QCOMPARE(outcomeOf(Reason::ValidationFailed), Outcome::Failed);
        QCOMPARE(outcomeOf(Reason::Cancelled), Outcome::Cancelled);
    }
    void directivesAreReadAndTakenOut()
    {
        const auto read = parseDirectives(QStringLiteral(
            "Do it.\n[JCA]\nwork_repos = a\ncontext_files=a:x.md, b.md\nprovider=replay\nodd=1\n[/JCA]\nThanks."));
        QVERIFY(read);
        QCOMPARE(read->directives.workRepositories, QStringList{"a"});
        QCOMPARE(read->directives.contextFiles, (QStringList{"a:x.md", "b.md"}));
        QCOMPARE(read->directives.provider, QStringLiteral("replay"));
        QCOMPARE(read->directives.unknownKeys, QStringList{"odd"});
        QVERIFY(!read->text.contains("JCA") && read->text.contains("Thanks."));
    }
    void brokenDirectivesAreErrors()
    {
        QVERIFY(!parseDirectives(QStringLiteral("[JCA]\nwork_repos=a")));
        QVERIFY(!parseDirectives(QStringLiteral("[JCA]\nnonsense\n[/JCA]")));
        QVERIFY(parseDirectives(QStringLiteral("no block")));
    }
};

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_Rules.moc"

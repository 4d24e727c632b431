#include "tests/service/http/ApiFixture.h"

using namespace mergeloom;
using namespace mergeloom::test;

/// The own sign-in of an agent program, as a client of the API has it.
class SignInApiTest : public QObject
{
    Q_OBJECT

    ApiFixture m_service;
    const ProviderProfileId m_id{QStringLiteral("own")};

    api::SignInView seen() { return m_service.admin->wait(api_call::signIn(m_id)).value(); }

private Q_SLOTS:
    void initTestCase()
    {
        const QString program = m_service.directory.filePath("claude");
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "#!/bin/sh\n[ \"$2\" = status ] && exec test -s .credentials.json\n"
            "printf 'https://auth.example.org/\\nPaste code here > '; read code; echo $code > .credentials.json\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        api::ProviderRequest request{.kind = "claude-code-cli"};
        request.options = {{"auth", "sign_in"}, {"program", program}};
        QVERIFY(m_service.admin->wait(api_call::putProvider(m_id, request)));
    }

    void isBegunToldAndGivenUp()
    {
        QCOMPARE(seen().state, SignInState::None);
        QCOMPARE(m_service.admin->wait(api_call::beginSignIn(m_id)).value().state, SignInState::Running);
        QTRY_VERIFY(seen().isCodeAwaited);
        QCOMPARE(seen().url, "https://auth.example.org/");
        const auto second = m_service.admin->wait(api_call::beginSignIn(m_id));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QVERIFY(m_service.admin->wait(api_call::giveUpSignIn(m_id)));
        QCOMPARE(seen().state, SignInState::GivenUp);
        QVERIFY(!m_service.admin->wait(api_call::giveUpSignIn(m_id)));
    }

    void takesACodeAndIsDone()
    {
        QVERIFY(m_service.admin->wait(api_call::beginSignIn(m_id)));
        QTRY_VERIFY(seen().isCodeAwaited);
        const auto wrong = m_service.admin->wait(api_call::enterSignInCode(m_id, "a b"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().details["field"].toString(), QString("code"));
        QVERIFY(m_service.admin->wait(api_call::enterSignInCode(m_id, "the-code")));
        QTRY_COMPARE(seen().state, SignInState::Done);
        QVERIFY(QFileInfo::exists(m_service.directory.filePath("cli/own/.credentials.json")));
    }

    void givesUpWhatIsUnderWayWhenTheGatewayEnds()
    {
        QVERIFY(m_service.admin->wait(api_call::beginSignIn(m_id)));
        m_service.signIns.stop();
        QCOMPARE(seen().state, SignInState::None);
        const auto late = m_service.admin->wait(api_call::beginSignIn(m_id));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Unavailable);
    }
};

QTEST_GUILESS_MAIN(SignInApiTest)
#include "tst_SignInApi.moc"

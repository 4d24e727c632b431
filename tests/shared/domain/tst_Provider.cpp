#include "shared/domain/Provider.h"

#include <QTest>

using namespace mergeloom;

class ProviderTest : public QObject
{
    Q_OBJECT

    static ProviderKind kind(const QString &lockedMethod = {})
    {
        return {.kind = QStringLiteral("cloud"),
            .form = {{.name = QStringLiteral("method"),
                         .kind = QStringLiteral("choice"),
                         .choices = {QStringLiteral("key"), QStringLiteral("token")},
                         .lockedBy = lockedMethod.isEmpty() ? QString() : QStringLiteral("JCA_METHOD"),
                         .lockedValue = lockedMethod},
                {.name = QStringLiteral("key"),
                    .whenField = QStringLiteral("method"),
                    .whenValues = {QStringLiteral("key")}}}};
    }

    static bool asksForKey(const ProviderKind &kind, const QString &method)
    {
        return isAsked(kind.form.at(1), kind, {.options = {{QStringLiteral("method"), method}}});
    }

private Q_SLOTS:
    void aFieldIsAskedForAsTheChoiceThatItHangsOnWasMade()
    {
        QVERIFY(isAsked(kind().form.at(0), kind(), {}));
        QVERIFY(asksForKey(kind(), QStringLiteral("key")));
        QVERIFY(!asksForKey(kind(), QStringLiteral("token")));
        QVERIFY(!asksForKey(kind(), QStringLiteral("nonsense")));
    }

    void aChoiceThatWasNotMadeCountsAsItsFirst() { QVERIFY(asksForKey(kind(), {})); }

    void whatTheEnvironmentFixesGoesFirst()
    {
        QVERIFY(!asksForKey(kind(QStringLiteral("token")), QStringLiteral("key")));
        QVERIFY(asksForKey(kind(QStringLiteral("key")), QStringLiteral("token")));
    }
};

QTEST_GUILESS_MAIN(ProviderTest)
#include "tst_Provider.moc"

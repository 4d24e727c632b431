#include "shared/core/Json.h"
#include "shared/domain/EventCatalog.h"

#include <QRegularExpression>
#include <QTest>

using namespace mergeloom;

class EventCatalogTest : public QObject
{
    Q_OBJECT

    static QByteArray source(const char *path)
    {
        QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/") + QString::fromLatin1(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void everyTypeIsInTheListOnce()
    {
        static const QRegularExpression constant(QStringLiteral("inline constexpr auto \\w+ =\\s*\"([a-z_.]+)\";"));
        QStringList declared;
        auto found = constant.globalMatch(QString::fromUtf8(source("shared/domain/Event.h")));
        while (found.hasNext())
            declared << found.next().captured(1);
        QVERIFY(declared.size() > 50);
        QStringList listed;
        for (const EventType &type : eventTypes())
            listed << type.name;
        QCOMPARE(listed, declared); // in the same order
    }

    void fieldsAreWellFormed()
    {
        static const QRegularExpression field(
            QStringLiteral("^[a-z][a-z_0-9]*\\??:(string|integer|number|boolean|object|array)$"));
        for (const EventType &type : eventTypes()) {
            QVERIFY2(!type.summary.isEmpty() && !type.summary.endsWith(u'.'), qPrintable(type.name));
            for (const QString &each : type.fields.split(u' '))
                QVERIFY2(field.match(each).hasMatch(), qPrintable(type.name + u' ' + each));
        }
    }

    void thePublishedSchemaIsThisOne()
    {
        const QByteArray text = QJsonDocument(eventSchema()).toJson(QJsonDocument::Indented);
        if (qEnvironmentVariableIsSet("MERGELOOM_WRITE_SCHEMA")) {
            QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/resources/api/events.schema.json"));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        }
        QVERIFY2(source("resources/api/events.schema.json") == text,
            "resources/api/events.schema.json is not up to date: run this test with MERGELOOM_WRITE_SCHEMA=1");
    }
};

QTEST_GUILESS_MAIN(EventCatalogTest)
#include "tst_EventCatalog.moc"
